"""The sentence that says why you see this, and the pure verdict behind it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils.translation import override

from koppi.people.sectors import Sector
from koppi.sharing import why
from koppi.sharing.verdict import Door, Verdict, Way, Why

MARCH = datetime(2026, 2, 28, 22, tzinfo=UTC)
SEPTEMBER = datetime(2026, 8, 31, 21, tzinfo=UTC)
TWELFTH = datetime(2026, 3, 12, 9, tzinfo=UTC)


def way(ground="TEAM", **more):
    values = {"ground_starts": MARCH, "ground_ends": SEPTEMBER, "receiver": "s:ECEC", "cover_starts": TWELFTH}
    return Way("WORK", uuid4(), ground=ground, **{**values, **more})


def test_a_team_member_reads_why_until_when_and_on_whose_consent():
    assert why.words(Why.WORK, way(), why.with_whom("s:ECEC")) == (
        "Näet tämän, koska olet perheen tiimin jäsen (1.3.–31.8.) ja perhe on suostunut tietojen jakamiseen "
        "varhaiskasvatuksen kanssa (12.3. alkaen)."
    )


def test_the_law_is_named_when_it_is_the_law():
    said = why.words(Why.WORK, way("UNIT_DUTY", basis="Sosiaalihuoltolaki 41 §", cover_ends=SEPTEMBER))
    assert "yksikkösi tehtävä" in said
    assert said.endswith("laki sallii tietojen jakamisen: Sosiaalihuoltolaki 41 § (12.3.–31.8.).")


def test_an_emergency_tells_its_hours():
    opened = datetime(2026, 3, 2, 12, tzinfo=UTC)
    said = why.words(Why.WORK, way("EMERGENCY", ground_starts=opened, ground_ends=opened.replace(hour=16)))
    assert said == "Näet tämän, koska avasit perheen tiedot hätäavauksella (klo 14–18)."


@pytest.mark.parametrize("ground", ["TEAM", "UNIT_DUTY", "SUPERVISION", "OTHER_AUTHORITY", "EMERGENCY"])
@pytest.mark.parametrize("basis", ["", "Laki"])
def test_every_ground_has_a_whole_sentence_of_its_own(ground, basis):
    said = why.words(Why.WORK, way(ground, basis=basis), why.with_whom("o:x", "Apu ry"))
    assert said.startswith("Näet tämän, koska ")
    assert said.endswith(".")
    assert "%" not in said
    assert "None" not in said


@pytest.mark.parametrize("reason", list(Why))
def test_every_clause_has_words_and_what_stands_against_is_never_told(reason):
    said = why.words(reason)
    assert said.endswith(".")
    if not reason.allows:
        assert said == "Tämä ei ole sinulle näkyvissä."


@pytest.mark.parametrize("sector", list(Sector))
def test_every_sector_bends_to_with_whom(sector):
    assert why.with_whom(f"s:{sector}").endswith(" kanssa")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", ("1.3.–31.8.", "1.3. alkaen")),
        ("sv", ("1.3–31.8", "1.3")),
        ("en", ("1 Mar–31 Aug", "1 Mar")),
    ],
)
def test_a_day_is_said_in_the_reader_s_way(language, said):
    march, august = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 8, 31, 12, tzinfo=UTC)
    with override(language):
        assert why.span(march, august) == said[0]
        assert said[1] in why.since(march)
        assert why.day(march) == said[1].split(" alkaen")[0]


def test_a_period_over_new_year_tells_its_years():
    december, february = datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2027, 2, 1, 10, tzinfo=UTC)
    assert why.span(december, february) == "1.12.2026–1.2.2027"
    assert why.since(None, february) == "1.2. asti"
    assert why.since(None, None) == "toistaiseksi"


# The family door as pure thought


def door(**more):
    values = {
        "sees_content": True, "is_conflicted": False, "is_person_kept_out": False,
        "is_office_kept_out": False, "has_emergency": False, "ways": (way(),),
    }  # fmt: skip
    return Door(**{**values, **more})


def test_without_a_ground_nothing_is_seen():
    assert door(ways=()).verdict == Verdict(False, (Why.NO_GROUND,))


@pytest.mark.parametrize(
    ("against", "clause"),
    [
        ({"sees_content": False}, Why.NO_CONTENT),
        ({"is_conflicted": True}, Why.CONFLICT),
        ({"is_person_kept_out": True}, Why.PERSON_KEPT_OUT),
        ({"is_office_kept_out": True}, Why.OFFICE_KEPT_OUT),
    ],
)
def test_each_clause_against_beats_every_ground(against, clause):
    assert door().verdict.allowed
    assert door(**against).verdict == Verdict(False, (clause,))


def test_an_emergency_beats_an_organisation_s_restriction_never_a_person_s_and_changes_nothing():
    opened = (way("EMERGENCY"), way())
    office = door(is_office_kept_out=True, has_emergency=True, ways=opened)
    assert office.verdict.allowed
    assert not office.may_change
    assert not door(is_person_kept_out=True, has_emergency=True, ways=opened).verdict.allowed
    assert door(has_emergency=True, ways=opened).may_change


@pytest.mark.parametrize(
    ("ground", "may"),
    [
        ("TEAM", True),
        ("UNIT_DUTY", True),
        ("SUPERVISION", True),
        ("OTHER_AUTHORITY", False),
        ("EMERGENCY", False),
    ],
)
def test_only_those_who_work_with_the_family_change_it(ground, may):
    assert door(ways=(way(ground),)).may_change == may


def test_a_person_one_is_kept_out_from_opens_no_door_and_is_hidden():
    only = way()
    closed = door(ways=(only,), out={only.person})
    assert not closed.verdict.allowed
    assert closed.hidden == {only.person}
    assert door(ways=(only,), office_out={only.person}, has_emergency=True).hidden == frozenset()


def test_a_guardian_shut_out_by_safety_has_no_way_through_that_child():
    ward = Way("GUARDIAN", uuid4())
    assert door(ways=(ward,)).verdict.why == (Why.GUARDIAN,)
    assert not door(ways=(ward,), unsafe={ward.person}).verdict.allowed
