"""Own words as cards: those opened to this viewer, and who one's own have been opened to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.services.access import people_now
from koppi.sharing.access import Sight, record_for
from koppi.sharing.holders import names_of
from koppi.sharing.models import Kind, RecordShare
from koppi.teams.models import TeamMember

from .models import OwnView, OwnViewVersion

TEAM = "t:"


@dataclass(frozen=True, slots=True)
class OwnViewCard:
    """How one family member sees things; ``id`` is its record. ``shown_to`` is filled for the author only."""

    id: UUID
    person_id: UUID
    name: str
    face: str
    text: str
    said_at: datetime
    told_to: str
    is_mine: bool
    is_about_me: bool
    shown_to: tuple[str, ...] = ()
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class WordingCard:
    """An earlier wording."""

    text: str
    said_at: datetime


def speakers_for(viewer: Viewer, sight: Sight) -> list[tuple[str, str]]:
    """Return whose words a worker may write down together with them."""
    now = people_now(sight, viewer.today)
    return [(str(one.id), one.first_name) for one in now if one.place != "UNBORN" and not one.died_on]


def views_of(viewer: Viewer, family, sight: Sight) -> list[OwnViewCard]:
    """Return the words open to this viewer, the latest first. One query."""
    return [_card(viewer, row) for row in _rows(family, sight).filter(taken_back_at=None)]


def views_with_shares_of(viewer: Viewer, family, sight: Sight) -> list[OwnViewCard]:
    """Return the same with whom the author has opened each to, and the author's own taken back ones."""
    rows = [row for row in _rows(family, sight) if not row.taken_back_at or _is_author(viewer, row)]
    mine = [row.record_id for row in rows if _is_author(viewer, row)]
    shares: dict[UUID, list[str]] = {}
    live = RecordShare.objects.in_force(viewer.at).filter(record__in=mine).order_by("holder")
    for record, holder in live.values_list("record", "holder"):
        shares.setdefault(record, []).append(holder)
    names = names_of({holder for held in shares.values() for holder in held}, viewer.language)
    return [_card(viewer, row, [names[holder] for holder in shares.get(row.record_id, ())]) for row in rows]


def _rows(family, sight: Sight):
    rows = OwnView.objects.filter(record__in=list(sight.records), record__family=family)
    return rows.select_related("record", "person", "told_to__person").order_by("-said_at")


def _card(viewer: Viewer, row: OwnView, shown_to: Iterable[str] = ()) -> OwnViewCard:
    return OwnViewCard(
        id=row.record_id,
        person_id=row.person_id,
        name=row.person.first_name,
        face=row.person.face,
        # What its speaker has taken back is readable to nobody else, not even to who wrote it down.
        text="" if row.taken_back_at and row.person_id != viewer.person_id else row.text,
        said_at=row.said_at,
        told_to=row.told_to.person.name if row.told_to else "",
        is_mine=_is_author(viewer, row),
        is_about_me=viewer.is_client and row.person_id == viewer.person_id,
        shown_to=tuple(shown_to),
        is_taken_back=row.taken_back_at is not None,
    )


def _is_author(viewer: Viewer, row: OwnView) -> bool:
    post = viewer.post.id if viewer.post else None
    return (row.record.author_person_id, row.record.author_post_id) == (viewer.person_id, post)


def is_author(viewer: Viewer, view: OwnView) -> bool:
    """Only the one who wrote the words down changes them."""
    return _is_author(viewer, view)


def view_for(viewer: Viewer, family, pk) -> OwnView:
    """Open the door of somebody's words by their record's key.

    :raises NotVisible: they are not open to this viewer, or not of this family, or taken back.
    """
    record = record_for(viewer, pk, Kind.OWN_WORDS)
    view = (
        OwnView.objects.select_related("record", "person")
        .filter(record=record, record__family=family)
        .first()
    )
    if view is None or (view.taken_back_at and not _is_author(viewer, view)):
        raise NotVisible
    return view


def wordings_of(view: OwnView) -> list[WordingCard]:
    """Return the earlier wordings, for the author; the door of the words has been passed."""
    rows = OwnViewVersion.objects.filter(view=view).order_by("-said_at", "-id")
    return [WordingCard(row.text, row.said_at) for row in rows]


def shares_of(viewer: Viewer, view: OwnView) -> set[str]:
    """Return the holders the words are open to now."""
    live = RecordShare.objects.in_force(viewer.at).filter(record=view.record_id)
    return set(live.values_list("holder", flat=True))


def audience_for(viewer: Viewer, family, sight: Sight, speaker: UUID | None) -> list[tuple[str, str]]:
    """Return who the words may be opened to, as holder and name: own worker, team, people of the family."""
    own = TeamMember.objects.in_force(viewer.at).filter(team__family=family, is_own_worker=True)
    worker = own.select_related("post__person").first()
    choices = (
        [(f"e:{worker.post_id}", _("Omatyöntekijä %(who)s") % {"who": worker.post.person.name})]
        if worker
        else []
    )
    choices.append((TEAM, _("Koko tiimi")))
    now = people_now(sight, viewer.today)
    near = [person for person in now if person.place != "UNBORN" and person.id != speaker]
    return choices + [(f"p:{person.id}", person.first_name) for person in near if not person.died_on]


def spoken_by(viewer: Viewer, said: dict) -> dict:
    """Return what ``actions.say`` takes: a client speaks for themselves, a worker writes what was told."""
    person = said.get("person") or viewer.person_id
    return {
        "person": Person.objects.get(pk=person),
        "text": said["text"],
        "shares": said["shares"],
        "told_to": Post.objects.get(pk=viewer.post.id) if viewer.post else None,
    }


def note_listing(viewer: Viewer, family, cards: list[OwnViewCard]) -> None:
    """Write into the trail whose words were shown."""
    people = {card.person_id for card in cards}
    ids = [card.id for card in cards]
    trail.saw(
        viewer,
        "own_words.listed",
        ids,
        kind="own_words.OwnView",
        subjects=[family.pk, *people],
        action="list",
    )
