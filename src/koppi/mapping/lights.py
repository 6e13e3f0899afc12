"""Traffic lights and what many of them say together. Pure thought."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

GREEN, YELLOW, RED = "GREEN", "YELLOW", "RED"
ENOUGH_AVAILABLE = 2
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Tally:
    """How the invited see the situation; counts of people."""

    asked: int
    answered: int
    available: int

    @property
    def is_ready(self) -> bool:
        """Two available people are enough to sit down together."""
        return self.available >= ENOUGH_AVAILABLE

    @property
    def is_complete(self) -> bool:
        """Everybody who was asked has answered; somebody was asked."""
        return 0 < self.asked == self.answered

    @property
    def waiting(self) -> int:
        return self.asked - self.answered


def tally(lights: Iterable[str | None]) -> Tally:
    """Count the availability lights; None, or an empty one, stands for no answer yet."""
    counts = Counter(light or None for light in lights)
    asked = counts.total()
    return Tally(asked=asked, answered=asked - counts[None], available=counts[GREEN])


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposed time and how many of those who are needed it suits, the inviter among them."""

    key: object
    suits: int
    of: int


def best_time(starts: Mapping[Key, datetime], suits: Mapping[Key, int], asked: int) -> Choice | None:
    """Return the time that suits most people, the earliest of equals; None until it suits somebody.

    The inviter proposed the times, so each of them suits the inviter: one more person and one more asked.
    """
    liked = [key for key in starts if suits.get(key, 0) > 0]
    if not liked:
        return None
    best = min(liked, key=lambda key: (-suits[key], starts[key]))
    return Choice(best, suits[best] + 1, asked + 1)
