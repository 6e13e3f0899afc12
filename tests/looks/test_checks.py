"""Checking looks: a sample anybody can draw again, plain rules for the unusual, and who sees whose."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koppi.audit import trail
from koppi.audit.access import looks_between
from koppi.delivery.models import Notice
from koppi.families.models import Home, Resident
from koppi.looks import actions, checking, jobs
from koppi.looks.drawing import draw, size_of, week_before
from koppi.looks.models import Rule, Sample, SampledLook, UnusualLook
from koppi.people.models import Role
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible, Refused
from koppi.sharing.periods import midnight
from tests import make
from tests.make import DAY, NOON

from .test_log import signed_in

NEXT_WEEK = Viewer.system(NOON + 7 * DAY)
TOMORROW = Viewer.system(NOON + DAY)


@given(
    ids=st.sets(st.integers(1, 10**18), max_size=300), seed=st.text(max_size=20),
    percent=st.decimals(Decimal("0.5"), 100, places=1),
)  # fmt: skip
def test_a_sample_is_the_same_whoever_draws_it_and_of_the_promised_size(ids, seed, percent):
    drawn = draw(ids, seed, percent)
    assert drawn == draw(sorted(ids, reverse=True), seed, percent)
    assert set(drawn) <= ids
    assert len(drawn) == size_of(len(ids), percent)
    assert len(drawn) * 100 >= len(ids) * percent or len(drawn) == len(ids)


def test_another_seed_draws_others():
    assert draw(range(1000), "a", Decimal(1)) != draw(range(1000), "b", Decimal(1))


def test_the_weeks_sample_is_drawn_once_and_can_be_drawn_again_from_the_trail(home, settings):
    settings.KOPPI_LOG_SAMPLE_PERCENT = 20
    for hours in range(1, 11):
        home.opens(home.petri if hours % 2 else home.anna, hours=hours)
    assert [jobs.draw_sample(by=NEXT_WEEK), jobs.draw_sample(by=NEXT_WEEK)] == [2, 0]
    sample = Sample.objects.get()
    week = week_before(NEXT_WEEK.today)
    looks = list(looks_between(midnight(week), midnight(week) + 7 * DAY))
    assert sample.out_of == len(looks) == 10
    assert sample.seed == looks[-1].mac
    again = draw([one.pk for one in looks], looks[-1].mac, sample.percent)
    assert sorted(SampledLook.objects.values_list("entry", flat=True)) == again
    assert f"e:{home.kaisa.pk}" in set(Notice.objects.values_list("recipient", flat=True))


def test_an_empty_week_has_an_empty_sample(home):
    assert jobs.draw_sample(by=Viewer.system(NOON + 100 * DAY)) == 0
    assert Sample.objects.get().size == 0


def unusual(home, day=TOMORROW):
    jobs.comb(by=day)
    return {(Rule(one.rule).name, one.post_id) for one in UnusualLook.objects.all()}


def test_ordinary_work_is_not_unusual(home):
    home.opens(home.anna)
    home.opens(home.petri)
    assert unusual(home) == set()


def test_a_look_without_work_with_the_family_is_listed(home):
    outsider = make.a_post()
    trail.saw(
        home.at_work(outsider), "finding.looked_up", None, subjects=[home.child, home.family], action="search"
    )
    assert unusual(home) == {("NO_CONTACT", outsider.pk)}


def test_the_same_surname_and_the_same_address_are_listed(home):
    namesake = make.a_post(person=make.a_person("Aatos", "aho"))
    neighbour = make.a_post(person=make.a_person("Naapuri", "Lumi"))
    for person, family in (
        (home.mother, home.family),
        (neighbour.person, make.a_family("x", neighbour.person)),
    ):
        here = Home.objects.create(family=family, label="Koti", address="Koivukatu  12")
        Resident.objects.create(home=here, person=person)
    for post in (namesake, neighbour):
        trail.saw(home.at_work(post), "sharing.saw", home.mother, subjects=[home.mother])
    assert unusual(home) == {("SAME_NAME", namesake.pk), ("SAME_HOME", neighbour.pk)}


def test_very_many_families_in_a_day_are_listed_once(home, settings):
    settings.KOPPI_LOG_MANY_FAMILIES = 3
    busy = make.a_post()
    for _turn in range(5):
        family = make.a_family("x", make.a_person("Y", "Z"))
        trail.saw(home.at_work(busy), "finding.listed", [family], subjects=[family], action="list")
    assert unusual(home) == {("VERY_MANY", busy.pk)}
    assert UnusualLook.objects.count() == 1


def test_a_missed_week_is_gone_through_and_no_day_twice(home):
    outsider = make.a_post()
    jobs.comb(by=Viewer.system(NOON - 3 * DAY))
    for days in (3, 2, 1):
        trail.saw(
            home.at_work(outsider, NOON - days * DAY), "sharing.saw", home.family, subjects=[home.family]
        )
    assert [jobs.comb(by=Viewer.system(NOON)), jobs.comb(by=Viewer.system(NOON))] == [3, 0]


def checked(home, post):
    entry = trail.saw(home.at_work(post), "sharing.saw", home.family, subjects=[home.family])
    return UnusualLook.objects.create(entry=entry.pk, looked_at=NOON, post=post, rule=Rule.NO_CONTACT)


def test_a_manager_checks_their_own_people_and_the_officer_everybody_without_an_officer(home):
    own, elsewhere = checked(home, home.anna), checked(home, home.petri)
    served = make.an_organisation()
    make.a_post(unit=make.a_unit(organisation=served), role=Role.DPO)
    theirs = checked(home, make.a_post(unit=make.a_unit(organisation=served)))
    checked(home, home.kaisa)
    assert set(checking.unusual_for(home.at_work(home.boss))) == {own}
    assert set(checking.unusual_for(home.at_work(home.kaisa))) == {own, elsewhere}
    with pytest.raises(NotVisible):
        checking.unusual_for(home.at_work(home.anna))
    with pytest.raises(NotVisible):
        actions.mark(by=home.at_work(home.boss), look=theirs, outcome="IN_ORDER")


def test_a_look_is_marked_with_words_when_something_was_asked(home):
    look = checked(home, home.anna)
    boss = home.at_work(home.boss)
    for outcome, words in (("ASKED", " "), ("", "x"), ("MAYBE", "x")):
        with pytest.raises(Refused):
            actions.mark(by=boss, look=look, outcome=outcome, words=words)
    actions.mark(by=boss, look=look, outcome="ASKED", words="Oli sijaisena.")
    look.refresh_from_db()
    assert (look.outcome, look.words, look.marked_by) == ("ASKED", "Oli sijaisena.", home.boss)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_name_no_family_and_ask_as_often_for_three_as_for_one(
    home, count, django_assert_num_queries
):
    for _turn in range(count):
        checked(home, home.anna)
    kaisa = home.at_work(home.kaisa)
    with django_assert_num_queries(LIST_QUERIES):
        checking.lines_of(checking.unusual_for(kaisa))
    page = signed_in(home.kaisa.person).get("/katselut/tarkistus/poikkeavat/")
    assert page.status_code == 200
    for word in ("Aho", "Sanna", "Mikko", "Emma", str(home.family.pk), str(home.child.pk)):
        assert word not in page.content.decode()


LIST_QUERIES = 8


def test_the_pages_of_checking(home):
    look = checked(home, home.anna)
    client = signed_in(home.boss.person)
    assert client.get("/katselut/tarkistus/").status_code == 200
    page = f"/katselut/tarkistus/{look.pk}/"
    assert "Anna Salo" in client.get(page).content.decode()
    assert client.post(page, {"outcome": "ASKED"}).status_code == 422
    assert client.post(page, {"outcome": "IN_ORDER"}).status_code == 302
    assert signed_in(home.anna.person).get(page).status_code == 404
    assert signed_in(home.anna.person).get("/katselut/tarkistus/").status_code == 404
