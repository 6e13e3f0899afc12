"""Time alone begins and ends services; days must agree with what is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koppi.services.states import ORDER, state_on, troubles

TODAY = date(2026, 3, 2)
days = st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


# How long one example takes depends on who else uses the machine.
calm = settings(deadline=None)


def test_what_was_coming_runs_from_its_first_day_on():
    assert state_on("COMING", TODAY, None, TODAY) == "RUNNING"
    assert state_on("COMING", TODAY + timedelta(days=1), None, TODAY) == "COMING"


def test_a_last_day_is_still_part_of_the_service():
    assert state_on("RUNNING", None, TODAY, TODAY) == "RUNNING"
    assert state_on("RUNNING", None, TODAY - timedelta(days=1), TODAY) == "ENDED"


def test_time_does_not_decide_for_the_family_what_was_only_proposed():
    assert state_on("PROPOSED", TODAY - timedelta(days=9), TODAY - timedelta(days=1), TODAY) == "PROPOSED"


@pytest.mark.parametrize(
    ("state", "starts", "ends", "found"),
    [
        ("RUNNING", None, None, [("starts_on", "missing")]),
        ("RUNNING", 1, None, [("starts_on", "future")]),
        ("COMING", -1, None, [("starts_on", "past")]),
        ("ENDED", -9, None, [("ends_on", "missing")]),
        ("ENDED", -9, 1, [("ends_on", "future")]),
        ("RUNNING", -1, -9, [("ends_on", "order")]),
        ("PROPOSED", None, None, []),
        ("COMING", 0, None, []),
        ("ENDED", -9, 0, []),
    ],
)
def test_days_that_do_not_agree_are_named(state, starts, ends, found):
    day = lambda offset: None if offset is None else TODAY + timedelta(days=offset)  # noqa: E731
    assert [(one.field, one.how) for one in troubles(state, day(starts), day(ends), TODAY)] == found


@calm
@given(st.sampled_from(ORDER), days, days)
def test_days_that_agree_never_contradict_the_state_on_the_same_day(state, starts, ends):
    if not troubles(state, starts, ends, TODAY):
        shown = state_on(state, starts, ends, TODAY)
        assert shown == state or (state, shown) in {("COMING", "RUNNING"), ("RUNNING", "ENDED")}
