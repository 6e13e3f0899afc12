"""The promise: by which day and hour, in working days and office hours."""

from datetime import date, datetime, time

import pytest

from koppi.help_requests.promise import Left, Office, answer_by, before, left
from koppi.workdays import HELSINKI

OFFICE = Office()


def at(day: str, clock: str = "12:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), HELSINKI)


@pytest.mark.parametrize(
    ("asked", "workdays", "promised"),
    [
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-27", 1, "2026-11-30"),  # Friday to Monday
        ("2026-11-28", 1, "2026-11-30"),  # Saturday to Monday
        ("2026-11-29", 3, "2026-12-02"),
        ("2026-12-05", 1, "2026-12-07"),  # Independence Day is a Sunday
        ("2026-12-23", 1, "2026-12-28"),  # the eve and Christmas are no working days
        ("2026-12-23", 3, "2026-12-30"),
        ("2027-03-25", 1, "2027-03-30"),  # over Easter
        ("2027-06-24", 1, "2027-06-28"),  # over Midsummer
    ],
)
def test_the_day_is_so_many_working_days_after_the_asking(asked, workdays, promised):
    assert answer_by(at(asked), Office(workdays)) == at(promised, "16:00")


def test_asking_late_in_the_evening_is_asking_on_that_day():
    assert answer_by(at("2026-11-24", "23:59"), OFFICE) == at("2026-11-25", "16:00")
    assert answer_by(at("2026-11-25", "00:00"), OFFICE) == at("2026-11-26", "16:00")


def test_the_hour_is_the_same_over_the_change_to_summer_time():
    promised = answer_by(at("2027-03-26"), Office(1, time(9), time(15)))
    assert promised == at("2027-03-30", "15:00")
    assert promised.utcoffset().total_seconds() == 3 * 3600


def test_an_eve_counts_when_the_county_says_so():
    assert answer_by(at("2026-12-23"), Office(eves_off=False)) == at("2026-12-24", "16:00")


@pytest.mark.parametrize("office", [{"workdays": 0}, {"opens": time(16), "closes": time(16)}])
def test_a_promise_that_nobody_can_keep_is_refused(office):
    with pytest.raises(ValueError):
        Office(**office)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (1, ("2026-11-30", "15:00")),
        (8, ("2026-11-30", "08:00")),
        (9, ("2026-11-27", "15:00")),  # over the weekend
        (17, ("2026-11-26", "15:00")),
    ],
)
def test_hours_before_the_promise_are_office_hours(hours, expected):
    assert before(at("2026-11-30", "16:00"), hours, OFFICE) == at(*expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("2026-11-27", "09:00"), Left(False, 1, 0, 0)),
        (at("2026-11-29", "09:00"), Left(False, 1, 0, 0)),
        (at("2026-11-25", "09:00"), Left(False, 3, 0, 0)),
        (at("2026-11-30", "13:40"), Left(False, 0, 2, 20)),
        (at("2026-11-30", "16:00"), Left(True, 0, 0, 0)),
        (at("2026-12-01", "18:05"), Left(True, 1, 2, 5)),
    ],
)
def test_time_left_is_working_days_and_then_hours(now, expected):
    assert left(at("2026-11-30", "16:00"), now, OFFICE) == expected
