"""What a worker finds within their own sight, and what they may be told outside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.families.models import Family, Member
from koppi.people import names
from koppi.people.models import Person
from koppi.people.search import person_condition
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access as sharing
from koppi.sharing.models import Kind
from koppi.sharing.standing import standing_of
from koppi.teams.models import AgreedStep, Hold, TeamMember

from .alike import Known, are_alike
from .models import Merge

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


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody in sight who may be the person just typed, or two who may be one."""

    id: UUID
    name: str
    born_on: date | None
    family_id: UUID
    family: str


# ---- families in sight


def families_found(
    viewer: Viewer, text: str = "", sector: str = "", status: str = "", mine: str = ""
) -> QuerySet[Family] | list[UUID]:
    """Return the families in sight that answer to all that was asked, newest first or by name best first."""
    families = sharing.families_visible_to(viewer).filter(_asked(viewer, sector, status, mine))
    families = families.order_by("-created_at", "id")
    query = names.asked(text)
    return families if query.is_empty else _named(viewer, families, query)


def rows_of(viewer: Viewer, families: Iterable[Family | UUID]) -> list[FamilyRow]:
    """Return the lines of these families in their order; they have been found in the viewer's sight."""
    ids = [getattr(one, "pk", one) for one in families]
    found = Family.objects.in_bulk(ids)
    people, holds, steps = _people(viewer, ids), _holds(ids), _steps(viewer, ids)
    return [
        _row(viewer, found[pk], people.get(pk, ()), holds.get(pk), steps.get(pk)) for pk in ids if pk in found
    ]


def is_in_sight(viewer: Viewer, family_id: UUID) -> bool:
    return sharing.families_visible_to(viewer).filter(pk=family_id).exists()


def _asked(viewer: Viewer, sector: str, status: str, mine: str) -> Q:
    asked = Q()
    at_work = TeamMember.objects.in_force(viewer.at).filter(team__family=OuterRef("pk"))
    if sector:
        asked &= Q(Exists(at_work.filter(post__unit__sector=sector)))
    if status:
        asked &= Q(finished_at__isnull=status == OPEN)
    if mine == HOLD_MINE:
        held = Hold.objects.in_force(viewer.at).filter(family=OuterRef("pk"), post__in=_posts(viewer))
        asked &= Q(Exists(held))
    if mine == TEAM_MINE:
        asked &= Q(Exists(at_work.filter(post__in=_posts(viewer))))
    if mine == UNIT_MINE:
        asked &= Q(Exists(at_work.filter(post__unit=viewer.post.unit_id)))
    return asked


def _posts(viewer: Viewer) -> list[str]:
    """Return the keys of the posts the viewer acts in: their own and those they are deputy of."""
    return [holder[2:] for holder in viewer.holders if holder.startswith("e:")]


def _named(viewer: Viewer, families: QuerySet[Family], query: names.Query) -> list[UUID]:
    known = dict(families.values_list("pk", "name"))
    people: dict[UUID, list[Known]] = defaultdict(list)
    for family_id, person in _members(viewer, families, None if len(known) <= FEW else query):
        people[family_id].append(person)
    return names.best(known, lambda pk: _family_fit(query, names.words(known[pk]), people[pk]))


def _members(
    viewer: Viewer, families: QuerySet[Family], narrow: names.Query | None
) -> list[tuple[UUID, Known]]:
    members = Member.objects.filter(family__in=families.order_by())
    if narrow and narrow.words:
        members = members.filter(person_condition(narrow, "person__search_text"))
    hidden = _hidden(viewer)
    columns = ("given_names", "call_name", "family_name", "born_on", "birth_year")
    rows = members.values_list("family_id", "person_id", *(f"person__{name}" for name in columns))
    return [(row[0], Known(*row[1:])) for row in rows if not hidden(row[0], row[1])]


def _hidden(viewer: Viewer):
    """Return whether a person of a family is one this viewer must not see at all."""
    who = standing_of(viewer)

    def is_hidden(family_id: UUID, person_id: UUID) -> bool:
        by_office = person_id in who.office_out.persons and family_id not in who.emergencies
        return person_id in who.out.persons or by_office

    return is_hidden


def _family_fit(query: names.Query, family_words: list[str], people: list[Known]) -> int | None:
    """Fit to one person; else the words alone to the family's name and its people together."""
    fits = [names.fit(query, person.words) for person in people if person.is_born(query)]
    grades = [grade for grade in fits if grade is not None]
    if grades or query.days or query.years:
        return min(grades, default=None)
    together = names.fit(query, [*family_words, *(word for person in people for word in person.words)])
    return None if together is None else together + SPREAD


def _people(viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[Bit]]:
    members = Member.objects.on_day(viewer.today).filter(family__in=ids).select_related("person")
    hidden, people = _hidden(viewer), defaultdict(list)
    for member in members.order_by("-is_centre", "place", "person__born_on", "person_id"):
        person = member.person
        if not hidden(member.family_id, person.pk):
            people[member.family_id].append(Bit(person.pk, person.name, person.face, person.born_on))
    return people


