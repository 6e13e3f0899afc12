"""The comparison with the oracle is sharp: whatever is made wrong in the rule, it notices."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from koppi.sharing import grants

from . import oracle
from .comparing import (
    Answers,
    Difference,
    differences_at_doors,
    differences_in_lists,
    differences_in_pages,
    differences_in_questions,
    differences_in_verdicts,
    said_by_oracle,
)
from .mutants import DERIVING, EQUAL, MUTANTS, Mutant, applied
from .noticed import FILE, Told, in_words, mixed_with_telltales, noticed_by, telltales
from .telling import NOW, Cast, World
from .worlds import built

pytestmark = pytest.mark.django_db
OF_PAGES = ("koppi.sharing.look", "koppi.sharing.sight", "koppi.sharing.verdict")
NOTICEABLE = [mutant for mutant in MUTANTS if str(mutant) not in EQUAL]


@dataclass(frozen=True)
class Telling:
    """The worlds in the database, and what the oracle says of them."""

    casts: list[Cast]
    rows: oracle.World
    said: dict[int, Answers]

    @classmethod
    def of(cls, casts: list[Cast]) -> "Telling":
        rows = oracle.World()
        return cls(casts, rows, {id(cast): said_by_oracle(rows, cast) for cast in casts})

    def where(self, told: Told) -> tuple[Cast, World]:
        return next((cast, world) for cast in self.casts for world in cast.worlds if world.told == told)


@pytest.fixture(scope="module")
def telling(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), built(telltales()) as casts:
        yield Telling.of(casts)


def test_nothing_is_noticed_while_nothing_is_wrong(telling):
    for cast in telling.casts:
        assert not list(seen_otherwise(telling, cast, cast.worlds))


# PostgreSQL is given a sample: what it must show is that it runs the same rule.
@pytest.mark.parametrize("mutant", NOTICEABLE[:: 12 if connection.vendor == "postgresql" else 1], ids=str)
def test_the_comparison_notices(mutant, telling):
    cast, world = telling.where(noticed_by()[str(mutant)])
    with made_wrong(mutant, [cast]):
        assert next(seen_otherwise(telling, cast, [world]), None)


def test_every_mutant_is_noticed_or_known_to_be_equal():
    assert len(MUTANTS) > 250
    assert {str(mutant) for mutant in NOTICEABLE} == set(noticed_by())
    assert set(EQUAL) <= set(map(str, MUTANTS))
    assert len(EQUAL) / len(MUTANTS) < 0.02


@pytest.fixture(scope="module")
def many_worlds(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), built(mixed_with_telltales(one_in=8)) as casts:
        yield Telling.of(casts)


@pytest.mark.exhaustive
@pytest.mark.parametrize("mutant", NOTICEABLE, ids=str)
def test_whoever_looks_through_many_worlds_notices_as_well(mutant, many_worlds):
    with made_wrong(mutant, many_worlds.casts):
        found = next(noticed_somewhere(many_worlds, pages_first=mutant.module in OF_PAGES), None)
    assert found
    hint = f"Add to {FILE.name}:\n{mutant}\n    {found.told and in_words(found.told)}"
    assert str(mutant) in noticed_by(), hint


@contextmanager
def made_wrong(mutant: Mutant, casts: Iterable[Cast]) -> Iterator[None]:
    """Apply the mutant, and derive the grants of these worlds again if it is they that become wrong."""
    with applied(mutant), transaction.atomic():
        if mutant.module in DERIVING:
            grants.rebuild_many(key for cast in casts for world in cast.worlds for key in world.families)
        yield
        transaction.set_rollback(True)


def seen_otherwise(telling: Telling, cast: Cast, worlds: list[World]) -> Iterator[Difference]:
    """Yield what is seen otherwise by this one viewer: what costs little to ask comes first."""
    said = telling.said[id(cast)]
    yield from differences_in_lists(cast, said, NOW)
    yield from differences_in_questions(cast, said)
    yield from differences_in_pages(telling.rows, cast, said, worlds)
    yield from differences_at_doors(telling.rows, cast, said, worlds)
    yield from differences_in_verdicts(telling.rows, cast, worlds)


def noticed_somewhere(telling: Telling, *, pages_first: bool) -> Iterator[Difference]:
    """Ask every viewer for what costs little, then about some worlds the rest; first whoever noticed last."""

    def in_lists(cast: Cast) -> Iterator[Difference]:
        return differences_in_lists(cast, telling.said[id(cast)], NOW)

    def in_pages(cast: Cast) -> Iterator[Difference]:
        return differences_in_pages(telling.rows, cast, telling.said[id(cast)])

    def in_the_rest(cast: Cast) -> Iterator[Difference]:
        said, some = telling.said[id(cast)], cast.worlds[::8]
        yield from differences_in_questions(cast, said)
        yield from differences_at_doors(telling.rows, cast, said, some)
        yield from differences_in_verdicts(telling.rows, cast, some)

    for ask in (in_pages, in_lists, in_the_rest) if pages_first else (in_lists, in_pages, in_the_rest):
        for cast in list(telling.casts):
            for difference in ask(cast):
                telling.casts.remove(cast)
                telling.casts.insert(0, cast)
                yield difference
