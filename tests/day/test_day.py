"""My day: what waits, in the order of the promise, and nothing of families that are not mine."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from koppi.day.access import day_of
from koppi.day.notices import WORDS, lines_for
from koppi.teams import actions as teams
from tests import make
from tests.teams.test_hold import a_colleague, a_family_with_hold, post_of

pytestmark = pytest.mark.django_db
QUERIES = 14


def agree(worker, family, what, days, lead=None):
    child = family.members.get(is_centre=True).person
    return teams.agree_step(
        by=worker, family=family, subjects=[child], what=what, lead=lead or post_of(worker),
        due_on=(worker.at + timedelta(days=days)).date(),
    )  # fmt: skip


def test_a_day_with_nothing_says_that_nothing_waits(client):
    worker = make.a_viewer()

    day = day_of(worker)

    assert (day.todos, day.slots, day.families) == ((), (), ())


def test_what_waits_stands_in_the_order_of_the_promise():
    family, worker = a_family_with_hold()
    for what, days in (("myöhemmin", 5), ("eilen", -1), ("tänään", 0)):
        agree(worker, family, what, days)

    assert [todo.title for todo in day_of(worker).todos] == ["eilen", "tänään", "myöhemmin"]


def test_a_step_far_ahead_is_no_task_yet_but_is_told_with_the_family():
    family, worker = a_family_with_hold()
    agree(worker, family, "keväällä", 90)

    day = day_of(worker)

    assert day.todos == ()
    assert day.families[0].next_step == "keväällä"


def test_a_colleague_is_not_asked_to_do_what_another_leads():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    teams.join(by=worker, family=family, post=post_of(colleague))
    agree(worker, family, "minun", 1)

    assert day_of(colleague).todos == ()
    assert day_of(colleague).families[0].next_step == "minun"


def test_an_offered_hold_waits_for_its_receiver_only():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    teams.offer_hold(by=worker, family=family, to=post_of(colleague))

    assert len(day_of(colleague).todos) == 1
    assert day_of(worker).todos == ()


def test_the_families_i_have_hold_of_come_first():
    first, worker = a_family_with_hold()
    others = [make.a_family(f"Perhe {n}", make.a_child()) for n in range(2)]
    for family in others:
        teams.take_hold(by=worker, family=family, post=post_of(worker))
    colleague = a_colleague(worker)
    teams.join(by=worker, family=first, post=post_of(colleague))

    assert day_of(colleague).families[0].id == first.pk
    assert not day_of(colleague).families[0].is_mine


def test_a_stranger_has_none_of_it():
    family, worker = a_family_with_hold()
    agree(worker, family, "salainen", 0)

    day = day_of(make.a_viewer())

    assert (day.todos, day.slots, day.families) == ((), (), ())


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_costs_the_same_with_one_and_with_three_families(count, django_assert_num_queries):
    family, worker = a_family_with_hold()
    agree(worker, family, "askel", 0)
    for n in range(count - 1):
        more = make.a_family(f"Perhe {n}", make.a_child())
        teams.take_hold(by=worker, family=more, post=post_of(worker))

    with django_assert_num_queries(QUERIES):
        day_of(worker)


def test_every_notice_that_is_sent_has_words():
    """A kind nobody has words for would tell people nothing."""
    source = "\n".join(
        path.read_text() for path in Path("src/koppi").rglob("*.py") if path.name != "notices.py"
    )
    kinds = set(re.findall(r'kind="((?:mapping|summary|teams|sharing)\.[a-z_]+)"', source))
    told = set(re.findall(r'tell_(?:inviter|family)\([^"]*"([a-z]+\.[a-z_]+)"', source))

    assert kinds
    assert (kinds | told) - set(WORDS) == set()


def test_a_notice_is_read_by_its_receiver_and_by_nobody_else(client):
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    teams.offer_hold(by=worker, family=family, to=post_of(colleague))

    assert [str(line.text) for line in lines_for(colleague)] == ["Sinulle tarjotaan koppia."]
    assert lines_for(make.a_viewer()) == []
