"""What a request becomes: a family, a mapping invitation, an end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koppi.finding.forms import NewFamilyForm
from koppi.help_requests import access, actions, prefilling
from koppi.mapping import wizard
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

read_or_send = require_http_methods(["GET", "POST"])


@route(needs="professional", audits="help_requests.family_begun")
@read_or_send
def begin_family(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a family with what was asked filled in."""
    asked = _in_hand(request, pk)
    if asked.family_id:
        return redirect("overview:show", pk=asked.family_id)
    form = NewFamilyForm(request.POST or None, initial=prefilling.family(asked), by=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said
            place = prefilling.speaker(asked, said) if request.POST.get("own_words") else None
            family = actions.begin_family(by=request.viewer, request=asked, said=said, words_of=place)
            messages.success(request, _("Perhe on aloitettu, ja sinulla on koppi."))
            return redirect("overview:show", pk=family.pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = {"form": form, "asked": asked, "line": access.line_of(request.viewer, asked)}
    return render(
        request, "help_requests/begin_family.html", page, status=422 if request.method == "POST" else 200
    )


@route(needs="professional", audits="help_requests.mapping_begun")
@read_or_send
def begin_mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell what an invitation never replaces; then begin one with what was asked filled in."""
    asked = _in_hand(request, pk)
    if request.method == "POST":
        start = actions.begin_mapping(by=request.viewer, request=asked)
        return redirect("mapping:step", start.pk, "keta")
    page = {"numbers": wizard.duty_numbers(), "asked": asked}
    return render(request, "help_requests/begin_mapping.html", page)


@route(needs="professional", audits="help_requests.closed")
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Finish an answered request."""
    actions.close(by=request.viewer, request=access.request_for(request.viewer, pk))
    messages.success(request, _("Pyyntö on valmis. Kiitos."))
    return redirect("help_requests:queue")


def _in_hand(request: HttpRequest, pk: UUID):
    """Return an open request the viewer has taken.

    :raises NotVisible: it is not theirs to go on with.
    """
    asked = access.request_for(request.viewer, pk)
    if not asked.is_open or not access.is_mine(request.viewer, asked):
        raise NotVisible
    return asked