def _holds(ids: list[UUID]) -> dict[UUID, Hold]:
    holds = Hold.objects.filter(family__in=ids, ends_at=None).select_related("post__person")
    return {hold.family_id: hold for hold in holds}


def _steps(viewer: Viewer, ids: list[UUID]) -> dict[UUID, AgreedStep]:
    """Return the nearest open step of each family among those the viewer sees."""
    seen = sharing.records_visible_to(viewer, kind=Kind.STEP).filter(family__in=ids)
    steps = AgreedStep.objects.filter(record__in=seen.values("pk"), done_at=None, cancelled_at=None)
    nearest: dict[UUID, AgreedStep] = {}
    for step in steps.select_related("record").order_by("-starts_at", "-due_on"):
        nearest[step.record.family_id] = step
    return nearest


def _row(viewer: Viewer, family: Family, people, hold: Hold | None, step: AgreedStep | None) -> FamilyRow:
    return FamilyRow(
        family.pk, family.name, tuple(people), family.finished_at is not None,
        hold.post.person.name if hold else "", hold.post_id if hold else None,
        hold is not None and f"e:{hold.post_id}" in viewer.holders,
        step.what if step else "", step.starts_at if step else None, step.due_on if step else None,
    )  # fmt: skip


# ---- the same person twice


def likely_same(viewer: Viewer, typed: Known) -> list[Likeness]:
    """Return the people in the viewer's sight who may be the person just typed."""
    return [_likeness(row) for row in _in_sight(viewer) if are_alike(typed, row[0])]


def likely_pairs(viewer: Viewer) -> list[tuple[Likeness, Likeness]]:
    """Return pairs of rows in the viewer's sight that may be one person."""
    by_key: dict[object, list[tuple[Known, Member]]] = defaultdict(list)
    for row in _in_sight(viewer):
        for key in row[0].keys:
            by_key[key].append(row)
    pairs = {}
    for rows in by_key.values():
        for number, one in enumerate(rows):
            for other in rows[number + 1 :]:
                if are_alike(one[0], other[0]):
                    pairs[frozenset({one[0].id, other[0].id})] = (_likeness(one), _likeness(other))
    return sorted(pairs.values(), key=lambda pair: (pair[0].name, pair[1].name, str(pair[0].id)))


def _in_sight(viewer: Viewer) -> list[tuple[Known, Member]]:
    """Return each person once, with a membership in sight; the newest rows first decide which."""
    hidden, rows = _hidden(viewer), {}
    members = Member.objects.filter(family__in=sharing.families_visible_to(viewer))
    members = members.filter(person__merged_into=None).select_related("person", "family")
    for member in members.order_by("person__created_at", "pk"):
        if not hidden(member.family_id, member.person_id):
            rows.setdefault(member.person_id, (Known.of(member.person), member))
    return list(rows.values())


def _likeness(row: tuple[Known, Member]) -> Likeness:
    known, member = row
    return Likeness(known.id, member.person.name, known.born_on, member.family_id, member.family.name)


def pair_for(viewer: Viewer, kept_id: UUID, dropped_id: UUID) -> tuple[Person, Person]:
    """Return two people who may be made one: all their families are in sight and the viewer's to change.

    :raises NotVisible: one of them is not in sight, or they are the same row.
    """
    people = {
        person.pk: person for person in (known[1].person for known in _in_sight(viewer))
        if person.pk in (kept_id, dropped_id)
    }  # fmt: skip
    if len(people) != 2:
        raise NotVisible
    return people[kept_id], people[dropped_id]


def may_change_all(viewer: Viewer, people: Collection[Person]) -> bool:
    """Return whether every family of these people is the viewer's to change, those of the past too."""
    families = Family.objects.filter(members__person__in=people).distinct()
    return all(sharing.may_change(viewer, family) for family in families)


def merges_to_undo(viewer: Viewer) -> QuerySet[Merge]:
    """Return the merges in the viewer's sight that can still be undone."""
    since = viewer.at - timedelta(days=settings.KOPPI_MERGE_UNDO_DAYS)
    mine = Member.objects.filter(
        person=OuterRef("kept"), family__in=sharing.families_visible_to(viewer).order_by()
    )
    merges = Merge.objects.filter(Exists(mine), undone_at=None, merged_at__gt=since)
    return merges.select_related("kept").order_by("-merged_at")


def merge_for(viewer: Viewer, pk: UUID) -> Merge:
    """Return a merge that can still be undone.

    :raises NotVisible: there is none in sight.
    """
    merge = merges_to_undo(viewer).select_related("dropped").filter(pk=pk).first()
    if merge is None:
        raise NotVisible
    return merge
