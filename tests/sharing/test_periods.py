"""Periods as pure thought."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from koppi.sharing.periods import EVER, Period, Saying, adult_from, earliest, meet, newest_yes, of_days

START = datetime(2026, 3, 1, tzinfo=UTC)
hours = st.integers(0, 12)
moments = hours.map(lambda hour: START + timedelta(hours=hour))


@st.composite
def periods(draw):
    return Period(draw(moments), draw(st.none() | moments))


@given(st.lists(periods(), min_size=1, max_size=4), moments)
def test_a_moment_is_in_the_common_period_exactly_when_it_is_in_every_one(some, at):
    common = meet(*some)
    assert (common is not None and common.holds(at)) == all(period.holds(at) for period in some)


@given(st.lists(periods(), min_size=1, max_size=4))
def test_a_common_period_is_never_empty(some):
    common = meet(*some)
    assert common is None or common.end is None or common.start < common.end


sayings = st.lists(st.builds(Saying, periods(), st.booleans()), max_size=5)


@given(sayings, moments)
def test_the_newest_word_in_force_stands_and_of_two_as_new_the_no(said, at):
    live = [one for one in said if one.period.holds(at)]
    newest = [one for one in live if one.period.start == max(o.period.start for o in live)]
    expected = bool(newest) and all(one.says_yes for one in newest)
    assert any(period.holds(at) for period in newest_yes(said)) == expected


@given(sayings)
def test_periods_of_yes_stand_apart_and_in_order(said):
    found = newest_yes(said)
    assert all(one.end is not None and one.end < two.start for one, two in pairwise(found))


def test_a_day_is_a_helsinki_day_also_when_the_clocks_change():
    spring = of_days(date(2026, 3, 29), date(2026, 3, 30))
    assert spring.end - spring.start == timedelta(hours=23)
    assert spring.start == datetime(2026, 3, 28, 22, tzinfo=UTC)


def test_a_day_without_edges_has_always_been_and_goes_on():
    assert of_days(None, None) == (EVER, None)
    assert earliest(None, None) is None


def test_one_comes_of_age_at_midnight_of_the_birthday():
    assert adult_from(date(2008, 7, 1)) == datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert adult_from(date(2008, 2, 29)) == datetime(2026, 2, 27, 22, tzinfo=UTC)
