"""What a statutory time limit is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """In what a limit is counted."""

    AT_ONCE = "AT_ONCE"
    HOURS = "HOURS"
    DAYS = "DAYS"
    WORKDAYS = "WORKDAYS"
    SCHOOLDAYS = "SCHOOLDAYS"  # working days of the school: its holidays are not among them
    MONTHS = "MONTHS"
    YEARS = "YEARS"


class Start(StrEnum):
    """From what a limit runs."""

    PENDING = "PENDING"  # the matter became known: a contact, an application, a notification
    NOTIFICATION = "NOTIFICATION"  # a child welfare notification came
    PUPIL_ASKED = "PUPIL_ASKED"
    PLAN_MADE = "PLAN_MADE"
    PLACEMENT = "PLACEMENT"
    INFORMATION_ASKED = "INFORMATION_ASKED"
    DATA_ASKED = "DATA_ASKED"  # somebody asked for their own data, or to have it mended
    LOG_ASKED = "LOG_ASKED"
    BREACH_FOUND = "BREACH_FOUND"
    PERIOD_ENDED = "PERIOD_ENDED"  # a half-year or a year to be reported on came to its end


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit as the law had it from ``valid_from`` until, not with, ``valid_until``.

    ``warn`` says how many days before the strict last day a warning begins, counted in working days for short
    limits and in calendar days for those of months and years. ``rolls`` is false for what lasts at most so
    long: it ends on its last day, be it a holiday. ``read_in`` names where the content was read, empty when
    only from memory; a deployment has its lawyer read the section itself.
    """

    code: str
    name: str
    law: str
    section: str
    url: str
    starts: Start
    amount: int
    unit: Unit
    warn: int
    valid_from: date
    valid_until: date | None = None
    read_in: str = ""
    rolls: bool = True

    def is_in_force(self, day: date) -> bool:
        """Tell whether what became pending on ``day`` runs by this rule."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
