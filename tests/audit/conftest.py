import pytest

from koppi.audit import checkpoints, heads, ledger, trail
from tests import make


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    """Let what the trail keeps outside the database lie in a folder of its own."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def chained(db):
    """Six sealed entries about two persons each, and the places of the chain that the machine remembers."""
    viewer = make.a_viewer()
    persons = [make.a_person() for _ in range(2)]
    events = [trail.saw(viewer, "overview.seen", persons, subjects=persons, rules=["A4"]) for _ in range(6)]
    ledger.seal_waiting()
    heads.remember(ledger.head())
    checkpoints.make(viewer.at)
    return events
