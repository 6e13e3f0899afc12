"""Every fact the rule rests on as plain rows, and the words that `docs/access.md` uses of them.

The rows are loaded once; after that nothing reaches the database.
"""

from collections import defaultdict
from copy import copy
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from koppi.families.models import Custody, Family, Member
from koppi.people.models import Absence, Person, Post, Unit
from koppi.people.viewer import Viewer
from koppi.sharing import models as sharing

HELSINKI = ZoneInfo("Europe/Helsinki")


class World:
    """Rows that know only their own columns, by what one looks for them with."""

    def __init__(self):
        self.units = _by_id(Unit.objects)
        self.posts = _by_id(Post.objects)
        self.people = _by_id(Person.objects)
        self.families = _by_id(Family.objects)
        self.records = _by_id(sharing.Record.everything)
        self.absences = _by("deputy_id", Absence.objects)
        self.members = _by("family_id", Member.objects)
        self.custodies = _by("child_id", Custody.objects)
        self.subjects = _by("record_id", sharing.RecordSubject.objects)
        self.shares = _by("record_id", sharing.RecordShare.objects)
        self.grounds = _by("family_id", sharing.Ground.objects)
        self.consents = _by("person_id", sharing.Consent.objects)
        self.bases = _by("person_id", sharing.LegalBasis.objects)
        self.prohibitions = _by("minor_id", sharing.Prohibition.objects)
        self.capacities = _by("minor_id", sharing.Capacity.objects)
        self.restrictions = _by_id(sharing.Restriction.objects)
        self.closing = _by("family_id", sharing.Restriction.objects)
        self.protecting = _by("person_id", sharing.Protected.objects)
        self.clearances = _by("restriction_id", sharing.Clearance.objects)

    @cached_property
    def without_emergencies(self) -> "World":
        calm = copy(self)
        calm.grounds = defaultdict(list)
        for family_id, grounds in self.grounds.items():
            calm.grounds[family_id] = [ground for ground in grounds if ground.kind != "EMERGENCY"]
        return calm


def _rows(manager):
    return manager.values_list(*(field.attname for field in manager.model._meta.concrete_fields), named=True)


def _by_id(manager) -> dict:
    return {row.id: row for row in _rows(manager)}


def _by(column: str, manager) -> defaultdict[UUID, list]:
    found = defaultdict(list)
    for row in _rows(manager):
        found[getattr(row, column)].append(row)
    return found


# Words


def live(row, at: datetime) -> bool:
    return row.starts_at <= at and (row.ends_at is None or at < row.ends_at)


def meet(one: str, other: str) -> bool:
    return one == other or "ANY" in (one, other)


def narrower(one: str, other: str) -> str:
    return other if one == "ANY" else one


def day_of(at: datetime) -> date:
    return at.astimezone(HELSINKI).date()


def comes_of_age_on(born_on: date) -> date:
    is_leap_day = (born_on.month, born_on.day) == (2, 29)
    return date(born_on.year + 18, born_on.month, 28 if is_leap_day else born_on.day)


def is_client(viewer: Viewer) -> bool:
    return viewer.post is None and viewer.guest_id is None and viewer.person_id is not None


def holders(world: World, viewer: Viewer) -> set[str]:
    if viewer.guest_id is not None:
        return {f"g:{viewer.guest_id}"}
    if viewer.post is None:
        return {f"p:{viewer.person_id}"} if viewer.person_id else set()
    absences = [absence for absence in world.absences[viewer.post.id] if live(absence, viewer.at)]
    return reach(world, f"e:{viewer.post.id}") | {f"e:{absence.post_id}" for absence in absences}


def reach(world: World, holder: str) -> set[str]:
    if holder.startswith("e:"):
        unit = world.units[world.posts[UUID(holder[2:])].unit_id]
    elif holder.startswith("u:"):
        unit = world.units[UUID(holder[2:])]
    else:
        return {holder}
    return {holder, f"u:{unit.id}", f"o:{unit.organisation_id}", f"s:{unit.sector}"}
