from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from koppi.signin.limits import Limits, ends_at, is_over

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
LIMITS = Limits(timedelta(minutes=15), timedelta(hours=10))
minutes = st.integers(0, 24 * 60).map(lambda n: timedelta(minutes=n))


@given(minutes, minutes)
def test_a_session_never_outlives_its_longest_time_however_busy(seen, more):
    assert ends_at(LIMITS, START, START + seen) <= START + LIMITS.longest


@given(minutes)
def test_a_session_ends_exactly_when_it_says(seen):
    end = ends_at(LIMITS, START, START + seen)

    assert is_over(LIMITS, START, START + seen, end)
    assert not is_over(LIMITS, START, START + seen, end - timedelta(seconds=1)) or end <= START


def test_a_clock_that_went_backwards_ends_the_session():
    assert is_over(LIMITS, START, START, START - timedelta(seconds=1))
