"""What the pages of an invitation show, as plain frozen values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from .lights import Choice, Tally


@dataclass(frozen=True, slots=True)
class Party:
    """A professional, a unit or a guest as the others see them; the place is blank when it is hidden."""

    name: str
    role: str
    sector: str
    key: str
    face: str = ""
    place: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Lamp:
    """One answer in the grid: its heading, its light and its word."""

    heading: str
    light: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One invited party in the grid."""

    id: UUID
    party: Party
    state: str
    is_mine: bool
    lamps: tuple[Lamp, ...]
    why: str = ""
    message: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    passed_to: str = ""
    reminded_next: date | None = None
    suits: frozenset[UUID] = frozenset()
    # Only for the inviter: a guest's address, and the code to tell by another way.
    email: str = ""
    code: str = ""
    link_state: str = ""

    @property
    def is_answered(self) -> bool:
        return self.state == "ANSWERED"

    @property
    def is_waiting(self) -> bool:
        return self.state == "WAITING"


@dataclass(frozen=True, slots=True)
class TimeCard:
    """A proposed time and how many of the invited it suits."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    suits: int


@dataclass(frozen=True, slots=True)
class Grid:
    """How the invited see the situation, row by row, and what it comes to."""

    rows: tuple[Row, ...]
    times: tuple[TimeCard, ...]
    tally: Tally
    best: TimeCard | None
    choice: Choice | None
    version: int

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def mine(self) -> Row | None:
        return next((row for row in self.rows if row.is_mine), None)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody an invitation may be about, and who could consent for them."""

    id: UUID
    name: str
    years: str
    is_centre: bool
    givers: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choosable:
    """A professional or a unit that can be asked; ``key`` is what the form sends."""

    key: str
    name: str
    role: str
    sector: str
    place: str
    face: str = ""
    is_unit: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One invitation in a list."""

    id: UUID
    about: str
    inviter: str
    mode: str
    sent_at: datetime
    answer_by: date
    state: str
    url: str
    asked: int = 0
    answered: int = 0
    available: int = 0
    outcome: str = ""
    queue: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of a mapping that waits for this viewer: ``kind`` says what, ``due_on`` until when."""

    kind: str
    id: UUID
    about: str
    words: str
    verb: str
    url: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A mapping that is ready: when, what came of it, and where it is read."""

    url: str
    closed_at: datetime
    outcome_words: str


@dataclass(frozen=True, slots=True)
class MappingCard:
    """The mapping state of a family at a glance: the newest open invitation, or the newest closed one.

    ``ready`` is the newest closed one beside an open one.
    """

    id: UUID
    url: str
    is_open: bool
    is_mine: bool
    inviter: str
    sent_at: datetime
    answer_by: date
    reassess_on: date
    is_reassess_due: bool
    outcome: str
    outcome_words: str
    tally: Tally
    rows: tuple[Row, ...] = field(default=())
    ready: ReadyCard | None = None
