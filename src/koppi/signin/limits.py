"""How long a sign-in lasts: idle time by who one is, and a longest time. Pure thought.

Source: OWASP ASVS 5.0, 7.3 (inactivity and absolute session lifetime).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """``idle`` without doing anything, ``longest`` altogether."""

    idle: timedelta
    longest: timedelta


def ends_at(limits: Limits, started: datetime, seen: datetime) -> datetime:
    """Return the moment the session ends if nothing more is done."""
    return min(seen + limits.idle, started + limits.longest)


def is_over(limits: Limits, started: datetime, seen: datetime, at: datetime) -> bool:
    """Return whether the session has ended; a clock that went backwards ends it too."""
    return at >= ends_at(limits, started, seen) or at < started
