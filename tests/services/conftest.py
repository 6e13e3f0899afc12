"""A child and her mother, and a worker of their team whom they let know."""

from dataclasses import dataclass

import pytest

from koppi.families.models import Family
from koppi.people.models import Person, Post
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.teams import actions as teams
from tests import make
from tests.make import NOON


@dataclass
class World:
    """The family and its worker; ``other`` works elsewhere."""

    family: Family
    emma: Person
    sanna: Person
    anna: Post
    other: Post
    at: object = NOON

    @property
    def by(self) -> Viewer:
        return make.a_viewer(self.anna, self.at)

    @property
    def mother(self) -> Viewer:
        return make.a_client(self.sanna, self.at)


def a_world(at=NOON) -> World:
    emma, sanna = make.a_child("Emma"), make.a_person("Sanna")
    family = make.a_family("Koivun perhe", emma, sanna, centre=emma)
    make.custody(sanna, emma)
    anna = make.a_post("sosiaaliohjaaja", make.a_unit(Sector.SOCIAL, name="Perhekeskus"))
    by = make.a_viewer(anna, at)
    teams.take_hold(by=by, family=family, post=anna)
    teams.name_own_worker(by=by, family=family, post=anna)
    for person in (emma, sanna):
        sharing.give_consent(
            by=by, person=person, receivers=[f"e:{anna.pk}"], matter="ANY", given_by=sanna,
            way="WITH_WORKER", ends_at=None,
        )  # fmt: skip
    return World(family, emma, sanna, anna, make.a_post("opettaja", make.a_unit(Sector.EDUCATION)), at)


@pytest.fixture
def world(db) -> World:
    return a_world()
