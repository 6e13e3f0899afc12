"""The sets of invitations a viewer may see: for lists, counts and what waits."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.sharing.access import records_visible_to
from koppi.sharing.models import Kind
from koppi.teams.models import Hold

from . import periods
from .models import Invitation, Invitee
from .people_as_shown import labels

OPEN = Q(closed_at=None)
UNANSWERED = Q(answered_at=None, passed_to=None, not_for_me_at=None, expired_at=None)
WITH_PEOPLE = ("inviter__person", "inviter__unit__organisation")


def invitations_visible_to(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this viewer may see: their own, asked of them, or about their family."""
    return Invitation.objects.filter(record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def received_by(viewer: Viewer) -> QuerySet[Invitee]:
    """Return the places in grids that this viewer or their unit is asked to fill in, and may still see."""
    mine = Invitee.objects.filter(_held(viewer), passed_to=None, not_for_me_at=None)
    return mine.filter(invitation__record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def sent_by(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this post, or one it stands in for, has made."""
    return invitations_visible_to(viewer).filter(inviter__in=posts_of(viewer), emptied_at=None)


def waiting_places(viewer: Viewer) -> QuerySet[Invitee]:
    """Return the places that wait for an answer of this viewer."""
    running = Q(invitation__closed_at=None, invitation__expires_at__gt=viewer.at)
    return received_by(viewer).filter(UNANSWERED, running)


def count_waiting(viewer: Viewer) -> int:
    """Return how many invitations wait for an answer of this viewer or their unit; for the navigation."""
    if viewer.post is None or not viewer.sees_content:
        return 0
    return waiting_places(viewer).count()


def posts_of(viewer: Viewer) -> list[str]:
    return [holder[2:] for holder in viewer.holders if holder.startswith("e:")]


def _held(viewer: Viewer) -> Q:
    held = Q(post__in=posts_of(viewer))
    return held | Q(unit=viewer.post.unit_id) if viewer.post else held


def reassessments_due(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the closed invitations whose situation this holder, or else the inviter, looks at again."""
    mine = posts_of(viewer)
    hold = Hold.objects.filter(family=OuterRef("record__family"), ends_at=None)
    due = invitations_visible_to(viewer).filter(
        ~OPEN, reassessed_at=None, reassess_on__lte=periods.reassess_reminder_from(viewer.today)
    )
    return due.filter(Exists(hold.filter(post__in=mine)) | (~Exists(hold) & Q(inviter__in=mine)))


def with_subjects(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    rows = invitations.select_related("record__family", *WITH_PEOPLE)
    return rows.prefetch_related("record__subjects__person")


def subjects_of(invitation: Invitation) -> list[Person]:
    """Return whom the invitation is about."""
    return [subject.person for subject in invitation.record.subjects.all()]


def label_of(viewer: Viewer, invitation: Invitation) -> str:
    """Return whom the invitation is about, in the words of its pages."""
    return labels(subjects_of(invitation), viewer.today)
