"""Somebody else is asked instead: a colleague by choice, or the unit's deputy when time has passed."""

from koppi.audit import trail
from koppi.people.models import Post
from koppi.people.viewer import Viewer

from . import fetching, sending
from .asking import Asked
from .models import Invitation, Invitee


def put_instead(by: Viewer, invitation: Invitation, old: Invitee, to: Post, did: str) -> Invitee:
    """Give the place in the grid to another; the one before stops seeing the invitation."""
    invitee = invitation.invitees.filter(post=to).first()
    if invitee is None:
        invitee = sending.place(by, invitation, Asked(post=to, why=old.why), old.number)
        # Whoever is asked to stand in does not work with the family and could not open it to another.
        sending.open_for(Viewer.system(by.at), invitee, invitation.expires_at)
        sending.mail(by, invitee, "mapping/invited", "asked", day=invitation.answer_by)
        sending.tell(by, invitee, "mapping.invited")
    Invitee.objects.filter(pk=old.pk).update(passed_to=invitee)
    sending.end_for(Viewer.system(by.at), old)
    sending.touched(invitation)
    trail.leave(by, did, invitee, subjects=fetching.subjects_of(invitation), instead_of=str(old.pk))
    old.refresh_from_db()
    return invitee
