"""One look at one family: everything its door turns on, read in three queries and decided once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from koppi.families.models import Family, Member
from koppi.people.viewer import Viewer

from .models import Clearance, Grant, Protected, Restriction
from .standing import Standing, is_key_of, keys_out, outs
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
        rows = (
            row for row in self.restrictions if row.kind == Restriction.Kind.SAFETY and not row.is_cleared
        )
        return frozenset(row.person for row in rows if row.person) - {self.viewer.person_id}

    @property
    def shown(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.person_id not in self.hidden)

    @property
    def standing(self) -> Standing:
        """What the rule on records needs within this family."""
        out, office_out = _outs(self.viewer, self.restrictions)
        here = frozenset({self.family.pk})
        return Standing(
            self.viewer,
            out,
            office_out,
            emergencies=here if self.door.has_emergency else frozenset(),
            own_families=here if self.door.is_conflicted else frozenset(),
            unsafe=frozenset(self.door.unsafe),
            family=self.family.pk,
        )


def look_at(viewer: Viewer, family_id) -> Look | None:
    """Read one family as this viewer finds it; None when it has no members, since nobody can see it then."""
    found = Member.objects.filter(family=family_id).select_related("family", "person")
    members = tuple(found.order_by("place", "person__born_on", "id"))
    if not members or not viewer.holders:
        return None
    family = members[0].family
    ways = _ways(viewer, family.pk)
    rows = _restrictions(viewer, family.pk, {member.person_id for member in members})
    return Look(viewer, family, members, _door(viewer, family.pk, members, ways, rows), rows)


def _door(viewer: Viewer, family_id: UUID, members, ways: tuple[Way, ...], rows) -> Door:
    out, office_out = _outs(viewer, rows)
    wards = {way.person for way in ways if way.side == Grant.Side.GUARDIAN}
    shut = (row.person for row in rows if row.kind == Restriction.Kind.SAFETY and not row.is_cleared)
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
    )


def _outs(viewer: Viewer, rows):
    mine = [row for row in rows if is_key_of(viewer, row.kind, row.kept_out)]
    return outs((row.kind == Restriction.Kind.PERSON, row.family, row.person) for row in mine)


def _ways(viewer: Viewer, family_id: UUID) -> tuple[Way, ...]:
    live = Grant.objects.in_force(viewer.at).filter(holder__in=viewer.holders, family=family_id, record=None)
    columns = (
        "side", "person_id", "matter", "ground__kind", "ground__starts_at", "ground__ends_at", "ground_id",
        "consent__receiver", "consent__starts_at", "consent__ends_at",
        "basis__receiver", "basis__starts_at", "basis__ends_at", "basis__code",
    )  # fmt: skip
    return tuple(_way(*row) for row in live.values_list(*columns))


def _way(
    side, person, matter, ground, starts, ends, ground_id, to, given, until, basis_to, since, till, code
) -> Way:
    return Way(
        side, person, matter, ground or "", starts, ends,
        to or basis_to or "", given or since, until or till, code or "", ground_id,
    )  # fmt: skip


def _restrictions(viewer: Viewer, family_id: UUID, people: set[UUID]) -> tuple[RestrictionRow, ...]:
    """Return those that keep the viewer out of anything, and those of this family or its members."""
    live = Restriction.objects.in_force(viewer.at).order_by()
    of_people = Protected.objects.filter(person__in=people).values("restriction")
    ids = (
        live.filter(keys_out(viewer))
        .values("pk")
        .union(live.filter(family=family_id).values("pk"), of_people)
    )
    cleared = Clearance.objects.filter(restriction=OuterRef("pk"), holder__in=viewer.holders)
    rows = live.filter(pk__in=ids).annotate(cleared=Exists(cleared), confirmed=~Q(confirmed_by=""))
    columns = (
        "id", "kind", "kept_out", "family_id", "cause", "asked_by_id", "confirmed", "review_on",
        "starts_at", "ends_at", "protected__person_id", "cleared",
    )  # fmt: skip
    return tuple(RestrictionRow(*row) for row in rows.values_list(*columns))
