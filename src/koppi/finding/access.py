"""What a worker finds within their own sight, and what they may be told outside it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from koppi.families.models import Family, Member
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access as sharing

from .alike import Known, are_alike
from .listing import (
    FINISHED,
    HOLD_MINE,
    OPEN,
    TEAM_MINE,
    UNIT_MINE,
    FamilyRow,
    families_found,
    hidden_from,
    rows_of,
)
from .models import Merge

__all__ = [
    "FINISHED", "HOLD_MINE", "OPEN", "TEAM_MINE", "UNIT_MINE", "FamilyRow", "families_found", "rows_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody in sight who may be the person just typed, or two who may be one."""

    id: UUID
    name: str
    born_on: date | None
    family_id: UUID
    family: str


def is_in_sight(viewer: Viewer, family_id: UUID) -> bool:
    return sharing.families_visible_to(viewer).filter(pk=family_id).exists()


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
    hidden, rows = hidden_from(viewer), {}
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
