"""The comparison with the oracle is sharp: whatever is made wrong in the rule, it notices."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection

from koppi.sharing import grants

from . import oracle
from .comparing import (
    Answers,
    differences_in_lists,
    differences_in_pages,
    differences_in_verdicts,
    said_by_oracle,
)
from .mutants import DERIVING, MUTANTS, Mutant, applied
from .telling import NOW, Cast
from .worlds import built

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OF_PAGES = ("koppi.sharing.look", "koppi.sharing.sight")

# Mutants that change nothing anybody could see, and why.
EQUAL = {
    "sharing.rule: clients see nothing as themselves": (
        "The next clause takes one's own grants too, for records about oneself and a ward together. "
        "Only the reason that is told changes."
    ),
    "sharing.periods: periods that do not touch": (
        "A period that ends before it begins, or as it begins, is never in force. Only rows are saved."
    ),
}
NOTICEABLE = [mutant for mutant in MUTANTS if str(mutant) not in EQUAL]


@dataclass(frozen=True)
class Telling:
    casts: list[Cast]
    rows: oracle.World
    said: dict[int, Answers]


@pytest.fixture(scope="module")
def telling(django_db_setup, django_db_blocker):
    """A few thousand of the worlds, mixed from all."""
    with django_db_blocker.unblock(), built(one_in=5) as casts:
        rows = oracle.World()
        yield Telling(casts, rows, {id(cast): said_by_oracle(rows, cast) for cast in casts})


# PostgreSQL is given a sample: what it must show is that it runs the same rule.
@pytest.mark.parametrize("mutant", NOTICEABLE[:: 12 if connection.vendor == "postgresql" else 1], ids=str)
def test_the_comparison_notices(mutant, telling):
    with applied(mutant):
        assert next(noticed(mutant, telling), None)


def test_nearly_all_mutants_are_noticed_and_the_others_are_known():
    assert len(MUTANTS) > 200
    assert set(EQUAL) <= set(map(str, MUTANTS))
    assert len(EQUAL) / len(MUTANTS) < 0.02


def noticed(mutant: Mutant, telling: Telling) -> Iterator[str]:
    """Yield what is seen otherwise; who noticed something before is asked first."""
    asked = [_in_lists, _in_verdicts, _in_pages]
    for ask in reversed(asked) if mutant.module in OF_PAGES else asked:
        for cast in list(telling.casts):
            if mutant.module in DERIVING:
                grants.rebuild_many(family_id for world in cast.worlds for family_id in world.families)
            for difference in ask(telling, cast):
                telling.casts.remove(cast)
                telling.casts.insert(0, cast)
                yield difference


def _in_lists(telling: Telling, cast: Cast) -> Iterator[str]:
    return differences_in_lists(cast, telling.said[id(cast)], NOW)


def _in_pages(telling: Telling, cast: Cast) -> Iterator[str]:
    return differences_in_pages(telling.rows, cast, telling.said[id(cast)])


def _in_verdicts(telling: Telling, cast: Cast) -> Iterator[str]:
    return differences_in_verdicts(cast, telling.said[id(cast)])
