"""My families: found by any name in sight, with all tolerance, and never a name out of sight."""

from datetime import date, timedelta
from itertools import product

import pytest

from koppi.finding import access, listing
from koppi.people import names
from koppi.people.sectors import Sector
from koppi.sharing import grants
from koppi.sharing.records import new_record
from koppi.teams.models import AgreedStep
from tests import make

from .conftest import a_human, open_to, person_of, restrict

pytestmark = pytest.mark.django_db


def found(viewer, text="", **asked):
    rows = access.rows_of(viewer, access.families_found(viewer, text, **asked))
    return [row.name for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "emma", "Laine", "laine emma", "Emma Sofia Laine", "Laineen perhe", "Sannan", "Emman", "Laneen",
        "3.4.2017", "Emma 2017", "emma 3.4.2017", "2017-04-03", "sanna emma",
    ],
)  # fmt: skip
def test_a_family_in_sight_is_found_by_name_in_any_order_and_by_birth(anna, laine, koski, text):
    assert found(make.a_viewer(anna), text) == ["Laineen perhe"]


@pytest.mark.parametrize(
    "text", ["Onni", "Koski", "Kosken", "9.9.2015", "Emma 2016", "sanna 3.4.2017", "%", "_"]
)
def test_what_is_out_of_sight_or_does_not_fit_is_not_found(anna, laine, koski, text):
    assert found(make.a_viewer(anna), text) == []


def test_the_same_names_are_found_when_many_families_are_in_sight(anna, laine, koski, monkeypatch):
    monkeypatch.setattr(listing, "FEW", 0)
    viewer = make.a_viewer(anna)
    for text in ("Emma", "Laineen", "sannalle", "3.4.2017"):
        assert found(viewer, text) == ["Laineen perhe"]
    assert found(viewer, "Onni") == []


def test_every_short_beginning_finds_only_names_in_ones_own_sight(anna, vera, laine, koski):
    """LK06: two and three letters, also å, ä and ö, as six different actors."""
    kept_out = make.a_post(unit=anna.unit)
    open_to(kept_out, laine, holds=False, own_worker=False)
    restrict("POST", person_of(laine, "Emma"), kept_out=f"e:{kept_out.pk}")
    actors = {
        anna: laine, vera: koski, make.a_post(): None, make.a_post(role="ADMIN", unit=anna.unit): None,
        make.a_post(role="MANAGER", unit=anna.unit): None, kept_out: laine,
    }  # fmt: skip
    letters = "abcdefghijklmnoprstuvyåäö"
    starts = ["".join(pair) for pair in product("eolktsnåäö", letters)] + ["emm", "lai", "onn", "kos", "tii"]
    for post, own in actors.items():
        viewer = make.a_viewer(post)
        for start in starts:
            for name in found(viewer, start):
                assert own is not None
                assert name == own.name


def test_a_person_one_is_kept_from_is_neither_shown_nor_matched(anna, laine):
    restrict("POST", person_of(laine, "Emma"), kept_out=f"e:{anna.pk}")
    viewer = make.a_viewer(anna)
    assert found(viewer, "Emma") == []
    (row,) = access.rows_of(viewer, access.families_found(viewer))
    assert [bit.name for bit in row.people] == ["Sanna Laine"]


def test_a_family_kept_from_one_is_not_in_the_list(anna, laine):
    restrict("POST", family=laine, kept_out=f"e:{anna.pk}")
    assert found(make.a_viewer(anna)) == []


def test_the_newest_family_comes_first(anna, laine):
    newer = make.a_family("Uudempi", a_human("Aino", "Uusi"))
    type(newer).objects.filter(pk=newer.pk).update(created_at=make.NOON + make.DAY)
    open_to(anna, newer)
    assert found(make.a_viewer(anna)) == ["Uudempi", "Laineen perhe"]


def test_the_list_narrows_by_hold_team_unit_sector_and_state(anna, laine):
    colleague = make.a_post(unit=anna.unit)
    other = open_to(colleague, make.a_family("Toinen", a_human("Aino", "Uusi")))
    open_to(anna, other, holds=False, own_worker=False)
    type(other).objects.filter(pk=other.pk).update(finished_at=make.NOON)
    viewer = make.a_viewer(anna)
    assert found(viewer, mine=access.HOLD_MINE) == ["Laineen perhe"]
    assert sorted(found(viewer, mine=access.TEAM_MINE)) == ["Laineen perhe", "Toinen"]
    assert sorted(found(viewer, mine=access.UNIT_MINE)) == ["Laineen perhe", "Toinen"]
    assert found(viewer, sector=Sector.POLICE) == []
    assert sorted(found(viewer, sector=Sector.SOCIAL)) == ["Laineen perhe", "Toinen"]
    assert found(viewer, status=access.FINISHED) == ["Toinen"]
    assert found(viewer, "laine", status=access.OPEN) == ["Laineen perhe"]


