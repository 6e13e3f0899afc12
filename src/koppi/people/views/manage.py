"""The care of organisations, units and posts, for managers at home and administrators everywhere.

Nothing here shows a family.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people import access, actions, forms
from koppi.refusal import Refused
from koppi.ui.route import route

from . import sent


@route(needs="manager")
def organisations(request):
    kept = access.organisations_managed_by(request.viewer)
    return render(
        request, "people/manage/organisations.html", {"organisations": kept, "is_admin": _is_admin(request)}
    )


@route(needs="admin", audits="people.organisation_saved")
def new_organisation(request):
    form = forms.OrganisationForm(sent(request))
    saved = _saved(request, form, actions.save_organisation)
    if saved:
        return redirect("people:manage-organisation", pk=saved.pk)
    return _form_page(request, form, _("Uusi organisaatio"), reverse("people:organisations"))


@route(needs="admin", audits="people.organisation_saved")
def edit_organisation(request, pk):
    organisation = access.managed_organisation_for(request.viewer, pk)
    form = _form_of(request, forms.OrganisationForm, organisation)
    if _saved(request, form, actions.save_organisation, organisation=organisation):
        return redirect("people:manage-organisation", pk=pk)
    back = reverse("people:manage-organisation", args=[pk])
    return _form_page(request, form, _("Muuta organisaation tietoja"), back)


@route(needs="manager")
def organisation(request, pk):
    kept = access.managed_organisation_for(request.viewer, pk)
    context = {"organisation": kept, "units": kept.units.order_by("name"), "is_admin": _is_admin(request)}
    return render(request, "people/manage/organisation.html", context)


@route(needs="manager", audits="people.unit_saved")
def new_unit(request, pk):
    organisation = access.managed_organisation_for(request.viewer, pk)
    form = forms.UnitForm(sent(request))
    saved = _saved(request, form, actions.save_unit, organisation=organisation)
    if saved:
        return redirect("people:manage-unit", pk=saved.pk)
    return _form_page(request, form, _("Uusi yksikkö"), reverse("people:manage-organisation", args=[pk]))


@route(needs="manager")
def unit(request, pk):
    kept = access.managed_unit_for(request.viewer, pk)
    posts = access.posts_ever_in(kept)
    return render(request, "people/manage/unit.html", {"unit": kept, "posts": posts})


@route(needs="manager", audits="people.post_opened")
def new_post(request, pk):
    unit = access.managed_unit_for(request.viewer, pk)
    form = forms.NewPostForm(sent(request), initial={"starts_on": request.viewer.today})
    if _saved(request, form, actions.open_post, unit=unit):
        messages.success(request, _("Tehtävä on avattu. Hän asettaa salasanan kirjautumissivulla."))
        return redirect("people:manage-unit", pk=pk)
    return _form_page(request, form, _("Uusi tehtävä"), reverse("people:manage-unit", args=[pk]))


@route(needs="manager")
def post(request, pk):
    kept = access.managed_post_for(request.viewer, pk)
    absences = access.absences_of(kept, request.viewer.at)
    return render(
        request,
        "people/manage/post.html",
        {
            "post": kept,
            "absences": absences,
            "today": request.viewer.today,
            "is_admin": _is_admin(request),
            "is_partner": access.is_partners(kept),
        },
    )


@route(needs="manager", audits="people.post_changed")
def edit_post(request, pk):
    post = access.managed_post_for(request.viewer, pk)
    form = _form_of(request, forms.PostForm, post)
    if _saved(request, form, actions.change_post, post=post):
        return redirect("people:manage-post", pk=pk)
    return _form_page(request, form, _("Muuta tehtävän tietoja"), reverse("people:manage-post", args=[pk]))


@route(needs="manager", audits="people.absence_set")
def absence_of_post(request, pk):
    post = access.managed_post_for(request.viewer, pk)
    deputies = access.possible_deputies(request.viewer, post)
    form = forms.AbsenceForm(sent(request), deputies=deputies, at=request.viewer.at)
    if _saved(request, form, actions.set_absence, post=post):
        return redirect("people:manage-post", pk=pk)
    return _form_page(request, form, _("Poissaolo ja sijainen"), reverse("people:manage-post", args=[pk]))


def _is_admin(request) -> bool:
    return request.viewer.post.role == "ADMIN"


def _form_of(request, form_class, thing):
    kept = {name: getattr(thing, name) for name in form_class.base_fields}
    return form_class(sent(request), initial=kept)


def _saved(request, form, verb, **about):
    """Do the action with what the form holds; None when there is something to mend."""
    if not form.is_valid():
        return None
    try:
        return verb(by=request.viewer, **about, **getattr(form, "given", form.cleaned_data))
    except Refused as no:
        form.add_error(None, str(no))
        return None


def _form_page(request, form, heading: str, back: str):
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "people/manage/form.html", context, status=422 if form.is_bound else 200)
