"""Finnish working days, and the month arithmetic of the law on time limits; pure, without a clock."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
HELSINKI = ZoneInfo("Europe/Helsinki")


def _finland() -> holidays.HolidayBase:
    """Return the days off of Finland from the library's own file; its package would bring 200 countries."""
    file = Path(holidays.__file__).with_name("countries") / "finland.py"
    spec = spec_from_file_location("holidays.finland_alone", file)
    module = module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module.Finland()


# The library fills in a year when first asked about it; Christmas Eve and Midsummer Eve are among its days.
_DAYS_OFF = _finland()


def local_day(moment: datetime) -> date:
    """Return the Finnish calendar day on which ``moment`` falls.

    :raises ValueError: ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no certain day")
    return moment.astimezone(HELSINKI).date()


def is_workday(day: date, *, eves_off: bool = True) -> bool:
    """Tell whether ``day`` is a working day: Monday to Friday, no public holiday.

    The law does not name Christmas Eve and Midsummer Eve as holidays, yet offices are closed:
    ``eves_off`` says which way the organisation counts them.
    """
    if isinstance(day, datetime):
        raise TypeError("a working day is a date: take local_day(moment) first")
    if day.weekday() >= 5:
        return False
    return day not in _DAYS_OFF or (_is_eve(day) and not eves_off)


def add_workdays(day: date, count: int, *, eves_off: bool = True) -> date:
    """Return the ``count``-th working day after ``day`` (before it, when negative).

    ``day`` itself is never counted, and the returned day is still in time. Zero returns ``day`` as it is.
    """
    step = ONE_DAY if count >= 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day, eves_off=eves_off)
    return day


def workdays_between(start: date, end: date, *, eves_off: bool = True) -> int:
    """Count the working days after ``start`` up to and with ``end``; the inverse of ``add_workdays``."""
    days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, eves_off=eves_off) for day in days)


def add_months(day: date, months: int) -> date:
    """Return the same-numbered day ``months`` later, or the last day of that month if it has none.

    This is the strict end of the time: warn by it. ``rolled`` tells until when the law still waits.
    Source: laki säädettyjen määräaikain laskemisesta (150/1930) 3 §.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month0 + 1)[1]
    return day.replace(year=year, month=month0 + 1, day=min(day.day, last))


def rolled(last_day: date) -> date:
    """Return the first working day on or after ``last_day``: an act is still in time on it.

    These roll: holidays, Independence Day, May Day, Christmas Eve, Midsummer Eve and Saturdays.
    Source: laki säädettyjen määräaikain laskemisesta (150/1930) 5 §.
    """
    while not is_workday(last_day):
        last_day += ONE_DAY
    return last_day


def _is_eve(day: date) -> bool:
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return midsummer_eve or (day.month, day.day) == (12, 24)
