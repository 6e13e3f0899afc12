"""Each clause of the telling matters: with any one of them gone wrong, somebody reads something else."""

from dataclasses import replace

import pytest
from django.db import transaction

from koppi.looks import facts, showing
from tests import make
from tests.make import DAY, NOON

from .scenario import a_scenario

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEEDS = range(16)


@pytest.fixture(scope="module")
def read(django_db_setup, django_db_blocker):
    """Every reader's entries and facts, and what is told of them."""
    found = []
    with django_db_blocker.unblock(), transaction.atomic():
        for seed in SEEDS:
            world = a_scenario(seed)
            for person in world.people:
                viewer = make.a_client(person)
                for about, looks in facts.looks_by_person(viewer).items():
                    entries = facts.entries_about(about, NOON - 100 * DAY, NOON + DAY)
                    known = facts.facts_for(viewer, about, looks, entries)
                    found.append((entries, known, showing.told(entries, known)))
        transaction.set_rollback(True)
    return found


def always(_entry, *_rest):
    return True


def never(*_):
    return False


MUTANTS = {
    "L1 concerns everybody": ("_concerns", always),
    "L1 membership whenever": (
        "_concerns",
        lambda entry, persons, families, facts: (
            facts.about in persons if persons else any(one in families for one, _ in facts.memberships)
        ),
    ),
    "L2 no disclosures": ("DISCLOSURES", frozenset()),
    "L2 no printing": ("LOOKS", showing.LOOKS - {"print"}),
    "L3 by anybody": ("_is_by_somebody_told", always),
    "L3 no guardians": (
        "_is_by_somebody_told", lambda entry, facts: entry.by[:2] in ("e:", "g:") or entry.by == facts.reader,
    ),
    "L4 any family": ("_stands_open", always),
    "L4 no records": (
        "_stands_open",
        lambda entry, families, facts: bool(families & facts.open_families) if families else facts.is_me,
    ),
    "L6 any record": ("_names_something_seen", always),
    "L6 all kinds name records": ("RECORD_KINDS", frozenset({"", "sharing", "sharing.Record"})),
    "L8 nothing unsaid": ("looked_unsaid", never),
    "L8 nothing covers itself": ("ALWAYS_COVERED", frozenset()),
    "L8 own keys only": ("covers_of", lambda entry, facts: []),
}  # fmt: skip
FACTS = {
    "L1 merged rows forgotten": {"same": {}},
    "L5 nobody kept out": {"out": frozenset()},
    "L7 nothing unsaid": {"unsaid": frozenset()},
    "L9 nothing closed": {"is_closed": False},
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_rule_gone_wrong_is_noticed(read, name, monkeypatch):
    monkeypatch.setattr(showing, *MUTANTS[name])
    assert any(showing.told(entries, known) != told for entries, known, told in read)


@pytest.mark.parametrize("name", FACTS)
def test_a_forgotten_fact_is_noticed(read, name):
    assert any(showing.told(entries, replace(known, **FACTS[name])) != told for entries, known, told in read)
