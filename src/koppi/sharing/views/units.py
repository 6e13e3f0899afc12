"""The page on which a unit is changed: it stands here because its sector decides what its people may see."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people import access
from koppi.people.forms import UnitForm
from koppi.sharing import actions
from koppi.ui.route import route

from .pages import carried_out


@route(needs="manager", audits="people.unit_saved")
def edit_unit(request, pk):
    """Change what is told of a unit. Nothing here shows a family."""
    unit = access.managed_unit_for(request.viewer, pk)
    kept = {name: getattr(unit, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST if request.method == "POST" else None, initial=kept)

    def act(form):
        actions.change_unit(by=request.viewer, unit=unit, **form.cleaned_data)

    if form.is_valid() and carried_out(form, act):
        return redirect("people:manage-unit", pk=pk)
    back = reverse("people:manage-unit", args=[pk])
    page = {"form": form, "heading": _("Muuta yksikön tietoja"), "back": back}
    return render(request, "people/manage/form.html", page, status=422 if form.is_bound else 200)
