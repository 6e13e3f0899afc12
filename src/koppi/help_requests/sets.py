"""Who may see a request for help: one rule in two forms, for lists and for one request.

A worker sees a request when it is in a queue of their duty, when they have taken it, or when it is offered to
them; never when it is their own. Once a family has begun from it, the family's own door decides besides.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.people.models import Account, Person, Post
from koppi.people.viewer import Viewer
from koppi.sealing import keyed_hash
from koppi.sharing.access import families_visible_to

from .models import Duty, Handover, HelpRequest

# Partners and those who see no content answer no queue.
ANSWERING_ROLES = frozenset({"WORKER", "MANAGER"})
UNANSWERED = Q(answered_at=None, closed_at=None, withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the rule knows of a worker: their queues, the posts they act for, and how to tell it is them."""

    person_id: UUID
    queues: frozenset[UUID]
    posts: frozenset[UUID]
    contacts: frozenset[str]


def contact_hash(contact: str) -> str:
    """Return a keyed hash of a telephone number or an e-mail address, however it was written."""
    text = contact.strip().casefold()
    if "@" not in text:
        digits = "".join(sign for sign in text if sign.isdigit())
        text = digits.removeprefix("00").removeprefix("358").removeprefix("0")
    return keyed_hash(f"contact {text}") if text else ""


def desk_of(viewer: Viewer) -> Desk | None:
    """Return the viewer's desk; None for whoever answers no requests at all."""
    if viewer.post is None or viewer.post.role not in ANSWERING_ROLES:
        return None
    mine = [holder for holder in viewer.holders if holder[:2] in {"e:", "u:"}]
    queues = Duty.objects.in_force(viewer.at).filter(holder__in=mine).values_list("queue", flat=True)
    posts = frozenset(UUID(holder[2:]) for holder in mine if holder.startswith("e:"))
    return Desk(viewer.person_id, frozenset(queues), posts, _contacts_of(viewer))


def _contacts_of(viewer: Viewer) -> frozenset[str]:
    person = Person.objects.filter(pk=viewer.person_id).values_list("phone", "email")
    account = Account.objects.filter(pk=viewer.account_id).values_list("username", "email")
    posts = Post.objects.filter(person=viewer.person_id).values_list("phone", "email")
    rows = person.union(account, posts, all=True)
    return frozenset(contact_hash(contact) for row in rows for contact in row if contact) - {""}


def requests_visible_to(viewer: Viewer, desk: Desk | None = None) -> QuerySet[HelpRequest]:
    """Return the requests the viewer may see."""
    desk = desk or desk_of(viewer)
    if desk is None:
        return HelpRequest.objects.none()
    offered = Handover.objects.filter(request=OuterRef("pk"), answered_at=None, receiver__in=desk.posts)
    reached = Q(queue__in=desk.queues) | Q(taken_by__in=desk.posts) | Exists(offered)
    before_family = Q(family=None) | Q(family__in=families_visible_to(viewer))
    theirs = Q(asker_person=desk.person_id) | Q(contact_hash__in=desk.contacts)
    return HelpRequest.objects.filter(reached & before_family).exclude(theirs)


def may_see(viewer: Viewer, desk: Desk | None, request: HelpRequest) -> bool:
    """Tell whether the viewer may see this one request."""
    if desk is None or _is_their_own(desk, request):
        return False
    if request.family_id and not families_visible_to(viewer).filter(pk=request.family_id).exists():
        return False
    return (
        request.queue_id in desk.queues
        or request.taken_by_id in desk.posts
        or request.handovers.filter(answered_at=None, receiver__in=desk.posts).exists()
    )


def _is_their_own(desk: Desk, request: HelpRequest) -> bool:
    if request.asker_person_id == desk.person_id:
        return True
    return bool(request.contact_hash) and request.contact_hash in desk.contacts


def waiting(at: datetime | None = None) -> QuerySet[HelpRequest]:
    """Return the requests nobody has answered yet, the nearest promise first."""
    return HelpRequest.objects.filter(UNANSWERED).order_by("promised_at", "id")
