"""A partner's pledge ends, and with it everything the post could see."""

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.people.access import is_partners, may_manage
from koppi.people.actions import close_pledges
from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing.models import Ground

from .grounds import end_ground


@action
def end_pledge(*, by: Viewer, post: Post) -> int:
    """End a partner's pledge of secrecy: all its rights to see families end this very second.

    :raises Refused: the organisation is not the viewer's to manage, or the post is no partner's.
    """
    if str(by) != "system" and not may_manage(by, post.unit.organisation_id):
        raise Refused(_("Sitoumuksen päättää kumppanin oma esihenkilö tai pääkäyttäjä."))
    if not is_partners(post):
        raise Refused(_("Vain kumppanin työntekijällä on vaitiolositoumus."))
    close_pledges(by=by, post=post)
    ended = end_grounds_of(by, post)
    trail.leave(by, "sharing.pledge_ended", post, subjects=[post.person_id], action="admin", grounds=ended)
    return ended


def end_grounds_of(by: Viewer, post: Post) -> int:
    """End every right of a post to see families; nobody is shown whose they were."""
    live = Ground.objects.in_force(by.at).filter(holder=f"e:{post.pk}")
    grounds = list(live.order_by("id"))
    for ground in grounds:
        end_ground(by=Viewer.system(by.at), ground=ground)
    return len(grounds)
