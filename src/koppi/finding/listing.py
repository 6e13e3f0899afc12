"""The families in a worker's sight as lines of a list: found by what was asked, shown without a place."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from koppi.families.models import Family, Member
from koppi.people import names
from koppi.people.prepared import padded, rows
from koppi.people.search import person_condition
from koppi.people.viewer import Viewer
from koppi.services.access import NAME, name_of
from koppi.sharing.access import eyes_of, families_open, records_seen
from koppi.sharing.models import Kind
from koppi.sharing.records import system
from koppi.sharing.standing import standing_of
from koppi.teams.models import AgreedStep, Hold, TeamMember

from .alike import Known

# So many families are looked through by name with all tolerance; among more the database narrows first.
FEW = 600
HOLD_MINE, TEAM_MINE, UNIT_MINE = "HOLD", "TEAM", "UNIT"
OPEN, FINISHED = "OPEN", "FINISHED"
# Worse than a person's own name: words that are spread over several members.
SPREAD = 1


@dataclass(frozen=True, slots=True)
class Bit:
    """One person as a small figure in a list."""

    id: UUID
    name: str
    face: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family in a list: who, who has hold, what is agreed next. Nothing in it tells a place."""

    id: UUID
    name: str
    people: tuple[Bit, ...]
    is_finished: bool
    holder: str
    holder_post_id: UUID | None
    is_mine: bool
    next_what: str
    next_at: datetime | None
    next_on: date | None

    @property
    def key(self) -> str:
        return str(self.id)


def families_found(
    viewer: Viewer, text: str = "", sector: str = "", status: str = "", mine: str = "",
    *, first: int = 0, most: int | None = None,
) -> Sequence[UUID]:  # fmt: skip
    """Return the families in sight that answer to all that was asked, newest first or by name best first."""
    asked = _asked(viewer, sector, status, mine)
    query = names.asked(text)
    if query.is_empty:
        return [pk for (pk,) in rows(_newest, first, most, *asked)]
    best = _named(viewer, query, asked)
    return best[first:] if most is None else best[first : first + most]


def rows_of(viewer: Viewer, ids: Sequence[UUID]) -> list[FamilyRow]:
    """Return the lines of these families in their order; they have been found in the viewer's sight."""
    if not ids:
        return []
    keys = padded(list(ids))
    families = {row[0]: row for row in rows(_families, keys)}
    people, steps = _people(viewer, keys), _steps(viewer, keys)
    return [_row(viewer, *families[pk], people=people[pk], step=steps.get(pk)) for pk in ids]


def _asked(viewer: Viewer, sector: str, status: str, mine: str) -> tuple:
    """Return what was asked as values of ``_matching``."""
    posts = tuple(UUID(holder[2:]) for holder in viewer.holders if holder.startswith("e:"))
    return (
        standing_of(viewer).literals,
        viewer.at,
        sector or None,
        status == OPEN if status else None,
        posts if mine == HOLD_MINE else None,
        posts if mine == TEAM_MINE else None,
        viewer.post.unit_id if mine == UNIT_MINE else None,
    )


def _matching(
    literals: tuple, at: datetime, sector: str | None, is_open: bool | None,
    held_by: tuple | None, worked_by: tuple | None, unit_id: UUID | None,
) -> QuerySet[Family]:  # fmt: skip
    at_work = TeamMember.objects.in_force(at).filter(team__family=OuterRef("pk"))
    held = Hold.objects.in_force(at).filter(family=OuterRef("pk"))
    asked = Q()
    if sector is not None:
        asked &= Q(Exists(at_work.filter(post__unit__sector=sector)))
    if is_open is not None:
        asked &= Q(finished_at__isnull=is_open)
    if held_by is not None:
        asked &= Q(Exists(held.filter(post__in=held_by)))
    if worked_by is not None:
        asked &= Q(Exists(at_work.filter(post__in=worked_by)))
    if unit_id is not None:
        asked &= Q(Exists(at_work.filter(post__unit=unit_id)))
    return families_open(literals).filter(asked)


def _newest(first: int, most: int | None, *asked) -> QuerySet:
    last = None if most is None else first + most
    return _matching(*asked).order_by("-created_at", "id").values_list("pk")[first:last]


# ---- by name


