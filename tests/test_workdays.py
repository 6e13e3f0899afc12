"""Working days and time limits, against vectors counted by hand from the law and the almanac."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koppi.workdays import add_months, add_workdays, is_workday, local_day, rolled, workdays_between

VECTORS = json.loads((Path(__file__).parent / "data" / "deadline_testvectors.json").read_text())
DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))


def day_of(vector: dict, name: str) -> date:
    return date.fromisoformat(vector[name])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["received"])
def test_time_limits_agree_with_the_counted_vectors(vector):
    received = day_of(vector, "received")
    assert received.strftime("%a") == vector["weekday"]
    assert add_workdays(received, 7) == day_of(vector, "start_by_7wd")
    assert add_months(received, 3) == day_of(vector, "three_months")
    assert rolled(add_months(received, 3)) == day_of(vector, "three_months_rolled")
    if "start_by_if_eves_counted" in vector:
        assert add_workdays(received, 7, eves_off=False) == day_of(vector, "start_by_if_eves_counted")


@pytest.mark.parametrize(
    "holiday",
    [
        date(2027, 1, 1),  # New Year
        date(2027, 1, 6),  # Epiphany
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2026, 5, 1),  # May Day on a Friday
        date(2027, 5, 6),  # Ascension Day
        date(2027, 12, 6),  # Independence Day
        date(2028, 12, 25),  # Christmas Day
        date(2028, 12, 26),
    ],
)
def test_a_public_holiday_is_never_a_workday(holiday):
    assert holiday.weekday() < 5
    assert not is_workday(holiday)
    assert not is_workday(holiday, eves_off=False)


@pytest.mark.parametrize("eve", [date(2026, 12, 24), date(2026, 6, 19), date(2027, 6, 25)])
def test_the_two_eves_follow_the_setting(eve):
    assert not is_workday(eve)
    assert is_workday(eve, eves_off=False)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 4, 30), date(2026, 4, 2)])
def test_new_years_eve_walpurgis_eve_and_maundy_thursday_are_workdays(day):
    assert is_workday(day)


@given(day=DAYS, count=st.integers(1, 60))
def test_counting_back_what_was_added_gives_the_count(day, count):
    assert workdays_between(day, add_workdays(day, count)) == count


@given(day=DAYS, count=st.integers(1, 40))
def test_added_days_land_on_a_workday_and_backward_is_the_mirror(day, count):
    ahead = add_workdays(day, count)
    assert is_workday(ahead)
    assert add_workdays(ahead, -count) <= day + timedelta(days=1)
    assert workdays_between(add_workdays(ahead, -count), ahead) == count


@given(day=DAYS, months=st.integers(-24, 240))
def test_a_month_later_has_the_same_number_or_is_the_last_of_its_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(day=DAYS)
def test_rolling_goes_to_the_nearest_workday_ahead(day):
    assert is_workday(rolled(day))
    assert workdays_between(day, rolled(day)) == (0 if is_workday(day) else 1)


def test_zero_workdays_and_an_end_before_the_start_count_nothing():
    sunday = date(2026, 11, 29)
    assert add_workdays(sunday, 0) == sunday
    assert workdays_between(sunday, sunday - timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 21, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 3, 27, 21, 59, tzinfo=UTC), date(2027, 3, 27)),  # the night summer time begins
        (datetime(2027, 3, 28, 21, 0, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2026, 10, 25, 21, 59, tzinfo=UTC), date(2026, 10, 25)),  # the day of 25 hours
    ],
)
def test_the_day_is_the_finnish_day(moment, day):
    assert local_day(moment) == day


def test_a_moment_without_a_zone_is_refused_and_a_moment_is_no_day():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 11, 23, 12))
    with pytest.raises(TypeError, match="local_day"):
        add_workdays(datetime(2026, 11, 23, 12, tzinfo=UTC), 1)
