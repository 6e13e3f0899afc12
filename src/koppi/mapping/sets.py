"""The sets of invitations a viewer may see: for lists, counts and what waits."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from koppi.people.models import Person
from koppi.people.prepared import rows
from koppi.people.viewer import Viewer
from koppi.sharing.access import eyes_of, records_seen, records_visible_to
from koppi.sharing.models import Kind

from .fetching import WITH_PEOPLE
from .models import Invitation, Invitee
from .people_as_shown import labels

OPEN = Q(closed_at=None)
UNANSWERED = Q(answered_at=None, passed_to=None, not_for_me_at=None, expired_at=None)
ASKED = Q(invitees__passed_to=None, invitees__not_for_me_at=None)
COUNTS = {
    "asked": Count("invitees", ASKED),
    "answered": Count("invitees", ASKED & Q(invitees__answered_at__isnull=False)),
    "available": Count("invitees", ASKED & Q(invitees__available="GREEN")),
}


def invitations_visible_to(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this viewer may see: their own, asked of them, or about their family."""
    return Invitation.objects.filter(record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def received_by(viewer: Viewer) -> QuerySet[Invitee]:
    """Return the places in grids that this viewer or their unit is asked to fill in, and may still see."""
    mine = held(keys_of(viewer), viewer.post.unit_id if viewer.post else None)
    return mine.filter(invitation__record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def sent_by(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this post, or one it stands in for, has made."""
    return invitations_visible_to(viewer).filter(inviter__in=keys_of(viewer), emptied_at=None)


def count_waiting(viewer: Viewer) -> int:
    """Return how many invitations wait for an answer of this viewer or their unit; for the navigation."""
    if viewer.post is None or not viewer.sees_content:
        return 0
    return len(rows(_waiting, keys_of(viewer), viewer.post.unit_id, viewer.at, eyes_of(viewer)))


def _waiting(posts: tuple[UUID, ...], unit_id: UUID, at: datetime, eyes: tuple) -> QuerySet:
    mine = held(posts, unit_id).filter(UNANSWERED, running(at))
    seen = records_seen(eyes, Kind.INVITATION, mine.values("invitation__record"))
    return mine.filter(invitation__record__in=seen).values_list("pk")


def version_seen_by(viewer: Viewer, pk: UUID) -> int | None:
    """Return the version of an invitation's grid; None when the invitation is not for this viewer."""
    return next((version for (version,) in rows(_version, pk, eyes_of(viewer))), None)


def _version(pk: UUID, eyes: tuple) -> QuerySet:
    one = Invitation.objects.filter(pk=pk)
    seen = records_seen(eyes, Kind.INVITATION, one.values("record"))
    return one.filter(record__in=seen).values_list("version")


def running(at: datetime) -> Q:
    """Return the condition of a place whose invitation still waits for answers."""
    return Q(invitation__closed_at=None, invitation__expires_at__gt=at)


def held(posts: tuple[UUID, ...], unit_id: UUID | None) -> QuerySet[Invitee]:
    """Return the places these posts or this unit are asked to fill in."""
    mine = Q(post__in=posts)
    return Invitee.objects.filter(
        mine | Q(unit=unit_id) if unit_id else mine, passed_to=None, not_for_me_at=None
    )


def keys_of(viewer: Viewer) -> tuple[UUID, ...]:
    """Return the keys of the posts the viewer acts in: their own and those they are deputy of."""
    return tuple(UUID(holder[2:]) for holder in viewer.holders if holder.startswith("e:"))


def with_subjects(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    rows = invitations.select_related("record__family", *WITH_PEOPLE)
    return rows.prefetch_related("record__subjects__person")


def subjects_of(invitation: Invitation) -> list[Person]:
    """Return whom the invitation is about."""
    return [subject.person for subject in invitation.record.subjects.all()]


def label_of(viewer: Viewer, invitation: Invitation) -> str:
    """Return whom the invitation is about, in the words of its pages."""
    return labels(subjects_of(invitation), viewer.today)
