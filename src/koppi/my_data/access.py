"""The door of one's own data: one person's sharing, and what each of those who see really sees of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Person, Post
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.sharing import ages
from koppi.sharing.access import families_visible_to, records_visible_to
from koppi.sharing.consenting import is_adult, is_capable
from koppi.sharing.desk import ProhibitionCard
from koppi.sharing.matters import Kind, Matter
from koppi.sharing.own_sharing import Given, Mine, Seer, minor_self, own_prohibitions, sharing_of
from koppi.sharing.seeing import viewer_for
from koppi.teams.access import MemberCard, team_of

# The parts of the table, in the order of the family page.
PARTS = (
    (Kind.SUMMARY, _("Yhteenveto")),
    (Kind.SERVICE, _("Palvelut")),
    (Kind.STEP, _("Askeleet")),
    (Kind.OWN_WORDS, _("Omat sanat")),
    (Kind.INVITATION, _("Kutsut")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How much of one part somebody sees: "all", "some", "none", or "empty" when there is nothing yet."""

    part: str
    sees: str


@dataclass(frozen=True, slots=True)
class Row:
    """One who sees: who it is, why, and how much of each part."""

    key: str
    name: str
    face: str
    sector: str
    title: str
    why: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a minor's age and the judgements of professionals mean for deciding."""

    is_heard: bool
    is_party: bool
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything the page of one's own data says."""

    sharing: Mine
    rows: tuple[Row, ...]
    rights: Rights | None
    prohibitions: tuple[ProhibitionCard, ...]
    is_minor_self: bool
    own_workers: tuple[MemberCard, ...]

    @property
    def parts(self) -> list[str]:
        return [str(label) for _kind, label in PARTS]

    @property
    def chips(self) -> list[dict]:
        """Whose data can be chosen, when there is a choice."""
        people = self.sharing.others
        return [_chip(one, self.sharing.person, people[0]) for one in people] if people[1:] else []

    @property
    def given(self) -> list[tuple[Given, list[Given]]]:
        """The consents by what was decided at once: one of them to tell of it, and all of them."""
        by_decision: dict[tuple, list[Given]] = {}
        for one in self.sharing.given:
            by_decision.setdefault((one.matter, one.when, one.giver, one.way), []).append(one)
        return [(same[0], same) for same in by_decision.values()]

    @property
    def may_withdraw_all(self) -> bool:
        return sum(one.may_withdraw for one in self.sharing.given) > 1


def my_data_for(viewer: Viewer, person_id: UUID | None = None) -> MyData:
    """Return one's own data page, or that of a child one answers for.

    :raises NotVisible: the sharing of that person is not this viewer's to know.
    """
    sharing = sharing_of(viewer, person_id or viewer.person_id)
    is_minor = sharing.is_me and minor_self(viewer) is not None
    return MyData(
        sharing=sharing,
        rows=_rows(viewer, sharing),
        rights=_rights(viewer, sharing.person),
        prohibitions=tuple(own_prohibitions(viewer)) if is_minor else (),
        is_minor_self=is_minor,
        own_workers=_own_workers(viewer, sharing),
    )


def _chip(one: Person, shown: Person, me: Person) -> dict:
    if one.pk == me.pk:
        label, url = _("Sinä"), reverse("my_data:show")
    else:
        label, url = one.first_name, reverse("my_data:of", args=[one.pk])
    return {"label": label, "url": url, "is_current": one.pk == shown.pk}


def _rows(viewer: Viewer, sharing: Mine) -> tuple[Row, ...]:
    """Ask the rule itself, with the eyes of each who sees; who gets nothing at all is not on the list."""
    mine = _records(viewer, sharing)
    posts = _posts(sharing.seers)
    rows = ((seer, _row(viewer, seer, mine, posts.get(seer.holder))) for seer in sharing.seers)
    return tuple(row for seer, row in rows if _gets_something(viewer, seer, row, mine))


def _gets_something(viewer: Viewer, seer: Seer, row: Row, mine: dict[UUID, str]) -> bool:
    if mine:
        return any(cell.sees in ("all", "some") for cell in row.cells)
    return families_visible_to(viewer_for(seer.holder, viewer)).filter(pk__in=seer.families).exists()


def _records(viewer: Viewer, sharing: Mine) -> dict[UUID, str]:
    """The records about the person that the viewer sees themselves: of others nothing is told."""
    seen = records_visible_to(viewer, families=sharing.families).filter(subjects__person=sharing.person)
    return dict(seen.values_list("pk", "kind"))


def _posts(seers: Iterable[Seer]) -> dict[str, Post]:
    keys = [seer.holder[2:] for seer in seers if seer.holder.startswith("e:")]
    return {
        f"e:{post.pk}": post for post in Post.objects.filter(pk__in=keys).select_related("person", "unit")
    }


def _row(viewer: Viewer, seer: Seer, mine: dict[UUID, str], post: Post | None) -> Row:
    other = viewer_for(seer.holder, viewer)
    theirs = set(records_visible_to(other, among=list(mine)).values_list("pk", flat=True)) if mine else set()
    return Row(
        key=seer.holder[2:],
        name=seer.name,
        face=post.person.face if post else "",
        sector=post.unit.sector if post else "",
        title=f"{post.said_title}, {Sector(post.unit.sector).label}" if post else "",
        why=seer.why,
        cells=tuple(_cell(kind, str(label), mine, theirs) for kind, label in PARTS),
    )


def _cell(kind: str, part: str, mine: dict[UUID, str], theirs: set[UUID]) -> Cell:
    there = {pk for pk, one in mine.items() if one == kind}
    if not there:
        return Cell(part, "empty")
    if there <= theirs:
        return Cell(part, "all")
    return Cell(part, "some" if there & theirs else "none")


def _rights(viewer: Viewer, person: Person) -> Rights | None:
    if is_adult(person, viewer):
        return None
    born = person.born_on
    narrow = [one for one in Matter if one != Matter.ANY and is_capable(person, one, viewer)]
    return Rights(
        is_heard=born is not None and ages.is_heard_formally(viewer.today, born),
        is_party=born is not None and ages.is_party_beside_custodian(viewer.today, born),
        decides=tuple(str(one.label) for one in narrow),
    )


def _own_workers(viewer: Viewer, sharing: Mine) -> tuple[MemberCard, ...]:
    """Return whom to turn to: the own worker of each family; no number where it would tell a place."""
    teams = [team_of(viewer, family, sharing) for family in sharing.families]
    return tuple(member for team in teams for member in team if member.is_own_worker)
