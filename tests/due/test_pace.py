"""How long a failed thing waits, and when a periodic one comes round again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from koppi.due.pace import next_turn, wait_after

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(days=7)).filter(bool)


def test_waits_double_from_a_minute_to_six_hours():
    waits = [int(wait_after(failures).total_seconds() // 60) for failures in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_a_thousand_failures_still_wait_six_hours():
    assert wait_after(1000) == timedelta(hours=6)


@given(now=MOMENTS, every=SPANS)
def test_the_next_turn_is_ahead_and_within_one_span(now, every):
    turn = next_turn(now, every)
    assert now < turn <= now + every


@given(now=MOMENTS, every=SPANS)
def test_everybody_within_one_span_agrees_on_the_next_turn(now, every):
    turn = next_turn(now, every)
    assert next_turn(turn - timedelta(microseconds=1), every) == turn
    assert next_turn(turn, every) == turn + every
