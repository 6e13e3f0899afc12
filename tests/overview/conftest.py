"""The demo story itself: what the page shows is what people could do."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from koppi.demo import scenery, story
from koppi.people.models import Account
from koppi.people.viewer import Viewer
from tests.make import NOON, a_viewer


@dataclass
class Laine:
    """The family of the story, and everybody who might look at it."""

    told: story.Told
    scenery: scenery.Scenery
    at: datetime

    @property
    def family(self):
        return self.told.family

    def worker(self, handle: str) -> Viewer:
        return a_viewer(self.scenery.posts[handle], self.at)

    def home(self, handle: str) -> Viewer:
        person = self.told.people[handle]
        account = Account.objects.get(person=person)
        return Viewer(account.pk, person.pk, person.name, None, self.at)


@pytest.fixture
def laine(db) -> Laine:
    """The family at a moment of its own."""
    return told_at(NOON)


@pytest.fixture
def laine_today(db) -> Laine:
    """The family now: for pages, whose requests come at the present moment."""
    return told_at(datetime.now(UTC))


def told_at(at: datetime) -> Laine:
    made = scenery.build(at)
    return Laine(story.tell(made, at), made, at)
