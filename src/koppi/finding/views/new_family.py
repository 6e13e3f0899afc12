"""Beginning a family, with a word about people who may be known already."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.drafts import actions as drafts
from koppi.drafts.forms import restored
from koppi.finding import actions
from koppi.finding.forms import NewFamilyForm
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

DRAFT = "finding-new"


@route(needs="professional", audits="finding.begun")
def new(request):
    if not request.viewer.sees_content:
        raise NotVisible
    form = restored(NewFamilyForm, request.viewer, DRAFT, request, by=request.viewer)
    contact = None
    if form.is_valid():
        contact = _elsewhere(request, form)
        family = None if contact else _begun(request, form)
        if family:
            drafts.discard(by=request.viewer, key=DRAFT)
            messages.success(request, _("Perhe on aloitettu, ja sinulla on koppi."))
            return redirect("overview:show", pk=family.pk)
    context = {"form": form, "contact": contact}
    return render(request, "finding/new.html", context, status=422 if form.is_bound else 200)


def _begun(request, form):
    try:
        return actions.begin(by=request.viewer, said=form.said)
    except Refused as no:
        form.add_error(None, str(no))
        return None


def _elsewhere(request, form):
    """Ask as anybody may ask, once: what is told is no more, and it counts among the questions of the day."""
    question = form.question
    if question is None:
        return None
    try:
        told = actions.look_up(by=request.viewer, question=question, reason=actions.NEW_FAMILY)
        return told and told.contact
    except actions.AskedTooOften:
        return None
