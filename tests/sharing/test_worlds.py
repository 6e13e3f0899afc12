"""The engine and the oracle agree in every small world, in all the engine's forms, at every edge of time.

Each run looks at every world that notices a wrong rule and at some of the others; all of them are looked at
by `./koppi test --sqlite tests/sharing/test_worlds.py -m exhaustive`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from koppi.sharing import access

from . import oracle
from .comparing import (
    Answers,
    differences_at_doors,
    differences_in_lists,
    differences_in_pages,
    differences_in_questions,
    differences_in_verdicts,
    is_open,
    records_listed,
    said_by_oracle,
)
from .noticed import mixed_with_telltales
from .telling import DAY, NOW, TICK, Cast, World
from .worlds import all_told, built

pytestmark = pytest.mark.django_db
# PostgreSQL takes five times as long to plan a page; the rule it plans is the same.
SAMPLE = 60 if connection.vendor == "postgresql" else 12
PARTS = 6
LEAPLING_OF_AGE = datetime.fromisoformat("2026-02-28T00:00+02:00")
EDGES = (NOW - TICK, NOW + TICK, NOW + DAY, LEAPLING_OF_AGE - TICK, LEAPLING_OF_AGE)
PAIRS = 6000


@dataclass(frozen=True)
class Telling:
    """The worlds in the database, and the same facts in the oracle's hands."""

    casts: list[Cast]
    rows: oracle.World
    said: dict[int, Answers]

    def worlds(self) -> Iterator[tuple[Cast, World]]:
        return ((cast, world) for cast in self.casts for world in cast.worlds)


ALL = [
    pytest.param((part, PARTS), marks=pytest.mark.exhaustive, id=f"part-{part + 1}-of-{PARTS}")
    for part in range(PARTS)
]


@pytest.fixture(scope="module", params=[pytest.param((0, SAMPLE), id="some"), *ALL])
def telling(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), built(mixed_with_telltales(*request.param)) as casts:
        rows = oracle.World()
        yield Telling(casts, rows, {id(cast): said_by_oracle(rows, cast) for cast in casts})


def test_there_are_enough_worlds_and_both_answers_are_common(telling):
    worlds = sum(len(cast.worlds) for cast in telling.casts)
    records = sum(len(world.records) for _cast, world in telling.worlds())
    seen = sum(len(said.records) for said in telling.said.values())
    assert len(all_told()) > 35_000
    assert worlds > len(all_told()) // SAMPLE
    assert 0.3 < seen / records < 0.7


def test_lists_give_exactly_what_the_oracle_says(telling, monkeypatch):
    for number, cast in enumerate(telling.casts):
        many = 0 if number % 2 else access.MANY
        with monkeypatch.context() as patch:
            patch.setattr(access, "MANY", many)
            differences = list(differences_in_lists(cast, telling.said[id(cast)], NOW))
            assert not differences


@pytest.mark.parametrize("at", EDGES, ids=str)
def test_lists_follow_the_oracle_over_every_edge_of_time(telling, at):
    for cast in telling.casts[::4]:
        said = said_by_oracle(telling.rows, cast, at)
        differences = list(differences_in_lists(cast, said, at))
        assert not differences


def test_pages_show_exactly_what_the_oracle_says(telling):
    for cast in telling.casts:
        differences = list(differences_in_pages(telling.rows, cast, telling.said[id(cast)]))
        assert not differences


def test_the_verdict_on_a_record_gives_the_oracles_reasons(telling):
    for cast in telling.casts:
        differences = list(differences_in_verdicts(telling.rows, cast, cast.worlds[::20]))
        assert not differences


def test_lists_with_bounds_give_the_same_within_them(telling):
    for cast in telling.casts[::4]:
        viewer, seen = cast.viewer(), telling.said[id(cast)].records
        records = [one for world in cast.worlds for one in world.records][::2]
        families = [one for world in cast.worlds for one in world.families][::2]
        words = {one for one in seen if telling.rows.records[one].kind == "OWN_WORDS"}
        there = {one for one in seen if telling.rows.records[one].family_id in families}
        assert keys(access.records_visible_to(viewer, among=records)) == seen.intersection(records)
        assert keys(access.records_visible_to(viewer, families=families)) == there
        assert keys(access.records_visible_to(viewer, kind="OWN_WORDS")) == words


def test_questions_from_within_other_queries_are_answered_the_same(telling):
    for cast in telling.casts[::4]:
        differences = list(differences_in_questions(cast, telling.said[id(cast)]))
        assert not differences


def test_doors_open_to_whom_the_oracle_lets_in(telling):
    for cast in telling.casts[::4]:
        differences = list(differences_at_doors(telling.rows, cast, telling.said[id(cast)], cast.worlds[::9]))
        assert not differences


def test_nobody_finds_their_way_into_anybody_elses_world(telling):
    random, worlds = Random(7), [world for _cast, world in telling.worlds()]
    each = PAIRS // len(telling.casts) + 1
    for cast in telling.casts:
        viewer, listed = cast.viewer(), records_listed(cast.viewer())
        for number, world in enumerate(random.sample(worlds, each)):
            record_id, family_id = world.records[-1], world.families[0]
            expected = oracle.may_see(telling.rows, viewer, record_id)
            assert (record_id in listed) == expected, (cast.side, world.told)
            if number == 0:
                kind = telling.rows.records[record_id].kind
                assert is_open(access.record_for, viewer, record_id, kind) == expected, world.told
                opens = oracle.may_open(telling.rows, viewer, family_id)
                assert is_open(access.family_for, viewer, family_id) == opens, world.told


def keys(rows) -> set[UUID]:
    return set(rows.values_list("pk", flat=True))
