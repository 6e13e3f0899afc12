"""Answering an invitation, passing it to a colleague, and a guest's way in."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.mapping import fetching, guests, inviting, passing, periods, sending
from koppi.mapping.lights import RED
from koppi.mapping.models import GuestLink, Invitation, Invitee, SuitingTime
from koppi.mapping.questions import NOTHING_TO_ADD
from koppi.mapping.refusals import Closed, NotMine
from koppi.people.models import Post
from koppi.people.viewer import Viewer


@action
def answer(
    *, by: Viewer, invitee: Invitee, knows: str, shares: str, available: str, message: str = "",
    times: Iterable[UUID] = (),
) -> Invitee:  # fmt: skip
    """Give the three lights. Answering again replaces the earlier lights until the invitation is closed.

    :raises Closed: the invitation has been closed or has expired meanwhile.
    :raises NotMine: a colleague has been asked instead.
    """
    invitee = _open_place(by, invitee)
    invitation = invitee.invitation
    was_enough = _is_enough(invitation)
    _write(by, invitee, knows=knows, shares=shares, available=available, message=message.strip())
    _suit(invitee, [] if available == RED else list(times))
    sending.touched(invitation)
    sending.tell_inviter(by, invitation, "mapping.answered", invitee)
    if not was_enough and _is_enough(invitation):
        sending.tell_inviter(by, invitation, "mapping.ready", invitation)
    trail.leave(
        by, "mapping.answered", invitee, subjects=fetching.subjects_of(invitation), available=available
    )
    return invitee


def _write(by: Viewer, invitee: Invitee, **given: str) -> None:
    given |= {"answered_at": by.at, "answered_by_id": by.post.id if by.post else None, "expired_at": None}
    for name, value in given.items():
        setattr(invitee, name, value)
    invitee.save(update_fields=list(given))


def _suit(invitee: Invitee, times: list[UUID]) -> None:
    """Let these of the proposed times suit, and no others."""
    suited, proposed = fetching.suited(invitee), {time.pk for time in fetching.times_of(invitee.invitation)}
    wanted = proposed & {UUID(str(time)) for time in times}
    if suited - wanted:
        SuitingTime.objects.filter(invitee=invitee, time__in=suited - wanted).delete()
    if wanted - suited:
        rows = [SuitingTime(invitee=invitee, time_id=time) for time in wanted - suited]
        SuitingTime.objects.bulk_create(rows)


@action
def nothing_to_add(*, by: Viewer, invitee: Invitee) -> Invitee:
    """Answer with one tap: no information, no view of the need, not coming now. A good answer."""
    trail.leave(by, "mapping.nothing_to_add", invitee)
    return answer(by=by, invitee=invitee, **NOTHING_TO_ADD)


@action
def pass_on(*, by: Viewer, invitee: Invitee, to: Post) -> Invitee:
    """Ask a colleague instead. The one who passes on stops seeing the invitation; the colleague begins.

    :raises NotToBeAsked: the permission does not cover the colleague.
    """
    invitation = _open_place(by, invitee).invitation
    new = passing.put_instead(by, invitation, invitee, to, "mapping.passed_on")
    sending.tell_inviter(by, invitation, "mapping.passed_on", new)
    return new


@action
def not_for_me(*, by: Viewer, invitee: Invitee) -> Invitee:
    """Say that the wrong person was asked; the invitation closes to them at once."""
    invitee = _open_place(by, invitee, needs_sight=False)
    invitation = invitee.invitation
    Invitee.objects.filter(pk=invitee.pk).update(not_for_me_at=by.at)
    GuestLink.objects.filter(invitee=invitee).update(ended_at=by.at)
    sending.end_for(Viewer.system(by.at), invitee)
    sending.touched(invitation)
    sending.tell_inviter(by, invitation, "mapping.not_for_me", invitee)
    trail.leave(by, "mapping.not_for_me", invitee)
    invitee.refresh_from_db()
    return invitee


def _open_place(by: Viewer, invitee: Invitee, *, needs_sight: bool = True) -> Invitee:
    """Lock the invitation, and ask again all that may have changed since the page was opened.

    Return the place as it stands now.
    """
    invitation, now = fetching.locked(invitee.invitation_id), fetching.place_again(invitee.pk)
    if now is None or now.holder not in by.holders or not now.is_asked:
        raise NotMine(_("Tämä kutsu ei ole enää sinulla. Jos tarvitset sen, soita kutsujalle."))
    if not invitation.is_open or invitation.expires_at <= by.at:
        raise Closed(_("Tähän kutsuun ei voi enää vastata. Soita kutsujalle, jos haluat kertoa jotain."))
    now.invitation = invitation
    if needs_sight and not sending.is_seen_by(by, invitation):
        raise NotMine(_("Tämä kutsu ei ole enää sinulla. Jos tarvitset sen, soita kutsujalle."))
    return now


def _is_enough(invitation: Invitation) -> bool:
    tally = inviting.tally_of(invitation)
    return tally.is_ready or tally.is_complete


# ---- guests


@action
def open_link(*, by: Viewer, link: GuestLink, code: str) -> bool:
    """Try the six digits of a guest's link. Five wrong ones end it; the right ones spend it.

    A wrong try is counted even when two are made at once, and the answer is the same as for a dead link.
    """
    link = GuestLink.objects.select_for_update().get(pk=link.pk)
    is_right = guests.can_open(link, by.at) and guests.is_code(link, code)
    if is_right:
        link.opened_at = by.at
    elif guests.can_open(link, by.at):
        link.wrong_codes += 1
        link.ended_at = by.at if link.wrong_codes >= periods.WRONG_CODES else None
    link.save(update_fields=["opened_at", "wrong_codes", "ended_at"])
    result = "ok" if is_right else "denied"
    trail.leave(by, "mapping.link_opened", link, result=result, wrong_codes=link.wrong_codes)
    if link.ended_at == by.at:
        invitee = link.invitee
        sending.tell_inviter(by, invitee.invitation, "mapping.link_ended", invitee)
    return is_right


@action
def renew_link(*, by: Viewer, invitee: Invitee) -> None:
    """Send a guest a new link to the same address; the earlier one stops working, the code stays.

    The inviter's renewing also wakes a link that wrong codes or time have ended, with a new code.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitee.invitation_id)
    if not invitee.guest_email or not invitee.is_asked or not invitation.is_open:
        raise Closed(_("Uutta linkkiä ei voi enää lähettää tähän kutsuun."))
    if sending.holds_inviter(by, invitation):
        GuestLink.objects.filter(invitee=invitee).delete()
        Invitee.objects.filter(pk=invitee.pk).update(expired_at=None)
    elif f"g:{invitee.pk}" not in by.holders:
        raise NotMine(_("Uuden linkin voi lähettää kutsuja."))
    sending.mail(by, invitee, "mapping/invited", f"renewed-{by.at.isoformat()}", day=invitation.answer_by)
    sending.touched(invitation)
    trail.leave(by, "mapping.link_renewed", invitee)
