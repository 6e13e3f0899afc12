"""The set, the one decision, its explanation and the family's page are one rule."""

import pytest

from koppi.refusal import NotVisible
from koppi.sharing import access, grants
from koppi.sharing.models import Grant
from koppi.sharing.verdict import Why
from tests.make import DAY

SEEDS = range(14)


def is_open(door, *args) -> bool:
    try:
        door(*args)
    except NotVisible:
        return False
    return True


def test_lists_doors_and_explanations_agree_on_records_in_every_small_world(worlds):
    seen: set[Why] = set()
    for seed in SEEDS:
        world = worlds(seed)
        for viewer in world.viewers:
            listed = set(access.records_visible_to(viewer).values_list("pk", flat=True))
            for record in world.records:
                verdict = access.verdict_on(viewer, record)
                assert verdict.allowed == (record.pk in listed), (seed, str(viewer), verdict)
                seen.update(verdict.why)
    assert seen == set(Why), set(Why) - seen


def test_the_door_of_one_record_opens_exactly_to_those_who_find_it_in_a_list(worlds):
    for seed in range(4):
        world = worlds(seed)
        for viewer in world.viewers:
            listed = set(access.records_visible_to(viewer).values_list("pk", flat=True))
            for record in world.records:
                assert is_open(access.record_for, viewer, record.pk, record.kind) == (record.pk in listed)


def test_lists_and_doors_agree_on_families_in_every_small_world(worlds):
    opened = 0
    for seed in SEEDS:
        world = worlds(seed)
        for viewer in world.viewers:
            listed = set(access.families_visible_to(viewer))
            assert set(access.newest_families(viewer)) == listed
            for family in world.families:
                assert is_open(access.family_for, viewer, family.pk) == (family in listed), (
                    seed,
                    str(viewer),
                )
            opened += len(listed)
    assert opened > 30


def test_a_family_page_shows_exactly_the_records_the_list_shows(worlds):
    for seed in SEEDS:
        world = worlds(seed)
        for viewer in world.viewers:
            for family in access.families_visible_to(viewer):
                sight = access.sight_of(viewer, family)
                assert set(sight.records) == set(
                    access.records_visible_to(viewer, family=family).values_list("pk", flat=True)
                )
                first = {pk: access.verdict_on(viewer, access.Record(pk=pk)).why[0] for pk in sight.records}
                assert sight.records == first


@pytest.mark.parametrize("days", [-2, -1, 0, 1, 2])
def test_the_forms_agree_at_every_moment(worlds, days):
    for seed in range(100, 103):
        world = worlds(seed)
        for viewer in world.viewers:
            looker = viewer.moved_to(viewer.at + days * DAY)
            listed = set(access.records_visible_to(looker).values_list("pk", flat=True))
            explained = {r.pk for r in world.records if access.verdict_on(looker, r).allowed}
            assert listed == explained


def test_rebuilding_twice_changes_nothing_and_writes_nothing(worlds, django_assert_num_queries):
    world = worlds(3)
    before = set(Grant.objects.values_list("pk", flat=True))
    assert before
    with django_assert_num_queries(11):
        grants.rebuild_many(world.families)
    assert set(Grant.objects.values_list("pk", flat=True)) == before
