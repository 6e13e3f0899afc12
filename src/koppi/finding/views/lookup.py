"""The exact question about one person outside one's own sight."""

from django.shortcuts import render

from koppi.finding import access, actions
from koppi.finding.forms import LookupForm
from koppi.refusal import NotVisible
from koppi.sharing.opening import is_opener
from koppi.ui.route import route

from . import sent

TOO_MANY = 429


@route(needs="professional", audits="finding.looked_up")
def lookup(request):
    """The answer stands on the page of the question, so nothing of it is in any address."""
    if not request.viewer.sees_content:
        raise NotVisible
    form = LookupForm(sent(request))
    context = {"form": form, "is_answered": False, "told": None}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            told = actions.look_up(by=request.viewer, question=form.question, reason=reason)
            context |= {"is_answered": True, "told": told, "opens": _may_open(request.viewer, told)}
            status = 200
        except actions.AskedTooOften as no:
            form.add_error(None, str(no))
            status = TOO_MANY
    return render(request, "finding/lookup.html", context, status=status)


def _may_open(viewer, told) -> bool:
    """Whoever sees the family already needs no emergency, and not every post may open one."""
    return told is not None and is_opener(viewer) and not access.is_in_sight(viewer, told.family_id)
