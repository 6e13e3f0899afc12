"""The promise given to whoever asks for help: by which day and hour somebody answers. Pure, without a clock.

The day on which help is asked is not counted; the answer comes before the office closes on the last day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from koppi.workdays import HELSINKI, ONE_DAY, add_workdays, is_workday, local_day


@dataclass(frozen=True, slots=True)
class Office:
    """What the county promises: in how many working days, and when somebody is there."""

    workdays: int = 1
    opens: time = time(8)
    closes: time = time(16)
    eves_off: bool = True

    def __post_init__(self) -> None:
        if self.workdays < 1 or self.opens >= self.closes:
            raise ValueError("a promise takes at least one working day and an office that is open some time")


@dataclass(frozen=True, slots=True)
class Left:
    """How much time is left of a promise: whole working days after today, and the office hours of today."""

    is_late: bool
    days: int
    hours: int
    minutes: int


def answer_by(asked_at: datetime, office: Office) -> datetime:
    """Return the moment by which whoever asked at ``asked_at`` has an answer."""
    day = add_workdays(local_day(asked_at), office.workdays, eves_off=office.eves_off)
    return datetime.combine(day, office.closes, HELSINKI)


def before(promised_at: datetime, hours: int, office: Office) -> datetime:
    """Return the moment that lies so many office hours before the promise, as the offices are open."""
    left, day = timedelta(hours=hours), local_day(promised_at)
    end = promised_at.astimezone(HELSINKI)
    while True:
        opens, closes = _hours_of(day, office)
        end = min(end, closes)
        if is_workday(day, eves_off=office.eves_off) and end > opens:
            if end - opens >= left:
                return end - left
            left -= end - opens
        day -= ONE_DAY
        end = _hours_of(day, office)[1]


def left(promised_at: datetime, now: datetime, office: Office) -> Left:
    """Return what is left of the promise at ``now``, or how late it is by the clock."""
    if now >= promised_at:
        return Left(True, *_parts(now - promised_at))
    today, last = local_day(now), local_day(promised_at)
    if today < last:
        return Left(False, _workdays_after(today, last, office), 0, 0)
    return Left(False, 0, *_parts(promised_at - now)[1:])


def _parts(span: timedelta) -> tuple[int, int, int]:
    minutes = int(span.total_seconds()) // 60
    return minutes // 1440, minutes % 1440 // 60, minutes % 60


def _workdays_after(today: date, last: date, office: Office) -> int:
    days = (today + ONE_DAY * n for n in range(1, (last - today).days + 1))
    return max(1, sum(is_workday(day, eves_off=office.eves_off) for day in days))


def _hours_of(day: date, office: Office) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, office.opens, HELSINKI),
        datetime.combine(day, office.closes, HELSINKI),
    )
