"""Drawing a sample of looks so that anybody with the trail draws the same one again. Pure, without Django."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def week_before(day: date) -> date:
    """Return the Monday of the last whole week before ``day``."""
    return week_of(day) - WEEK


def size_of(count: int, percent: Decimal) -> int:
    """Return how many of ``count`` are drawn: at least one when there are any."""
    return min(count, int((Decimal(count) * percent / 100).to_integral_value(ROUND_CEILING)))


def draw(entries: Iterable[int], seed: str, percent: Decimal) -> list[int]:
    """Return the drawn entries in the order of the trail.

    ``seed`` is the mark of the week's last entry: it is in the trail, and nobody can know it while looking.
    """
    ranked = sorted(entries, key=lambda entry: _place(entry, seed))
    return sorted(ranked[: size_of(len(ranked), percent)])


def _place(entry: int, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest()