def _named(viewer: Viewer, query: names.Query, asked: tuple) -> list[UUID]:
    known = dict(rows(_names, *asked))
    is_few = len(known) <= FEW
    members = rows(_members, *asked) if is_few else list(_members(*asked).filter(_narrowed(query)))
    people: dict[UUID, list[Known]] = defaultdict(list)
    hidden = hidden_from(viewer)
    for family_id, *person in members:
        if not hidden(family_id, person[0]):
            people[family_id].append(Known(*person))
    return names.best(known, lambda pk: _family_fit(query, names.words(known[pk]), people[pk]))


def _names(*asked) -> QuerySet:
    return _matching(*asked).order_by("-created_at", "id").values_list("pk", "name")


def _members(*asked) -> QuerySet:
    columns = ("given_names", "call_name", "family_name", "born_on", "birth_year")
    members = Member.objects.filter(family__in=_matching(*asked).values("pk"))
    return members.values_list("family_id", "person_id", *(f"person__{name}" for name in columns))


def _narrowed(query: names.Query) -> Q:
    return person_condition(query, "person__search_text") if query.words else Q()


def _family_fit(query: names.Query, family_words: list[str], people: list[Known]) -> int | None:
    """Fit to one person; else the words alone to the family's name and its people together."""
    fits = [names.fit(query, person.words) for person in people if person.is_born(query)]
    grades = [grade for grade in fits if grade is not None]
    if grades or query.days or query.years:
        return min(grades, default=None)
    together = names.fit(query, [*family_words, *(word for person in people for word in person.words)])
    return None if together is None else together + SPREAD


def hidden_from(viewer: Viewer) -> Callable[[UUID, UUID], bool]:
    """Return whether a person of a family is one this viewer must not see at all."""
    who = standing_of(viewer)

    def is_hidden(family_id: UUID, person_id: UUID) -> bool:
        by_office = person_id in who.office_out.persons and family_id not in who.emergencies
        return person_id in who.out.persons or by_office

    return is_hidden


# ---- lines


def _families(keys: tuple[UUID, ...]) -> QuerySet:
    hold = FilteredRelation("holds", condition=Q(holds__ends_at=None))
    names_of_holder = (f"hold__post__person__{part}" for part in NAME)
    families = Family.objects.filter(pk__in=keys).annotate(hold=hold)
    return families.values_list("pk", "name", "finished_at", "hold__post_id", *names_of_holder)


def _people(viewer: Viewer, keys: tuple[UUID, ...]) -> dict[UUID, list[Bit]]:
    hidden = hidden_from(viewer)
    people: dict[UUID, list[Bit]] = defaultdict(list)
    for family_id, person_id, face, born_on, *name in rows(_members_now, viewer.today, keys):
        if not hidden(family_id, person_id):
            people[family_id].append(Bit(person_id, name_of(*name), face, born_on))
    return people


def _members_now(today: date, keys: tuple[UUID, ...]) -> QuerySet:
    members = Member.objects.on_day(today).filter(family__in=keys)
    members = members.order_by("-is_centre", "place", "person__born_on", "person_id")
    names_of_person = (f"person__{part}" for part in NAME)
    return members.values_list("family_id", "person_id", "person__face", "person__born_on", *names_of_person)


def _steps(viewer: Viewer, keys: tuple[UUID, ...]) -> dict[UUID, tuple]:
    """Return what and when the nearest open step of each family is, among those the viewer sees."""
    return {family: step for family, *step in rows(_open_steps, keys, eyes_of(viewer))}


def _open_steps(keys: tuple[UUID, ...], eyes: tuple) -> QuerySet:
    """The nearest comes last."""
    steps = AgreedStep.objects.filter(done_at=None, cancelled_at=None)
    of_families = system("the rule is asked below").filter(family__in=keys, kind=Kind.STEP)
    seen = steps.filter(record__in=records_seen(eyes, Kind.STEP, of_families.values("pk")))
    return seen.order_by("-starts_at", "-due_on").values_list(
        "record__family_id", "what", "starts_at", "due_on"
    )


def _row(
    viewer: Viewer, pk: UUID, name: str, finished_at, post_id: UUID | None, *holder: str, people, step
) -> FamilyRow:
    what, starts_at, due_on = step or ("", None, None)
    return FamilyRow(
        pk, name, tuple(people), finished_at is not None, name_of(*holder), post_id,
        f"e:{post_id}" in viewer.holders, what, starts_at, due_on,
    )  # fmt: skip
