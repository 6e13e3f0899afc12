"""What of the mappings waits for a worker today; the questions are prepared, for they open every morning."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people.models import Person
from koppi.people.prepared import found, padded
from koppi.people.viewer import Viewer
from koppi.sharing.access import eyes_of, records_seen
from koppi.sharing.models import Kind, RecordSubject
from koppi.teams.models import Hold
from koppi.workdays import local_day

from . import periods
from .cards import Waiting
from .models import Invitation, Invitee
from .people_as_shown import labels
from .sets import COUNTS, OPEN, UNANSWERED, held, keys_of, running

CLOSED = Q(invitation__closed_at__isnull=False, invitation__emptied_at=None, result_seen_at=None)


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Return what of the mappings waits for this worker, the earliest promise first."""
    if viewer.post is None or not viewer.sees_content:
        return []
    posts, eyes = keys_of(viewer), eyes_of(viewer)
    places = found(_places, posts, viewer.post.unit_id, viewer.at, eyes)
    sent = found(_sent, posts, eyes)
    due = found(_due, posts, periods.reassess_reminder_from(viewer.today), eyes)
    about = _about(viewer, [*(place.invitation for place in places), *sent, *due])
    cards = [
        *(_place_card(place, about[place.invitation.record_id]) for place in places),
        *(card for row in sent if (card := _sent_card(viewer, row, about[row.record_id]))),
        *(_due_card(row, about[row.record_id]) for row in due),
    ]
    return sorted(cards, key=lambda card: (card.due_on, card.about))


def _places(posts: tuple[UUID, ...], unit_id: UUID, at: datetime, eyes: tuple) -> QuerySet[Invitee]:
    """The places that wait for an answer, and those whose result has not been read."""
    waits = held(posts, unit_id).filter(UNANSWERED & running(at) | CLOSED)
    records = records_seen(eyes, Kind.INVITATION, waits.values("invitation__record"))
    seen = waits.filter(invitation__record__in=records)
    return seen.select_related("invitation__inviter__person").order_by(
        "invitation__answer_by", "-asked_at", "id"
    )


def _sent(posts: tuple[UUID, ...], eyes: tuple) -> QuerySet[Invitation]:
    """The open invitations these posts have made."""
    mine = Invitation.objects.filter(OPEN, inviter__in=posts, emptied_at=None)
    seen = mine.filter(record__in=records_seen(eyes, Kind.INVITATION, mine.values("record")))
    return seen.annotate(**COUNTS).order_by("-sent_at", "id")


def _due(posts: tuple[UUID, ...], day: date, eyes: tuple) -> QuerySet[Invitation]:
    """The closed invitations whose situation this holder, or else the inviter, looks at again."""
    hold = Hold.objects.filter(family=OuterRef("record__family"), ends_at=None)
    mine = Exists(hold.filter(post__in=posts)) | (~Exists(hold) & Q(inviter__in=posts))
    due = Invitation.objects.filter(~OPEN, mine, reassessed_at=None, reassess_on__lte=day)
    seen = due.filter(record__in=records_seen(eyes, Kind.INVITATION, due.values("record")))
    return seen.order_by("reassess_on", "id")


def _about(viewer: Viewer, invitations: Iterable[Invitation]) -> dict[UUID, str]:
    """Return whom each invitation is about, by its record, in the words of its pages."""
    people: dict[UUID, list[Person]] = {row.record_id: [] for row in invitations}
    for subject in found(_subjects, padded(list(people))) if people else ():
        people[subject.record_id].append(subject.person)
    return {record: labels(whom, viewer.today) for record, whom in people.items()}


def _subjects(records: tuple[UUID, ...]) -> QuerySet[RecordSubject]:
    return RecordSubject.objects.filter(record__in=records).select_related("person").order_by("pk")


def _place_card(place: Invitee, about: str) -> Waiting:
    invitation = place.invitation
    if invitation.closed_at:
        words = _("Kutsu on päätetty. Katso, mitä siitä seurasi.")
        url = reverse("mapping:done", args=[place.pk])
        return Waiting("RESULT", place.pk, about, words, _("Katso"), url, local_day(invitation.closed_at))
    words = _("%(who)s kutsui sinut katsomaan tilannetta yhdessä.")
    if place.unit_id:
        words = _("%(who)s kutsui yksikkösi katsomaan tilannetta yhdessä.")
    return Waiting(
        "QUEUE" if place.unit_id else "ANSWER", invitation.pk, about,
        words % {"who": invitation.inviter.person.name}, _("Vastaa"),
        reverse("mapping:answer", args=[place.pk]), invitation.answer_by,
    )  # fmt: skip


def _sent_card(viewer: Viewer, row: Invitation, about: str) -> Waiting | None:
    url = reverse("mapping:show", args=[row.pk])
    if row.answered == row.asked or row.available >= 2:
        words = _("Vastauksia on tarpeeksi. Kerro, mitä kutsusta seuraa.")
        return Waiting("READY", row.pk, about, words, _("Päätä kutsu"), url, row.answer_by)
    if row.answer_by < viewer.today:
        words = _("Kaikki eivät ole vastanneet. Soita tai päätä kutsu.")
        return Waiting("UNANSWERED", row.pk, about, words, _("Katso"), url, row.answer_by)
    return None


def _due_card(row: Invitation, about: str) -> Waiting:
    words, url = _("On aika katsoa tilannetta uudelleen."), reverse("mapping:reassess", args=[row.pk])
    return Waiting("REASSESS", row.pk, about, words, _("Katso uudelleen"), url, row.reassess_on)
