"""One look at one family: everything its door turns on, read in three queries and decided once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.families.models import Family, Member
from koppi.people.prepared import found, rows
from koppi.people.viewer import Viewer

from .models import INHERITED, Clearance, Grant, Protected, Restriction
from .standing import Standing, by_keys, is_key_of, key_values, outs
from .verdict import Door, Way


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """A live restriction with one of its protected persons."""

    id: UUID
    kind: str
    kept_out: str
    family: UUID | None
    cause: str
    asked_by: UUID | None
    is_confirmed: bool
    review_on: date
    starts_at: datetime
    ends_at: datetime | None
    person: UUID | None
    is_cleared: bool
    is_inherited: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What one viewer finds at one family's door."""

    viewer: Viewer
    family: Family
    members: tuple[Member, ...]
    door: Door
    restrictions: tuple[RestrictionRow, ...]

    @property
    def hidden(self) -> frozenset[UUID]:
        return self.door.hidden

    @property
    def placeless(self) -> frozenset[UUID]:
        """The persons whose place is hidden from this viewer."""
        safety = (row for row in self.restrictions if row.kind == Restriction.Kind.SAFETY and row.person)
        return frozenset(row.person for row in safety if not row.is_cleared) - {self.viewer.person_id}

    @property
    def shown(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.person_id not in self.hidden)

    @property
    def standing(self) -> Standing:
        """What the rule on records needs within this family."""
        out, office_out = _outs(self.viewer, self.restrictions)
        here = frozenset({self.family.pk})
        return Standing.of(
            self.viewer,
            out=out,
            office_out=office_out,
            emergencies=here if self.door.has_emergency else frozenset(),
            own_families=here if self.door.is_conflicted else frozenset(),
            unsafe=frozenset(self.door.unsafe),
        )


def look_at(viewer: Viewer, family_id) -> Look | None:
    """Read one family as this viewer finds it; None when it has no members, since nobody can see it then."""
    members = tuple(found(_members, family_id))
    if not members or not viewer.holders:
        return None
    family = members[0].family
    ways = _ways(viewer, family.pk)
    people = tuple(dict.fromkeys(member.person_id for member in members))
    restrictions = _restrictions(viewer, family.pk, people)
    door = _door(viewer, family.pk, members, ways, restrictions)
    return Look(viewer, family, members, door, restrictions)


def _members(family_id: UUID) -> QuerySet[Member]:
    members = Member.objects.filter(family=family_id).select_related("family", "person")
    return members.order_by("place", "person__born_on", "id")


def _door(viewer: Viewer, family_id: UUID, members, ways: tuple[Way, ...], restrictions) -> Door:
    out, office_out = _outs(viewer, restrictions)
    wards = {way.person for way in ways if way.side == Grant.Side.GUARDIAN}
    shut = (row.person for row in restrictions if row.kind == Restriction.Kind.SAFETY and not row.is_cleared)
    return Door(
        sees_content=viewer.sees_content,
        is_conflicted=viewer.is_worker and any(member.person_id == viewer.person_id for member in members),
        is_person_kept_out=family_id in out.families,
        is_office_kept_out=family_id in office_out.families,
        has_emergency=any(way.ground == "EMERGENCY" for way in ways),
        ways=ways,
        out=out.persons,
        office_out=office_out.persons,
        unsafe=frozenset(wards.intersection(shut)),
        is_worker=viewer.is_worker,
    )


def _outs(viewer: Viewer, restrictions):
    mine = [row for row in restrictions if is_key_of(viewer, row.kind, row.kept_out)]
    return outs((row.kind == Restriction.Kind.PERSON, row.family, row.person) for row in mine)


def _ways(viewer: Viewer, family_id: UUID) -> tuple[Way, ...]:
    return tuple(_way(*row) for row in rows(_live_grants, viewer.at, viewer.holders, family_id))


def _live_grants(at: datetime, holders: tuple[str, ...], family_id: UUID) -> QuerySet:
    live = Grant.objects.in_force(at).filter(holder__in=holders, family=family_id, record=None)
    return live.values_list(
        "side", "person_id", "matter", "ground__kind", "ground__starts_at", "ground__ends_at", "ground_id",
        "consent__receiver", "consent__starts_at", "consent__ends_at",
        "basis__receiver", "basis__starts_at", "basis__ends_at", "basis__code",
    )  # fmt: skip


def _way(side, person, matter, kind, starts, ends, ground_id, *cover) -> Way:
    consent, basis, code = cover[:3], cover[3:6], cover[6]
    receiver, given, until = basis if code else consent
    return Way(
        side, person, matter, kind or "", starts, ends, receiver or "", given, until, code or "", ground_id
    )


def _restrictions(viewer: Viewer, family_id: UUID, people: tuple[UUID, ...]) -> tuple[RestrictionRow, ...]:
    """Return those that keep the viewer out of anything, and those of this family or its members."""
    live = rows(_live_restrictions, viewer.at, viewer.holders, key_values(viewer), family_id, people)
    return tuple(RestrictionRow(*row) for row in live)


def _live_restrictions(at: datetime, holders: tuple, keys: tuple, family_id: UUID, people: tuple) -> QuerySet:
    live = Restriction.objects.in_force(at).order_by()
    of_people = Protected.objects.filter(person__in=people).values("restriction")
    ids = live.filter(by_keys(keys)).values("pk").union(live.filter(family=family_id).values("pk"), of_people)
    cleared = Clearance.objects.filter(restriction=OuterRef("pk"), holder__in=holders)
    named = live.filter(pk__in=ids).annotate(
        cleared=Exists(cleared), confirmed=~Q(confirmed_by=""), inherited=Q(decided_by=INHERITED)
    )
    return named.values_list(
        "id", "kind", "kept_out", "family_id", "cause", "asked_by_id", "confirmed", "review_on",
        "starts_at", "ends_at", "protected__person_id", "cleared", "inherited",
    )  # fmt: skip
