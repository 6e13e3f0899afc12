"""Whether a mail about an invitation may still be sent at the moment it goes; asked by the post office."""

from koppi.people.period import in_force
from koppi.people.viewer import Viewer
from koppi.sharing.models import Grant

from .models import Invitation, Invitee


def asked(viewer: Viewer, slip: dict[str, str]) -> bool:
    """An invitation or a reminder: the place is still open, unanswered, and the permission stands."""
    invitee = _invitee(slip)
    if invitee is None or invitee.answered_at or not invitee.is_asked or invitee.expired_at:
        return False
    invitation = invitee.invitation
    return invitation.is_open and invitation.expires_at > viewer.at and _opens(viewer, invitee)


def result(viewer: Viewer, slip: dict[str, str]) -> bool:
    """The result: the party may still read it."""
    invitee = _invitee(slip)
    return invitee is not None and not invitee.invitation.is_open and _opens(viewer, invitee)


def known(viewer: Viewer, slip: dict[str, str]) -> bool:
    """The invitation a mail tells of has not been forgotten."""
    return Invitation.objects.filter(pk=slip["about"], emptied_at=None).exists()


def reassess(viewer: Viewer, slip: dict[str, str]) -> bool:
    """Nobody has looked at the situation again meanwhile."""
    return Invitation.objects.filter(pk=slip["about"], reassessed_at=None).exists()


# The lines of `site/tick.py`.
RULES = {
    "mapping/invited": asked,
    "mapping/invited_guest": asked,
    "mapping/reminder": asked,
    "mapping/reminder_guest": asked,
    "mapping/result": result,
    "mapping/result_guest": result,
    "mapping/family": known,
    "mapping/reassess": reassess,
}


def _invitee(slip: dict[str, str]) -> Invitee | None:
    return Invitee.objects.select_related("invitation").filter(pk=slip["about"]).first()


def _opens(viewer: Viewer, invitee: Invitee) -> bool:
    record = invitee.invitation.record_id
    return Grant.objects.filter(in_force(viewer.at), holder=invitee.holder, record=record).exists()
