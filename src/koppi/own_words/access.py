"""Own words as cards: those opened to this viewer, and who one's own have been opened to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.people.models import Person, Post, first_name
from koppi.people.prepared import rows
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.services.access import NAME, name_of, people_now
from koppi.sharing.access import Sight, record_for, records_visible_to
from koppi.sharing.holders import names_of
from koppi.sharing.models import Kind, RecordShare
from koppi.teams.models import TeamMember

from .models import OwnView, OwnViewVersion, Piece

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
    has_picture: bool = False
    has_voice: bool = False


@dataclass(frozen=True, slots=True)
class PieceFile:
    """A picture or a voice as it is sent; the name tells nothing."""

    content: bytes
    content_type: str
    name: str


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
    return [_card(viewer, row) for row in _said(family, sight) if not row["taken_back_at"]]


def views_with_shares_of(viewer: Viewer, family, sight: Sight | None) -> list[OwnViewCard]:
    """Return the same with whom the author has opened each to, and the author's own taken back ones.

    Without a sight of the family only one's own.
    """
    said = [
        row for row in _said_to(viewer, family, sight) if not row["taken_back_at"] or _is_mine(viewer, row)
    ]
    mine = [row["record_id"] for row in said if _is_mine(viewer, row) or _said_it(viewer, row)]
    shares: dict[UUID, list[str]] = {}
    live = RecordShare.objects.in_force(viewer.at).filter(record__in=mine).order_by("holder")
    for record, holder in live.values_list("record", "holder"):
        shares.setdefault(record, []).append(holder)
    names = names_of({holder for held in shares.values() for holder in held}, viewer.language)
    return [_card(viewer, row, [names[one] for one in shares.get(row["record_id"], ())]) for row in said]


COLUMNS = (
    "record_id", "record__author_person_id", "record__author_post_id", "person_id", "person__face", "text",
    "said_at", "taken_back_at", "has_picture", "has_voice", *(f"person__{part}" for part in NAME),
    *(f"told_to__person__{part}" for part in NAME),
)  # fmt: skip


def _said(family, sight: Sight) -> list[dict]:
    found = (dict(zip(COLUMNS, row, strict=True)) for row in rows(_views, family.pk))
    return [row for row in found if row["record_id"] in sight.records]


def _said_to(viewer: Viewer, family, sight: Sight | None) -> list[dict]:
    if sight is not None:
        return _said(family, sight)
    own = records_visible_to(viewer, kind=Kind.OWN_WORDS, family=family).values_list("pk", flat=True)
    seen = set(own)
    found = (dict(zip(COLUMNS, row, strict=True)) for row in rows(_views, family.pk))
    return [row for row in found if row["record_id"] in seen and _said_it(viewer, row)]


def _views(family_id):
    views = OwnView.objects.filter(record__family=family_id)
    return views.order_by("-said_at", "record_id").values_list(*COLUMNS)


def _card(viewer: Viewer, row: dict, shown_to: Iterable[str] = ()) -> OwnViewCard:
    is_closed = row["taken_back_at"] is not None
    is_readable = not is_closed or row["person_id"] == viewer.person_id
    return OwnViewCard(
        id=row["record_id"],
        person_id=row["person_id"],
        name=first_name(row["person__call_name"], row["person__given_names"]),
        face=row["person__face"],
        # What its speaker has taken back is readable to nobody else, not even to who wrote it down.
        text=row["text"] if is_readable else "",
        said_at=row["said_at"],
        told_to=name_of(*(row[f"told_to__person__{part}"] for part in NAME)),
        is_mine=_is_mine(viewer, row),
        is_about_me=_said_it(viewer, row),
        shown_to=tuple(shown_to),
        is_taken_back=is_closed,
        has_picture=row["has_picture"] and is_readable,
        has_voice=row["has_voice"] and is_readable,
    )


def _is_mine(viewer: Viewer, row: dict) -> bool:
    return _wrote(viewer, row["record__author_person_id"], row["record__author_post_id"])


def _said_it(viewer: Viewer, row: dict) -> bool:
    return viewer.is_client and row["person_id"] == viewer.person_id


def _is_author(viewer: Viewer, view: OwnView) -> bool:
    return _wrote(viewer, view.record.author_person_id, view.record.author_post_id)


def _wrote(viewer: Viewer, person_id: UUID, post_id: UUID | None) -> bool:
    """The same person in the same capacity, as themselves or in the same post."""
    return (person_id, post_id) == (viewer.person_id, viewer.post.id if viewer.post else None)


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


ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a",
}  # fmt: skip


def piece_for(viewer: Viewer, family, pk, form: str) -> PieceFile:
    """Open the door of the words and return their picture or voice.

    :raises NotVisible: the words are not open, have been taken back by another, or have none.
    """
    view = view_for(viewer, family, pk)
    is_readable = view.taken_back_at is None or view.person_id == viewer.person_id
    piece = Piece.objects.filter(view=view, form=form).first() if is_readable else None
    if piece is None:
        raise NotVisible
    name = f"{piece.pk}.{ENDINGS[piece.content_type]}"
    return PieceFile(bytes(piece.content), piece.content_type, name)


def said_by(viewer: Viewer, view: OwnView) -> bool:
    """Return whether these are the viewer's own words, whoever wrote them down."""
    return viewer.is_client and view.person_id == viewer.person_id


def wordings_of(view: OwnView) -> list[WordingCard]:
    """Return the earlier wordings, for the author; the door of the words has been passed."""
    earlier = OwnViewVersion.objects.filter(view=view).order_by("-said_at", "-id")
    return [WordingCard(row.text, row.said_at) for row in earlier]


def shares_of(viewer: Viewer, view: OwnView) -> set[str]:
    """Return the holders the words are open to now."""
    live = RecordShare.objects.in_force(viewer.at).filter(record=view.record_id)
    return set(live.values_list("holder", flat=True))


def audience_for(viewer: Viewer, family, sight: Sight | None, speaker: UUID | None) -> list[tuple[str, str]]:
    """Return who the words may be opened to, as holder and name: own worker, team, people of the family.

    Whoever has no sight of the family is told of nobody in it.

    Somebody kept out is not offered to those who may know of it; the rule keeps them out anyway.
    """
    own = TeamMember.objects.in_force(viewer.at).filter(team__family=family, is_own_worker=True)
    worker = own.select_related("post__person").first()
    choices = (
        [(f"e:{worker.post_id}", _("Omatyöntekijä %(who)s") % {"who": worker.post.person.name})]
        if worker
        else []
    )
    choices.append((TEAM, _("Koko tiimi")))
    if sight is None:
        return choices
    kept_out = {line.kept_out for line in sight.restrictions}
    now = [person for person in people_now(sight, viewer.today) if f"p:{person.id}" not in kept_out]
    near = [person for person in now if person.place != "UNBORN" and person.id != speaker]
    return choices + [(f"p:{person.id}", person.first_name) for person in near if not person.died_on]


def spoken_by(viewer: Viewer, said: dict) -> dict:
    """Return what ``actions.say`` takes: a client speaks for themselves, a worker writes what was told."""
    person = said.get("person") or viewer.person_id
    return {
        "person": Person.objects.get(pk=person),
        "text": said["text"],
        "shares": said["shares"],
        "picture": said["picture"],
        "voice": said["voice"],
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
