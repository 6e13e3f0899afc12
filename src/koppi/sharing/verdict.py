"""What the rule answers, and the family door decided from its facts. Pure thought, no Django.

The records' half of the rule is in ``rule.py``, because lists need it as SQL.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Why(StrEnum):
    """The numbered clauses of docs/access.md; the trail keeps these codes."""

    SELF = "A1"
    GUARDIAN = "A2"
    WORK = "A3"
    INVITED = "A4"
    AUTHOR = "A5"
    SHARED = "A6"
    NO_CONTENT = "D1"
    CONFLICT = "D2"
    PERSON_KEPT_OUT = "D3"
    OFFICE_KEPT_OUT = "D4"
    DRAFT = "D5"
    PROHIBITED = "D6"
    OWN_WORDS = "D7"
    SENSITIVE = "D8"
    LATER = "D9"
    NOT_FOR_CLIENTS = "D10"
    NO_GROUND = "NONE"

    @property
    def allows(self) -> bool:
        return self.value.startswith("A")


@dataclass(frozen=True, slots=True)
class Verdict:
    """May it be seen, and the clauses that say so: when allowed the grounds, when not what stands against."""

    allowed: bool
    why: tuple[Why, ...]

    @classmethod
    def of(cls, clauses: Iterable[Why]) -> "Verdict":
        """A single denying clause beats every ground; without a ground nothing is seen."""
        clauses = tuple(clauses)
        against = tuple(why for why in clauses if not why.allows)
        return cls(False, against or (Why.NO_GROUND,)) if against or not clauses else cls(True, clauses)


@dataclass(frozen=True, slots=True)
class Way:
    """One live grant of the viewer in a family, with what it rests on."""

    side: str
    person: UUID
    matter: str = "ANY"
    ground: str = ""
    ground_starts: datetime | None = None
    ground_ends: datetime | None = None
    receiver: str = ""
    cover_starts: datetime | None = None
    cover_ends: datetime | None = None
    basis: str = ""
    # Where it came from, for the page that lists the grounds one by one.
    ground_id: UUID | None = None


SIDES = {"SELF": Why.SELF, "GUARDIAN": Why.GUARDIAN, "WORK": Why.WORK}
CHANGING = ("TEAM", "UNIT_DUTY", "SUPERVISION")
# Of several ways in, the one to tell about comes first.
ORDER = ("", *CHANGING, "OTHER_AUTHORITY", "EMERGENCY", "INVITED")


@dataclass(frozen=True, slots=True)
class Door:
    """The facts the door of one family turns on, for one viewer at one moment."""

    sees_content: bool
    is_conflicted: bool
    is_person_kept_out: bool
    is_office_kept_out: bool
    has_emergency: bool
    ways: tuple[Way, ...]
    # Persons from whom a PERSON restriction, or one of a post or organisation, keeps the viewer out.
    out: Collection[UUID] = frozenset()
    office_out: Collection[UUID] = frozenset()
    # Children under a safety restriction for whom this guardian has no clearance.
    unsafe: Collection[UUID] = frozenset()
    is_worker: bool = True

    @property
    def hidden(self) -> frozenset[UUID]:
        """The persons this viewer must not see at all, in this family."""
        return frozenset(self.out) | (frozenset() if self.has_emergency else frozenset(self.office_out))

    @property
    def open_ways(self) -> tuple[Way, ...]:
        """The grants that count, the one to tell about first."""
        good = [way for way in self.ways if way.person not in self.hidden and not self._is_unsafe(way)]
        return tuple(sorted(good, key=lambda way: (ORDER.index(way.ground), way.side != "SELF")))

    @property
    def verdict(self) -> Verdict:
        shut = self.is_office_kept_out and not self.has_emergency
        clauses = [
            (Why.NO_CONTENT, not self.sees_content),
            (Why.CONFLICT, self.is_conflicted),
            (Why.PERSON_KEPT_OUT, self.is_person_kept_out),
            (Why.OFFICE_KEPT_OUT, shut),
        ]
        against = [why for why, holds in clauses if holds]
        return Verdict.of(against or [SIDES[way.side] for way in self.open_ways[:1]])

    @property
    def known(self) -> frozenset[UUID]:
        """Whose contact data this viewer may know: their own, their wards', those they work with."""
        return frozenset(way.person for way in self.open_ways if self.is_worker or way.side != "WORK")

    @property
    def may_change(self) -> bool:
        """Only workers; passing the door counts here only without an emergency opening."""
        if self.has_emergency:
            return without_emergency(self).may_change
        works = self.is_worker and any(way.ground in CHANGING for way in self.open_ways)
        return works and self.verdict.allowed

    def _is_unsafe(self, way: Way) -> bool:
        return way.side == "GUARDIAN" and way.person in self.unsafe


def without_emergency(door: Door) -> Door:
    """Return the same door as if nobody had opened it in an emergency."""
    ways = tuple(way for way in door.ways if way.ground != "EMERGENCY")
    return replace(door, has_emergency=False, ways=ways)
