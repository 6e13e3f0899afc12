"""Reading the trail back: who looked, at whom, when."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koppi.audit import access, trail
from tests import make

pytestmark = pytest.mark.django_db
NOON, DAY = make.NOON, make.DAY


def test_what_concerns_a_person_comes_newest_first_and_half_open_in_time():
    child = uuid4()
    at = [NOON - timedelta(seconds=1), NOON, NOON + DAY - timedelta(seconds=1), NOON + DAY]
    viewer = make.a_viewer()
    events = [trail.saw(viewer.moved_to(moment), "overview.seen", child, subjects=[child]) for moment in at]
    trail.saw(viewer, "overview.seen", uuid4(), subjects=[uuid4()])
    assert list(access.events_about([child], NOON, NOON + DAY)) == [events[2], events[1]]


def test_an_entry_about_two_of_the_persons_asked_for_comes_once():
    children = [uuid4(), uuid4()]
    event = trail.saw(make.a_viewer(), "overview.seen", children, kind="people.Person", subjects=children)
    assert list(access.events_about(children, NOON, NOON + DAY)) == [event]


def test_looks_are_what_was_seen_not_what_was_changed_or_refused():
    child, viewer = uuid4(), make.a_viewer()
    seen = trail.saw(viewer, "overview.seen", child, subjects=[child])
    printed = trail.saw(viewer, "overview.printed", child, subjects=[child], action="print")
    trail.leave(viewer, "families.renamed", child, subjects=[child])
    trail.denied(viewer, "overview.seen", child, ["D3"])
    assert set(access.looks_at([child], NOON, NOON + DAY)) == {seen, printed}


def test_what_one_account_did_is_found_by_the_account():
    viewer, other = make.a_viewer(), make.a_viewer()
    mine = trail.leave(viewer, "finding.looked_up")
    trail.leave(other, "finding.looked_up")
    assert list(access.events_by(viewer.account_id, NOON, NOON + DAY)) == [mine]


def test_who_looked_is_answered_in_one_query(django_assert_num_queries):
    child, viewer = uuid4(), make.a_viewer()
    for _ in range(3):
        trail.saw(viewer, "overview.seen", child, subjects=[child])
    with django_assert_num_queries(1):
        assert len(access.looks_at([child], NOON, NOON + DAY)) == 3
