"""Requests as pages show them: plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Named:
    """The one person the asker is told of."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said; ``who`` is empty when the asker said it."""

    text: str
    at: datetime
    who: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """What the asker sees of their own request."""

    state: str
    text: str
    asked_at: datetime
    promised_at: datetime
    named: Named | None
    is_taken: bool
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One request in the queue."""

    id: UUID
    asked_at: datetime
    promised_at: datetime
    left: str
    is_late: bool
    state: str
    state_words: str
    channel: str
    asker: str
    way: str
    excerpt: str
    taker: str
    is_mine: bool
    is_offered: bool
    has_danger: bool
    is_flood: bool
    url: str


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One statutory limit of a request, in words ready to be shown."""

    name: str
    law: str
    section: str
    url: str
    strict: object
    rolled: object
    is_warning: bool
    is_late: bool
    is_at_once: bool
    left: int
