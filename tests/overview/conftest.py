"""The demo story itself, told at noon: what the page shows is what people could do."""

from dataclasses import dataclass

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

    @property
    def family(self):
        return self.told.family

    def worker(self, handle: str, at=NOON) -> Viewer:
        return a_viewer(self.scenery.posts[handle], at)

    def home(self, handle: str, at=NOON) -> Viewer:
        person = self.told.people[handle]
        account = Account.objects.get(person=person)
        return Viewer(account.pk, person.pk, person.name, None, at)


@pytest.fixture
def laine(db) -> Laine:
    made = scenery.build(NOON)
    return Laine(story.tell(made, NOON), made)
