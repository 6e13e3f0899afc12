"""Where the bars of the services timeline stand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from koppi.ui.timeline import Window, pieces, window_around

TODAY = date(2025, 12, 2)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1))


def kinds(state: str, starts: date | None, ends: date | None) -> list[str]:
    window = window_around([(starts, ends)], TODAY)
    return [piece.kind for piece in pieces(window, state, starts, ends)]


def test_what_runs_is_solid_until_today_and_dashed_after_it():
    assert kinds("RUNNING", date(2025, 1, 1), None) == ["ahead", "done"]


def test_what_ended_is_an_outline_and_what_is_to_come_is_dashed():
    assert kinds("ENDED", date(2025, 1, 1), date(2025, 5, 1)) == ["past"]
    assert kinds("COMING", date(2026, 1, 14), None) == ["next"]
    assert kinds("PROPOSED", None, None) == ["next"]


@given(starts=DAYS, ends=DAYS, state=st.sampled_from(["RUNNING", "ENDED", "COMING", "PROPOSED"]))
def test_no_bar_ever_leaves_its_window(starts, ends, state):
    window = window_around([(starts, ends)], TODAY)
    for piece in pieces(window, state, starts, ends):
        assert piece.x >= 0
        assert piece.width >= 0
        assert piece.x + piece.width <= 100.01


@given(spans=st.lists(st.tuples(DAYS, DAYS), max_size=8))
def test_the_window_holds_today_and_stays_readable(spans):
    window = window_around(spans, TODAY)
    assert window.starts < TODAY < window.ends
    assert (window.ends - window.starts).days < 730
    assert 1 <= len(window.ticks()) <= 6


def test_an_empty_window_does_not_divide_by_nothing():
    assert Window(TODAY, TODAY, TODAY).percent(TODAY) == 0
