"""A household as it is made up, before it becomes rows. Plain values."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

CHILD, ADULT, NEAR, UNBORN = "CHILD", "ADULT", "NEAR", "UNBORN"


@dataclass(slots=True)
class Human:
    """One human being of a household. ``is_apart``: belongs to the family but lives and decides elsewhere."""

    id: UUID
    given: str
    family: str
    place: str
    word: str
    born_on: date | None
    expected_on: date | None = None
    is_centre: bool = False
    is_apart: bool = False


@dataclass(slots=True)
class Tie:
    """``person`` is the ``kind`` of ``other``."""

    person: Human
    other: Human
    kind: str
    starts_on: date | None = None


@dataclass(slots=True)
class Place:
    """A home: its label, municipality, address, and who lives there when."""

    label: str
    municipality: str
    address: str
    residents: list[tuple[Human, str]]


@dataclass(slots=True)
class Guard:
    """Custody of one child by one adult."""

    child: Human
    adult: Human
    kind: str
    may_see: bool


@dataclass(slots=True)
class Household:
    """A family as made up."""

    number: int
    id: UUID
    name: str
    municipality: str
    language: str
    kind: str
    needs_interpreter: bool = False
    humans: list[Human] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    homes: list[Place] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)

    @property
    def children(self) -> list[Human]:
        return [human for human in self.humans if human.place == CHILD]

    @property
    def parents(self) -> list[Human]:
        """Return the adults of the home, those first who decide for the children."""
        return [human for human in self.humans if human.place == ADULT and not human.is_apart]

    @property
    def at_home(self) -> list[Human]:
        """Return whom shared help is about: the children and the adults of the home."""
        return [human for human in self.humans if human.place in (CHILD, ADULT) and not human.is_apart]


def age_of(human: Human, today: date) -> int:
    """Return the age in full years; an unborn child has none yet."""
    if human.born_on is None:
        return -1
    birthday = (human.born_on.month, human.born_on.day)
    return today.year - human.born_on.year - ((today.month, today.day) < birthday)
