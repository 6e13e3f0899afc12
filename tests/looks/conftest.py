"""A family with a mother, a father, a child and a team: what most tests of looks begin from."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import time_machine

from koppi.audit import trail
from koppi.people.models import Role
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.sharing.access import family_for
from koppi.sharing.models import Consent, Matter
from koppi.teams import actions as teams
from tests import make
from tests.make import DAY, NOON


@dataclass
class Home(SimpleNamespace):
    """The people, the family, and how each of them looks in."""

    def at_home(self, person, at=NOON) -> Viewer:
        return make.a_client(person, at)

    def at_work(self, post, at=NOON) -> Viewer:
        return make.a_viewer(post, at)

    def opens(self, post, days=0, hours=1):
        """A worker of the team opens the family's door; the entry of the trail is returned."""
        viewer = self.at_work(post, NOON - days * DAY - hours * DAY / 24)
        family_for(viewer, self.family.pk)
        return trail.AuditEvent.objects.order_by("-id").first()


@pytest.fixture
def home(db):
    """At NOON: the pages take their moment from the clock."""
    with time_machine.travel(NOON + DAY / 24 / 60, tick=True):
        yield _home()


def _home() -> Home:
    county = make.an_organisation()
    centre = make.a_unit(Sector.SOCIAL, county, name="Perhekeskus")
    school = make.a_unit(Sector.EDUCATION, name="Rantakoulu")
    made = Home()
    made.mother, made.father = make.a_person("Sanna", "Aho"), make.a_person("Mikko", "Aho")
    made.child = make.a_child("Emma", family_name="Aho")
    made.anna = make.a_post("sosiaaliohjaaja", centre, person=make.a_person("Anna", "Salo"))
    made.petri = make.a_post("koulukuraattori", school, person=make.a_person("Petri", "Niemi"))
    made.boss = make.a_post("esihenkilö", centre, Role.MANAGER)
    made.kaisa = make.a_post("tietosuojavastaava", make.a_unit(organisation=county), Role.DPO)
    made.family = make.a_family("Ahon perhe", made.mother, made.father, made.child)
    make.custody(made.mother, made.child)
    make.custody(made.father, made.child)
    begun = made.at_work(made.anna, NOON - 900 * DAY)
    teams.take_hold(by=begun, family=made.family, post=made.anna, why="x")
    teams.join(by=begun, family=made.family, post=made.petri, task="koulu")
    teams.name_own_worker(by=begun, family=made.family, post=made.anna)
    receivers = [f"o:{county.pk}", f"u:{school.pk}"]
    for person in (made.mother, made.father, made.child):
        giver = made.mother if person == made.child else person
        sharing.give_consent(
            by=begun, person=person, receivers=receivers, matter=Matter.ANY, given_by=giver,
            way=Consent.Way.WITH_WORKER, ends_at=NOON + 200 * DAY,
        )  # fmt: skip
    sharing.members_changed(by=begun, family=made.family)
    return made
