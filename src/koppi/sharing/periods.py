"""Half-open periods ``[start, end)`` and what they have in common. Pure thought, no Django."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
EVER = datetime(1900, 1, 1, tzinfo=UTC)
ADULT_AT = 18


class Period(NamedTuple):
    """From ``start`` on, up to but not including ``end``; without an end it goes on."""

    start: datetime = EVER
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


class Saying(NamedTuple):
    """Somebody's yes or no for a time."""

    period: Period
    says_yes: bool


def meet(*periods: Period) -> Period | None:
    """Return what all the periods have in common; None when they have nothing."""
    start = max(period.start for period in periods)
    end = earliest(*(period.end for period in periods))
    return None if end is not None and end <= start else Period(start, end)


def earliest(*ends: datetime | None) -> datetime | None:
    """Return the first of the ends; None means open."""
    return min((end for end in ends if end is not None), default=None)


def of_days(first: date | None, end: date | None) -> Period:
    """Return the period of whole Helsinki days from ``first`` up to but not including ``end``."""
    return Period(EVER if first is None else midnight(first), None if end is None else midnight(end))


def midnight(day: date) -> datetime:
    """Return the moment a day begins in Helsinki."""
    return datetime.combine(day, time(), HELSINKI).astimezone(UTC)


def adult_from(born_on: date) -> datetime:
    """Return the moment a person becomes of age; one born on 29 February does so on 28 February.

    Source: laki holhoustoimesta (442/1999) 2 §.
    """
    day = 28 if (born_on.month, born_on.day) == (2, 29) else born_on.day
    return midnight(date(born_on.year + ADULT_AT, born_on.month, day))


def newest_yes(sayings: Iterable[Saying]) -> list[Period]:
    """Return the periods in which the newest saying in force is yes; of two as new the no stands."""
    sayings = sorted(sayings, key=lambda one: (one.period.start, not one.says_yes))
    yes: list[Period] = []
    for start, end in _stretches(one.period for one in sayings):
        newest = next((one for one in reversed(sayings) if one.period.holds(start)), None)
        if newest is not None and newest.says_yes:
            _append(yes, Period(start, end))
    return yes


def _stretches(periods: Iterable[Period]) -> list[tuple[datetime, datetime | None]]:
    """Return the stretches of time between which nothing begins or ends."""
    edges = sorted({edge for period in periods for edge in period if edge is not None})
    return list(zip(edges, [*edges[1:], None], strict=False))


def _append(periods: list[Period], more: Period) -> None:
    if periods and periods[-1].end == more.start:
        more = Period(periods.pop().start, more.end)
    periods.append(more)
