"""The doors: what they cost, what they write into the trail, and what a closed one tells."""

from datetime import timedelta

import pytest

from koppi.audit.models import AuditEvent
from koppi.refusal import NotVisible
from koppi.sharing import access, actions, records
from koppi.sharing.models import Kind
from koppi.sharing.verdict import Why
from tests import make
from tests.make import DAY, NOON

pytestmark = pytest.mark.django_db


def a_covered_family(worker, children=1):
    """A mother and her children, covered by consent for the worker's sector."""
    mother = make.a_person("Sanna")
    kids = [make.a_child(f"Lapsi{number}") for number in range(children)]
    family = make.a_family("Perhe", mother, *kids)
    actions.open_ground(by=worker, family=family, holder=str(worker), kind="TEAM")
    for person in (mother, *kids):
        if person != mother:
            make.custody(mother, person)
        actions.give_consent(
            by=worker, person=person, receivers=[f"s:{worker.post.sector}"], ends_at=None, given_by=mother,
            way="WITH_WORKER",
        )  # fmt: skip
    actions.members_changed(by=worker, family=family)
    return family, mother, kids


@pytest.mark.parametrize("count", [1, 3])
def test_opening_a_family_costs_three_questions_and_its_trace_and_seeing_all_of_it_two_more(
    count, django_assert_num_queries
):
    worker = make.a_viewer()
    family, mother, kids = a_covered_family(worker, children=count)
    for _ in range(count):
        records.new_record(by=worker, family=family, kind=Kind.SERVICE, subjects=kids)
    with django_assert_num_queries(5):
        door = access.family_for(worker, family.pk)
    with django_assert_num_queries(2):
        sight = access.sight_of(worker, door)
    assert len(sight.records) == count
    assert len(sight.people) == 1 + count
    client = make.a_client(mother)
    with django_assert_num_queries(6):
        sight = access.sight_of(client, family)
    assert set(sight.records.values()) == {Why.GUARDIAN}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_families_costs_three_questions_however_long(count, django_assert_num_queries):
    worker = make.a_viewer()
    families = {a_covered_family(worker)[0] for _ in range(count)}
    with django_assert_num_queries(3):
        assert set(access.families_visible_to(worker)) == families
    with django_assert_num_queries(4):
        assert set(access.newest_families(worker)) == families


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_records_costs_three_questions_to_a_worker_and_five_to_a_guardian(
    count, django_assert_num_queries
):
    worker = make.a_viewer()
    family, mother, kids = a_covered_family(worker)
    made = {records.new_record(by=worker, family=family, kind=Kind.STEP, subjects=kids) for _ in range(count)}
    with django_assert_num_queries(3):
        assert set(access.records_visible_to(worker, Kind.STEP)) == made
    client = make.a_client(mother)
    with django_assert_num_queries(5):
        assert set(access.records_visible_to(client, Kind.STEP, family)) == made


def test_a_look_is_written_with_its_ground_and_the_persons_shown():
    worker = make.a_viewer()
    family, mother, kids = a_covered_family(worker)
    access.family_for(worker, family.pk)
    event = AuditEvent.objects.latest("id")
    assert (event.did, event.by, event.rules) == ("sharing.saw", str(worker), ["A3", "TEAM"])
    assert {subject.whom for subject in event.subjects.all()} == {family.pk, mother.pk, kids[0].pk}


def test_a_look_at_a_record_is_written_with_its_ground():
    worker = make.a_viewer()
    family, mother, _kids = a_covered_family(worker)
    record = records.new_record(by=worker, family=family, kind=Kind.SUMMARY, subjects=[mother])
    access.record_for(make.a_client(mother), record.pk, Kind.SUMMARY)
    event = AuditEvent.objects.latest("id")
    assert (event.did, event.rules) == ("sharing.saw_record", ["A1"])


def test_a_closed_door_a_missing_house_and_a_key_that_is_none_are_the_same():
    worker = make.a_viewer()
    family, *_rest = a_covered_family(worker)
    stranger = make.a_viewer()
    answers = []
    for pk in (family.pk, "00000000-0000-4000-8000-000000000000", "no key"):
        with pytest.raises(NotVisible) as closed:
            access.family_for(stranger, pk)
        answers.append(str(closed.value))
    assert len(set(answers)) == 1


def test_a_record_of_another_kind_is_not_found_behind_this_door():
    worker = make.a_viewer()
    family, mother, _kids = a_covered_family(worker)
    record = records.new_record(by=worker, family=family, kind=Kind.SUMMARY, subjects=[mother])
    with pytest.raises(NotVisible):
        access.record_for(worker, record.pk, Kind.SERVICE)


def test_a_record_about_nobody_cannot_be_made():
    worker = make.a_viewer()
    family, *_rest = a_covered_family(worker)
    with pytest.raises(ValueError, match="about somebody"):
        records.new_record(by=worker, family=family, kind=Kind.SUMMARY, subjects=[])


def test_ending_a_ground_takes_effect_between_two_looks_at_the_same_moment():
    worker = make.a_viewer()
    family, *_rest = a_covered_family(worker)
    assert access.family_for(worker, family.pk)
    actions.end_ground(by=worker, ground=family.grounds.get())
    with pytest.raises(NotVisible):
        access.family_for(worker, family.pk)
    assert family not in access.families_visible_to(worker)


def test_a_sight_of_a_family_taken_before_a_change_is_not_used_after_it_by_another_viewer():
    worker = make.a_viewer()
    family, *_rest = a_covered_family(worker)
    door = access.family_for(worker, family.pk)
    with pytest.raises(NotVisible):
        access.sight_of(make.a_viewer(), door)


def test_a_minor_sees_their_own_family_from_the_first_second_of_the_eighteenth_birthday():
    worker = make.a_viewer()
    young = make.a_child("Onni", born_on=(NOON - 17 * 365 * DAY).date())
    family = make.a_family("Perhe", young)
    actions.members_changed(by=worker, family=family)
    client = make.a_client(young)
    grown = access.Grant.objects.get(holder=f"p:{young.pk}").starts_at
    before, on = client.moved_to(grown - timedelta(seconds=1)), client.moved_to(grown)
    assert not access.families_visible_to(before).exists()
    assert access.families_visible_to(on).exists()


def test_a_consent_covers_its_last_second_and_not_the_next():
    worker = make.a_viewer()
    mother = make.a_person()
    family = make.a_family("Perhe", mother)
    actions.open_ground(by=worker, family=family, holder=str(worker), kind="TEAM")
    ends_at = NOON + DAY
    actions.give_consent(
        by=worker, person=mother, receivers=[str(worker)], ends_at=ends_at, given_by=mother, way="ON_PAPER"
    )
    assert access.families_visible_to(worker.moved_to(ends_at - timedelta(microseconds=1))).exists()
    assert not access.families_visible_to(worker.moved_to(ends_at)).exists()


def test_a_role_without_content_sees_nothing_even_with_a_ground():
    worker = make.a_viewer()
    family, *_rest = a_covered_family(worker)
    for role in ("ANALYST", "ADMIN", "DPO"):
        post = make.a_post(role=role, unit=make.a_unit(worker.post.sector))
        viewer = make.a_viewer(post)
        actions.open_ground(by=worker, family=family, holder=str(viewer), kind="TEAM")
        assert access.verdict_on(viewer, access.Record(pk=family.pk)).why[0] in (
            Why.NO_CONTENT,
            Why.NO_GROUND,
        )
        assert not access.families_visible_to(viewer).exists()
        assert not access.records_visible_to(viewer).exists()
        assert not access.may_change(viewer, family)
