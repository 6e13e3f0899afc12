"""The pages on which an invitation is followed, closed, and looked at again."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koppi.mapping import access, actions, wizard
from koppi.mapping.forms import AgainForm, CloseForm
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

read = require_http_methods(["GET"])
read_or_send = require_http_methods(["GET", "POST"])


@route(needs="any", audits="sharing.saw_record")
@read
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The grid for the team, a plain summary for the family, the answer page for the invited."""
    invitation = access.invitation_for(request.viewer, pk)
    if request.viewer.is_client:
        return render(request, "mapping/family.html", _page(request, invitation))
    is_theirs = access.is_inviter(request.viewer, invitation) or access.may_close(request.viewer, invitation)
    if not is_theirs and (mine := access.place_of(request.viewer, invitation)):
        return redirect("mapping:answer", mine)
    return render(request, "mapping/show.html", _page(request, invitation))


@transaction.non_atomic_requests
@route(needs="professional", audits="sharing.saw_record")
@read
def grid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The grid alone, when something has changed since the version at hand; else nothing.

    Pages ask this again and again: as long as there is nothing to show, nobody who writes is waited for.
    """
    known = request.GET.get("v", "0")[:9]
    if not access.has_changed(request.viewer, pk, int(known) if known.isdecimal() else 0):
        return HttpResponse(status=204)
    with transaction.atomic():
        page = _page(request, access.invitation_for(request.viewer, pk))
        return render(request, "mapping/_grid.html", page)


def _page(request: HttpRequest, invitation) -> dict:
    viewer = request.viewer
    grid = access.grid_of(viewer, invitation)
    return {
        "invitation": invitation,
        "grid": grid,
        "has_codes": any(row.code for row in grid.rows),
        "about_whom": access.label_of(viewer, invitation),
        "inviter": access.inviter_of(viewer, invitation),
        "is_inviter": access.is_inviter(viewer, invitation),
        "may_close": invitation.is_open and access.may_close(viewer, invitation),
        "has_read": viewer.is_client and access.has_read(viewer, invitation),
    }


@route(needs="professional", audits="mapping.link_renewed")
@require_POST
def renew(request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:
    """Send a guest a new link, with a new code to tell."""
    invitation = access.invitation_for(request.viewer, pk)
    actions.renew_link(by=request.viewer, invitee=access.guest_place(invitation, place))
    messages.success(
        request, _("Uusi linkki lähti. Kerro uudet numerot vieraalle puhelimitse tai tekstiviestillä.")
    )
    return redirect("mapping:show", pk)


@route(needs="professional", audits="mapping.closed")
@read_or_send
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what comes of the invitation."""
    invitation = access.invitation_for(request.viewer, pk)
    if not access.may_close(request.viewer, invitation):
        raise NotVisible
    cards = access.team_to_choose(request.viewer, invitation)
    form = _close_form(request, invitation, cards)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = form.outcome_of({str(card.post.pk): card.post for card in cards})
            actions.close(by=request.viewer, invitation=invitation, outcome=outcome)
            messages.success(request, _("Kutsu on päätetty. Kaikki kutsutut saavat tiedon."))
            return redirect("mapping:show", pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = _page(request, invitation) | {"form": form}
    return render(request, "mapping/close.html", page, status=422 if form.is_bound else 200)


def _close_form(request: HttpRequest, invitation, cards) -> CloseForm:
    given = {"viewer": request.viewer, "team": [(str(card.post.pk), card.words) for card in cards]}
    if request.method == "POST":
        return CloseForm(request.POST, **given)
    coming = [str(card.post.pk) for card in cards if card.comes]
    return CloseForm(initial={"reassess_on": invitation.reassess_on, "team": coming}, **given)


@route(needs="professional", audits="mapping.reassessed")
@read_or_send
def reassess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at the situation again: a new invitation, or no need."""
    invitation = access.invitation_for(request.viewer, pk)
    if not access.may_close(request.viewer, invitation):
        raise NotVisible
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        needs_new = form.cleaned_data["needs_new"] == "yes"
        try:
            actions.reassess(by=request.viewer, invitation=invitation, needs_new=needs_new)
            return _again(request, invitation) if needs_new else _enough(request, pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = _page(request, invitation) | {"form": form}
    return render(request, "mapping/reassess.html", page, status=422 if request.method == "POST" else 200)


def _again(request: HttpRequest, invitation) -> HttpResponse:
    """Begin anew from what was; the duty page comes first as always."""
    family = invitation.record.family
    start = actions.begin(by=request.viewer, family=family, again=invitation)
    wizard.prefill(request.viewer, start, invitation)
    return redirect("mapping:new-for", family.pk)


def _enough(request: HttpRequest, pk: UUID) -> HttpResponse:
    messages.success(request, _("Kiitos. Tilanne on katsottu uudelleen."))
    return redirect("mapping:show", pk)


@route(needs="client", audits="mapping.family_saw")
@require_POST
def read_by_family(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.see_as_family(by=request.viewer, invitation=access.invitation_for(request.viewer, pk))
    return redirect("mapping:show", pk)
