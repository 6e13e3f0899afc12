"""The shared summary as cards: the three parts, their history, and the highlights of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from koppi.families.models import Member
from koppi.people.models import Post
from koppi.people.prepared import rows
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.services.access import NAME, name_of
from koppi.sharing.access import Sight, record_for
from koppi.sharing.models import Kind, Record
from koppi.sharing.records import system
from koppi.teams.models import TeamMember

from .merging import lines_of
from .models import Highlight, Part, SummaryPart, SummaryVersion


@dataclass(frozen=True, slots=True)
class PartCard:
    """One part of the summary as it stands; ``version`` 0 is a part nobody has written yet."""

    part: str
    title: str
    text: str
    lines: tuple[str, ...]
    version: int
    changed_at: datetime | None
    changed_by: str
    written_with_family: bool
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """The three parts in their order, and who touched them last."""

    parts: tuple[PartCard, ...]

    @property
    def latest(self) -> PartCard | None:
        return max((part for part in self.parts if part.changed_at), key=lambda p: p.changed_at, default=None)

    @property
    def is_empty(self) -> bool:
        return not any(part.lines for part in self.parts)

    @property
    def record_id(self) -> UUID | None:
        return next((part.record_id for part in self.parts if part.record_id), None)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """What a part said at one time."""

    number: int
    lines: tuple[str, ...]
    at: datetime
    by: str
    part: str
    title: str


@dataclass(frozen=True, slots=True)
class HighlightCard:
    """One part pointed out by one professional to another."""

    id: UUID
    title: str
    by: str
    to: str
    words: str
    sent_at: datetime
    seen_at: datetime | None
    is_to_me: bool


COLUMNS = (
    "record_id", "part", "text", "version", "changed_at", "written_with_family",
    *(f"changed_by_person__{part}" for part in NAME),
)  # fmt: skip


def summary_of(viewer: Viewer, family, sight: Sight) -> SummaryCard:
    """Return the summary this viewer sees; parts nobody has written are there, empty. One query."""
    written = {row[1]: row for row in rows(_parts, family.pk) if row[0] in sight.records}
    return SummaryCard(tuple(_card(part, written.get(part.value)) for part in Part))


def _parts(family_id):
    return SummaryPart.objects.filter(record__family=family_id).values_list(*COLUMNS)


def _card(part: Part, row: tuple | None) -> PartCard:
    if row is None:
        return PartCard(part.value, str(part.label), "", (), 0, None, "", False)
    record, _part, text, version, changed_at, with_family, *names = row
    return PartCard(
        part.value, str(part.label), text, lines_of(text), version, changed_at, name_of(*names), with_family,
        record,
    )  # fmt: skip


def history_of(viewer: Viewer, record: Record) -> list[VersionCard]:
    """Return every wording there has been, the latest first. The record's door has been passed."""
    versions = SummaryVersion.objects.filter(part__record=record).select_related("part", "by_person")
    return [_version(row) for row in versions.order_by("-at", "-version", "part__part")]


def version_of(viewer: Viewer, record: Record, part: str, number: int) -> VersionCard:
    """Return one wording. The record's door has been passed.

    :raises NotVisible: there is no such wording.
    """
    same = SummaryVersion.objects.filter(part__record=record, part__part=part, version=number)
    row = same.select_related("part", "by_person").first()
    if row is None:
        raise NotVisible
    return _version(row)


def _version(row: SummaryVersion) -> VersionCard:
    part = Part(row.part.part)
    return VersionCard(
        row.version, lines_of(row.text), row.at, row.by_person.name, part.value, str(part.label)
    )


def record_of(viewer: Viewer, family) -> Record | None:
    """Open the door of the family's summary; None when nobody has written any yet.

    :raises NotVisible: there is one, and it is not for this viewer.
    """
    ids = system("the door follows").filter(family=family, kind=Kind.SUMMARY).values_list("pk", flat=True)
    pk = ids.order_by("created_at", "pk").first()
    return pk and record_for(viewer, pk, Kind.SUMMARY)


def text_at(family, part: str, number: int) -> str:
    """Return what a part said at a version; the text both began from when two wrote at once."""
    same = SummaryVersion.objects.filter(part__record__family=family, part__part=part, version=number)
    return same.values_list("text", flat=True).first() or ""


def whom_it_is_about(family) -> list[UUID]:
    """Return those the plan is about, else the children, else everybody: the subjects of a new summary."""
    now = Member.objects.filter(family=family, ends_on=None)
    members = list(now.values_list("person", "place", "is_centre"))
    centre = [person for person, _place, is_centre in members if is_centre]
    children = [person for person, place, _centre in members if place in ("CHILD", "UNBORN")]
    return centre or children or [person for person, *_rest in members]


def highlights_of(viewer: Viewer, record: Record) -> list[HighlightCard]:
    """Return the highlights sent by or to this viewer, the latest first."""
    sent = Highlight.objects.filter(part__record=record).order_by("-sent_at")
    named = sent.select_related("part", "by_post__person", "to_post__person")
    return [_highlight(viewer, row) for row in named if _concerns(viewer, row)]


def unseen_by(viewer: Viewer, record: Record):
    """Return the highlights waiting for this viewer's own post."""
    if viewer.post is None:
        return Highlight.objects.none()
    return Highlight.objects.filter(part__record=record, to_post=viewer.post.id, seen_at=None)


def _concerns(viewer: Viewer, row: Highlight) -> bool:
    return viewer.post is not None and viewer.post.id in (row.by_post_id, row.to_post_id)


def _highlight(viewer: Viewer, row: Highlight) -> HighlightCard:
    return HighlightCard(
        row.pk, str(Part(row.part.part).label), row.by_post.person.name, row.to_post.person.name, row.words,
        row.sent_at, row.seen_at, bool(viewer.post and row.to_post_id == viewer.post.id),
    )  # fmt: skip


def receivers_for(viewer: Viewer, family):
    """Return the posts of the team a part may be pointed out to: everybody but the sender."""
    members = TeamMember.objects.in_force(viewer.at).filter(team__family=family, team__ends_at=None)
    posts = Post.objects.filter(pk__in=members.values("post")).select_related("person")
    return posts.exclude(pk=viewer.post.id) if viewer.post else posts.none()


def part_of(record: Record, part: str) -> SummaryPart:
    """Return one written part. The record's door has been passed.

    :raises NotVisible: nobody has written it.
    """
    row = SummaryPart.objects.select_related("record__family").filter(record=record, part=part).first()
    if row is None:
        raise NotVisible
    return row


def family_of_highlight(viewer: Viewer, pk) -> UUID:
    """Return which family a highlight sent to this viewer is about; the family's door comes next.

    :raises NotVisible: there is none to this viewer.
    """
    mine = Highlight.objects.filter(pk=pk, to_post=viewer.post.id if viewer.post else None)
    family = mine.values_list("part__record__family", flat=True).first()
    if family is None:
        raise NotVisible
    return family
