"""Sealing what waits, and vouching for how far the chain reaches."""

import time

import pytest
from django.core.management import call_command

from koppi.audit import checkpoints, heads, jobs, ledger, trail
from koppi.audit.chain import START, Place
from koppi.audit.examine import Outcome, examine
from koppi.audit.models import AuditCheckpoint, AuditSeal
from koppi.people.viewer import Viewer
from tests import make
from tests.installation import ask

BY = Viewer.system(make.NOON)


@pytest.fixture
def waiting(db, monkeypatch):
    """Five entries without a seal, as PostgreSQL has them between two turns of the sealer."""
    monkeypatch.setattr(ledger, "seal_if_alone", lambda *_: None)
    return [trail.leave(BY, "toy.made") for _ in range(5)]


def test_what_waits_is_sealed_in_the_order_it_was_written(waiting):
    assert jobs.seal(by=BY) == 5
    assert list(AuditSeal.objects.order_by("seq").values_list("event", flat=True)) == [
        one.pk for one in waiting
    ]
    assert jobs.seal(by=BY) == 0
    assert examine().outcome is Outcome.WHOLE


def test_what_waits_is_sealed_batch_by_batch(waiting, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 2)
    assert ledger.seal_waiting() == 5
    assert [link.seq for link in ledger.links()] == [1, 2, 3, 4, 5]


def test_an_entry_committed_late_is_sealed_though_later_ones_already_are(waiting):
    early = waiting[0]
    ledger._seal([(one.pk, one.body([]), one.mac) for one in waiting[1:]])
    assert ledger.seal_waiting() == 1
    assert list(ledger.links())[-1].body == early.body([])


def test_two_sealers_at_once_make_one_chain(place):
    here = place("here", built=True)
    ask(here, "make_unsealed", "30")
    sealers = [here.start("seal_by_threes") for _ in range(2)]
    until = time.monotonic() + 60
    while not all(said.read_text() for _, said in sealers) and time.monotonic() < until:
        time.sleep(0.01)
    assert sum(int(said.read_text()) for _, said in sealers) == 30
    assert '"size": 30' in ask(here, "audit", "verify", "--json")


def test_a_checkpoint_is_made_only_when_the_chain_has_grown(chained):
    assert jobs.make_checkpoint(by=BY) == 0
    trail.leave(BY, "toy.made")
    ledger.seal_waiting()
    assert jobs.make_checkpoint(by=BY) == 1
    assert AuditCheckpoint.objects.count() == 2
    assert max(checkpoints.known()) == 7


def test_the_places_vouched_for_are_shown_with_the_key_that_checks_them(chained, capsys):
    call_command("audit", "checkpoints")
    said = capsys.readouterr().out
    assert checkpoints.public_key() in said
    assert f"6 {ledger.head().digest}" in said


def test_the_head_remembered_never_goes_back_by_itself(data):
    heads.remember(Place(7, "b" * 64))
    heads.remember(Place(5, "a" * 64))
    assert heads.remembered() == Place(7, "b" * 64)
    heads.remember(Place(5, "a" * 64), even_if_shorter=True)
    assert heads.remembered() == Place(5, "a" * 64)


def test_a_head_that_somebody_wrote_without_the_key_is_not_believed(data):
    heads.remember(Place(7, "b" * 64))
    (data / "audit" / "head").write_text(f"{9:20d} {'c' * 64} {'d' * 64}\n")
    assert heads.remembered() == START
