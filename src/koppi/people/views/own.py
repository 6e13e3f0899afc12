"""What a professional keeps up themselves: work contact, languages, absences and who acts meanwhile."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people import access, actions
from koppi.people.forms import AbsenceForm, ContactForm
from koppi.refusal import Refused
from koppi.ui.route import route

from . import sent


@route(needs="professional", audits="people.own_contact_changed")
def contact(request):
    post = access.own_post(request.viewer)
    kept = {"phone": post.phone, "email": post.email, "languages": post.languages}
    form = ContactForm(sent(request), initial=kept)
    if form.is_valid():
        actions.change_own_contact(by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Yhteystietosi on tallennettu."))
        return redirect("people:post", pk=post.pk)
    context = {"form": form, "post_key": post.pk}
    return render(request, "people/contact.html", context, status=422 if form.is_bound else 200)


@route(needs="professional", audits="people.absence_set")
def absence(request):
    """One's own absences, and a form for the next."""
    post = access.own_post(request.viewer)
    deputies = access.possible_deputies(request.viewer, post)
    form = AbsenceForm(sent(request), deputies=deputies, at=request.viewer.at)
    if form.is_valid():
        try:
            actions.set_absence(by=request.viewer, post=post, **form.given)
            messages.success(request, _("Poissaolo ja sijainen on merkitty."))
            return redirect("people:absence")
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "absences": access.absences_of(post, request.viewer.at)}
    return render(request, "people/absence.html", context, status=422 if form.is_bound else 200)


@route(needs="professional", audits="people.absence_ended")
@require_POST
def end_absence(request, pk):
    absence = access.absence_for(request.viewer, pk)
    actions.end_absence(by=request.viewer, absence=absence)
    messages.success(request, _("Poissaolo on päättynyt. Sijainen ei enää näe perheitäsi."))
    if absence.post_id == request.viewer.post.id:
        return redirect("people:absence")
    return redirect("people:manage-post", pk=absence.post_id)
