"""Days, hours and promises in words, in three languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import translation

from koppi.people.sectors import Sector
from koppi.ui import dues, moments
from koppi.ui.sectors import SECTORS

NOW = datetime(2025, 12, 2, 9, 14, tzinfo=ZoneInfo("Europe/Helsinki"))
MEETING = datetime(2025, 12, 10, 14, 0), datetime(2025, 12, 10, 15, 30)


def draw(source: str, **values: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(values)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "ke 10.12. klo 14–15.30"), ("sv", "ons 10.12 kl. 14–15.30"), ("en", "Wed 10 Dec, 14:00–15:30")],
)
def test_a_meeting_is_told_as_people_say_it(language, words):
    assert moments.span(*MEETING, language) == words


def test_a_meeting_over_midnight_tells_both_days():
    assert (
        moments.span(MEETING[0], MEETING[1] + timedelta(days=1)) == "ke 10.12. klo 14 – to 11.12. klo 15.30"
    )


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "16.3.2026"), ("sv", "16.3.2026"), ("en", "16 Mar 2026")]
)
def test_what_is_far_away_has_its_year(language, words):
    assert moments.full_date(date(2026, 3, 16), language) == words


def test_a_moment_is_shown_in_local_time():
    utc = datetime(2025, 12, 10, 12, 0, tzinfo=ZoneInfo("UTC"))
    assert draw("{{ at|moment }}", at=utc) == "ke 10.12. klo 14"


def test_a_missing_day_is_shown_as_nothing():
    assert draw("{{ at|day }}", at=None) == ""


def test_an_unknown_language_speaks_finnish():
    assert moments.day(date(2025, 12, 10), "fr") == "ke 10.12."


@pytest.mark.parametrize(
    ("by", "kind", "words"),
    [
        (NOW.replace(hour=16, minute=0), "mid", "Tänään klo 16 mennessä"),
        (NOW.replace(hour=8, minute=30), "stop", "Myöhässä, sovittu klo 8.30"),
        (NOW.date(), "mid", "Tänään"),
        (date(2025, 12, 3), "mid", "Huomenna ke 3.12."),
        (date(2025, 12, 4), "plain", "to 4.12."),
        (date(2027, 1, 4), "plain", "4.1.2027"),
        (date(2025, 12, 1), "stop", "Myöhässä 1 päivä"),
        (NOW - timedelta(days=3), "stop", "Myöhässä 3 päivää"),
    ],
)
def test_a_promise_is_told_by_what_it_means_now(by, kind, words):
    found = dues.due(by, NOW)
    assert (found.kind, found.words) == (kind, words)


def test_small_numbers_are_words_and_large_ones_figures():
    assert moments.count_word(4) == "neljä"
    assert moments.count_word(11) == "11"
    with translation.override("sv"):
        assert draw("{{ 2|count_word }}") == "två"


def test_the_look_knows_every_sector_by_the_name_the_house_gives_it():
    assert {code: str(look.name) for code, look in SECTORS.items()} == {
        sector.value: str(sector.label) for sector in Sector
    }
