"""When a limit runs out: the strict day, the day until which the law still waits, and when to warn.

Counting: the day of the start is not counted; Saturdays, Sundays and holidays are no working days. A limit of
months ends on the same-numbered day, or on the last of a month that has none. When the last day of a limit
falls on a holiday, Independence Day, May Day, Christmas Eve, Midsummer Eve or a Saturday, the act is in time
on the next working day: ``strict`` and ``rolled`` are kept apart, and the warning goes by the strict one.
Source: laki säädettyjen määräaikain laskemisesta (150/1930) 2, 3 and 5 §.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from koppi.workdays import ONE_DAY, add_months, add_workdays, is_workday, rolled, workdays_between

from .rule import Rule, Unit

ClosedDays = Callable[[date], bool]
LONG = (Unit.MONTHS, Unit.YEARS)
HOURS_IN_DAY = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """One running limit: its last day as the law counts it (``strict``), and rolled over the days off."""

    rule: Rule
    started_on: date
    strict: date
    rolled: date
    warn_on: date

    def is_warning(self, today: date) -> bool:
        """Tell whether the warning days have begun and the strict day is not over."""
        return self.warn_on <= today <= self.strict

    def is_late(self, today: date) -> bool:
        """Tell whether the time is out, the rolled day included."""
        return today > self.rolled

    def is_on_the_roll(self, today: date) -> bool:
        """Tell whether the strict day is over and the law still waits."""
        return self.strict < today <= self.rolled

    def workdays_left(self, today: date, *, eves_off: bool = True) -> int:
        """Count the working days left after ``today``, the strict day included; 0 when it is over."""
        return workdays_between(today, self.strict, eves_off=eves_off)


def clock(
    rule: Rule, started_on: date, *, eves_off: bool = True, is_school_closed: ClosedDays | None = None
) -> Clock:
    """Return when ``rule``, which began to run on ``started_on``, runs out.

    ``eves_off`` is the county's way of counting the two eves, ``is_school_closed`` tells the school's own
    days off (autumn and winter breaks, summer); without it a school day is a working day.
    """
    strict = _last_day(rule, started_on, eves_off, is_school_closed or _never)
    return Clock(
        rule=rule,
        started_on=started_on,
        strict=strict,
        rolled=_rolled(rule, strict),
        warn_on=_warning(rule, started_on, strict, eves_off),
    )


def _last_day(rule: Rule, start: date, eves_off: bool, is_school_closed: ClosedDays) -> date:
    match rule.unit:
        case Unit.AT_ONCE:
            return start
        case Unit.HOURS:
            # The hour of the start is not known here: the last day that is in time whichever hour it was.
            return start + ONE_DAY * (rule.amount // HOURS_IN_DAY - 1)
        case Unit.DAYS:
            return start + ONE_DAY * rule.amount
        case Unit.WORKDAYS:
            return add_workdays(start, rule.amount, eves_off=eves_off)
        case Unit.SCHOOLDAYS:
            return _add_schooldays(start, rule.amount, eves_off, is_school_closed)
        case Unit.MONTHS:
            return add_months(start, rule.amount)
        case Unit.YEARS:
            return add_months(start, 12 * rule.amount)


def _rolled(rule: Rule, strict: date) -> date:
    """Only limits of calendar time roll: one counted in working days ends on a day that is one."""
    return rolled(strict) if rule.rolls and rule.unit in (Unit.DAYS, *LONG) else strict


def _warning(rule: Rule, start: date, strict: date, eves_off: bool) -> date:
    """Never before the limit began to run."""
    if rule.unit in LONG:
        return max(start, strict - timedelta(days=rule.warn))
    return max(start, add_workdays(strict, -rule.warn, eves_off=eves_off))


def _add_schooldays(day: date, count: int, eves_off: bool, is_school_closed: ClosedDays) -> date:
    while count:
        day += ONE_DAY
        count -= is_workday(day, eves_off=eves_off) and not is_school_closed(day)
    return day


def _never(_day: date) -> bool:
    return False