def test_a_deputy_finds_the_families_of_the_one_who_is_away(anna, laine):
    deputy = make.a_post(unit=anna.unit)
    viewer = make.a_viewer(deputy, stand_ins=[f"e:{anna.pk}"])
    assert found(viewer, mine=access.HOLD_MINE) == ["Laineen perhe"]


def a_step(family, post, subjects, what="Tapaaminen", days=1):
    record = new_record(by=make.a_viewer(post), family=family, kind="STEP", subjects=subjects)
    when = make.NOON + timedelta(days=days)
    return AgreedStep.objects.create(record=record, what=what, starts_at=when, lead=post)


def test_the_row_tells_the_nearest_step_that_is_seen(anna, vera, laine):
    people = [member.person for member in laine.members.all()]
    a_step(laine, anna, people, "Myöhempi", 9)
    a_step(laine, anna, people, "Lähin", 2)
    a_step(laine, vera, [a_human("Muu", "Ihminen")], "Salainen", 1)
    viewer = make.a_viewer(anna)
    (row,) = access.rows_of(viewer, access.families_found(viewer))
    assert (row.next_what, row.is_mine, row.holder) == ("Lähin", True, anna.person.name)


@pytest.mark.parametrize("text", ["", "laine"])
@pytest.mark.parametrize("more", [0, 2])
def test_the_list_takes_the_same_queries_with_one_and_three(
    anna, laine, more, text, django_assert_num_queries
):
    for number in range(more):
        open_to(anna, make.a_family(f"Laine {number}", a_human(f"Joku{number}", "Laine")))
    viewer = make.a_viewer(anna)
    with django_assert_num_queries(QUERIES[text]):
        assert len(found(viewer, text)) == 1 + more


QUERIES = {"": 10, "laine": 13}


# ---- duplicates


def alike(viewer):
    return [(one.name, other.name) for one, other in access.likely_pairs(viewer)]


def test_the_same_person_twice_in_sight_is_noticed(anna, laine):
    open_to(anna, make.a_family("Toinen", a_human("Emma", "Laine", date(2017, 4, 3))))
    assert alike(make.a_viewer(anna)) == [("Emma Laine", "Emma Laine")]


@pytest.mark.parametrize(
    ("given", "family", "born_on", "is_same"),
    [
        ("Ema", "Laine", date(2017, 4, 3), True),
        ("Emma", "Lainne", date(2017, 4, 3), True),
        ("Emma Sofia", "Laine", None, True),
        ("Emma Sofia", "Laine", date(2017, 4, 4), False),
        ("Oskari", "Laine", date(2017, 4, 3), False),
        ("Emma", "Korhonen", date(2017, 4, 3), False),
        ("Emma", "Korhonen", None, False),
    ],
)
def test_alike_means_names_alike_and_births_that_agree(anna, laine, given, family, born_on, is_same):
    open_to(anna, make.a_family("Toinen", a_human(given, family, born_on)))
    assert bool(alike(make.a_viewer(anna))) is is_same


def test_twins_are_two(anna):
    born = date(2019, 1, 1)
    open_to(
        anna, make.a_family("Kaksoset", a_human("Aatu", "Kangas", born), a_human("Eemil", "Kangas", born))
    )
    assert alike(make.a_viewer(anna)) == []


def test_a_double_out_of_sight_is_not_told(anna, vera, laine):
    open_to(vera, make.a_family("Toinen", a_human("Emma", "Laine", date(2017, 4, 3))))
    assert alike(make.a_viewer(anna)) == []
    grants.rebuild(laine.pk)


def test_a_row_merged_away_is_not_alike_any_more(anna, laine):
    again = a_human("Emma", "Laine", date(2017, 4, 3))
    open_to(anna, make.a_family("Toinen", again))
    type(again).objects.filter(pk=again.pk).update(merged_into=person_of(laine, "Emma"))
    assert alike(make.a_viewer(anna)) == []


@pytest.mark.parametrize("more", [0, 2])
def test_looking_for_doubles_takes_the_same_queries_with_one_and_three(
    anna, laine, more, django_assert_num_queries
):
    for _ in range(1 + more):
        open_to(anna, make.a_family("Toinen", a_human("Emma", "Laine", date(2017, 4, 3))))
    viewer = make.a_viewer(anna)
    with django_assert_num_queries(5):
        assert access.likely_pairs(viewer)


def test_names_are_folded_the_same_on_both_sides():
    assert names.fold("ÄÄKKÖNEN") == names.fold("aakkonen")
