"""Statutory clocks against the counted vectors and against an almanac written by hand for 2024–2035."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from koppi.deadlines import RULES, NoRule, Rule, Start, Unit, clock, rule_on, rules_on, rules_starting_from
from koppi.workdays import is_workday

from .almanac import (
    EASTER,
    first_open_day,
    gauss_easter,
    is_off,
    nth_workday_after,
    same_number_later,
)

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "deadline_testvectors.json").read_text())
TODAY = date(2026, 11, 23)
TWELVE_YEARS = [date(2024, 1, 1) + timedelta(n) for n in range((date(2036, 1, 1) - date(2024, 1, 1)).days)]


def day_of(vector: dict, name: str) -> date:
    return date.fromisoformat(vector[name])


def running(code: str, day: date, **how):
    return clock(rule_on(code, day), day, **how)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["received"])
def test_the_clocks_of_the_social_welfare_act_agree_with_the_counted_vectors(vector):
    received = day_of(vector, "received")
    start, done = running("SHL36-START", received), running("SHL36-DONE", received)
    assert start.strict == start.rolled == day_of(vector, "start_by_7wd")
    assert running("LSL26-INFORM", received).strict == start.strict
    assert (done.strict, done.rolled) == (
        day_of(vector, "three_months"),
        day_of(vector, "three_months_rolled"),
    )
    assert running("SHL45-DECISION", received).rolled == done.rolled
    if "start_by_if_eves_counted" in vector:
        eves_counted = running("SHL36-START", received, eves_off=False)
        assert eves_counted.strict == day_of(vector, "start_by_if_eves_counted")


def test_the_printed_easter_days_are_those_of_gauss():
    assert {year: date(year, *day) for year, day in EASTER.items()} == {
        year: gauss_easter(year) for year in EASTER
    }


def test_every_day_of_twelve_years_is_a_workday_or_not_as_in_the_almanac():
    assert len(TWELVE_YEARS) == 4383
    assert [day for day in TWELVE_YEARS if is_workday(day) == is_off(day)] == []
    assert [
        day for day in TWELVE_YEARS if is_workday(day, eves_off=False) == is_off(day, with_eves=False)
    ] == []


@pytest.mark.parametrize("eves_off", [True, False])
def test_a_limit_begun_on_any_day_of_twelve_years_ends_as_counted_from_the_almanac(eves_off):
    for day in TWELVE_YEARS:
        start, done = (running(code, day, eves_off=eves_off) for code in ("SHL36-START", "SHL36-DONE"))
        assert start.strict == nth_workday_after(day, 7, with_eves=eves_off), day
        assert done.strict == same_number_later(day, 3), day
        assert done.rolled == first_open_day(done.strict), day


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {rule.valid_from}")
def test_of_every_rule_the_days_stand_in_order_and_the_law_is_named(rule):
    for day in TWELVE_YEARS[::17]:
        one = clock(rule, day)
        assert day <= one.warn_on <= one.strict <= one.rolled
        assert one.rolled - one.strict <= timedelta(5)
    assert rule.name
    assert rule.law
    assert rule.section
    assert rule.url.startswith("https://")
    assert rule.valid_until is None or rule.valid_from < rule.valid_until


def test_every_clock_of_the_list_is_there_once_on_a_day():
    codes = [rule.code for rule in rules_on(TODAY)]
    assert len(codes) == len(set(codes))
    wanted = (
        "SHL36-URGENT SHL36-START SHL36-DONE LSL26-INFORM SHL45-DECISION LSL30-REVIEW LSL12-PLAN LSL38-END"
    )
    more = "OHL15-TALK OHL15-URGENT VARHL23-REVIEW JULKL14-ANSWER JULKL14-WIDE GDPR12-ANSWER ATL11-LOG"
    assert set(f"{wanted} {more} GDPR33-NOTICE THL-HALFYEAR THL-YEAR".split()) <= set(codes)


def test_what_begins_when_a_matter_becomes_known():
    codes = {rule.code for rule in rules_starting_from(Start.PENDING, TODAY)}
    assert {"SHL36-URGENT", "SHL36-START", "SHL36-DONE", "SHL45-DECISION"} <= codes
    assert codes.isdisjoint({"LSL26-INFORM", "OHL15-TALK"})


def test_a_law_counts_only_what_began_while_it_was_in_force():
    with pytest.raises(NoRule):
        rule_on("SHL36-START", date(2015, 3, 31))
    assert rule_on("SHL36-START", date(2015, 4, 1)).amount == 7
    with pytest.raises(NoRule):
        rule_on("SHL99", TODAY)
    ended = Rule(
        "X", "x", "x", "x", "https://x", Start.PENDING, 1, Unit.DAYS, 0, date(2020, 1, 1), date(2021, 1, 1)
    )
    assert [
        ended.is_in_force(date(*day)) for day in ((2019, 12, 31), (2020, 1, 1), (2020, 12, 31), (2021, 1, 1))
    ] == [
        False,
        True,
        True,
        False,
    ]


def test_seven_school_days_leave_out_the_autumn_break():
    asked = date(2026, 10, 8)
    autumn = {date(2026, 10, 12) + timedelta(n) for n in range(5)}
    assert running("OHL15-TALK", asked).strict == date(2026, 10, 19)
    assert running("OHL15-TALK", asked, is_school_closed=autumn.__contains__).strict == date(2026, 10, 26)
    assert running("OHL15-URGENT", date(2026, 10, 9), is_school_closed=autumn.__contains__).strict == date(
        2026, 10, 19
    )


def test_a_half_year_is_reported_by_the_17th_and_a_year_by_15_february():
    assert running("THL-HALFYEAR", date(2026, 9, 30)).strict == date(2026, 10, 17)
    assert running("THL-HALFYEAR", date(2026, 3, 31)).strict == date(2026, 4, 17)
    assert running("THL-YEAR", date(2026, 12, 31)).strict == date(2027, 2, 15)


def test_a_placement_ends_on_its_last_day_and_does_not_roll_over_a_weekend():
    assert running("LSL38-END", date(2026, 11, 6)).rolled == date(2026, 12, 6)  # Sunday and Independence Day


def test_two_weeks_from_a_holiday_eve_roll_over_christmas():
    asked = running("JULKL14-ANSWER", date(2026, 12, 10))
    assert (asked.strict, asked.rolled) == (date(2026, 12, 24), date(2026, 12, 28))


def test_seventy_two_hours_are_kept_whichever_hour_the_breach_was_found():
    assert running("GDPR33-NOTICE", TODAY).strict == date(2026, 11, 25)


def test_a_year_from_a_leap_day_ends_on_the_last_of_february():
    assert running("LSL30-REVIEW", date(2028, 2, 29)).strict == date(2029, 2, 28)


def test_what_must_be_done_at_once_is_late_the_next_day():
    urgent = running("SHL36-URGENT", TODAY)
    assert urgent.is_warning(TODAY)
    assert not urgent.is_late(TODAY)
    assert urgent.is_late(TODAY + timedelta(1))


def test_a_clock_warns_before_its_strict_day_and_is_late_only_after_the_rolled_one():
    done = running("SHL36-DONE", date(2026, 11, 30))
    assert done.warn_on == date(2027, 2, 14)
    moments = [date(2027, 2, 13), date(2027, 2, 14), date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 2)]
    assert [done.is_warning(day) for day in moments] == [False, True, True, False, False]
    assert [done.is_on_the_roll(day) for day in moments] == [False, False, False, True, False]
    assert [done.is_late(day) for day in moments] == [False, False, False, False, True]


def test_the_working_days_left_count_the_last_day_in():
    start = running("SHL36-START", date(2026, 11, 24))
    assert start.strict == date(2026, 12, 3)
    assert start.workdays_left(date(2026, 12, 2)) == 1
    assert start.workdays_left(date(2026, 12, 3)) == 0
    assert start.warn_on == date(2026, 12, 1)
