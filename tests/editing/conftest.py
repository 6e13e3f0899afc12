"""A mother and a child, their own worker who has hold, a colleague in the team, and browsers."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from koppi.families.models import Family
from koppi.people.models import Person, Post
from koppi.people.sectors import Sector
from koppi.sharing import actions as sharing
from koppi.teams import actions as teams
from tests import make


@dataclass
class Scene:
    """What the tests of these pages tell of."""

    family: Family
    emma: Person
    sanna: Person
    anna: Post
    petri: Post

    def url(self, name: str, *more) -> str:
        return reverse(f"editing:{name}", args=[self.family.pk, *more])

    @property
    def browser(self) -> Client:
        return browser_of(self.anna)

    def get(self, name: str, *more):
        return self.browser.get(self.url(name, *more))

    def post(self, name: str, *more, by: Post | None = None, **said):
        return browser_of(by or self.anna).post(self.url(name, *more), said)

    def member(self, person: Person):
        return self.family.members.get(person=person)


def browser_of(post: Post) -> Client:
    client = Client()
    client.force_login(post.person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said_no(answer, words: str, status: int = 422) -> bool:
    """Is the answer a refusal in these words, with what was typed still there?"""
    return answer.status_code == status and words in answer.text


@pytest.fixture
def scene(db) -> Scene:
    emma = make.a_child("Emma", family_name="Laine")
    sanna = make.a_person("Sanna", "Laine", born_on=date(1988, 2, 14))
    family = make.a_family("Laineen perhe", sanna, emma, centre=emma)
    make.custody(sanna, emma)
    unit = make.a_unit(Sector.SOCIAL)
    anna, petri = make.a_post("sosiaaliohjaaja", unit), make.a_post("koulukuraattori", unit)
    by = make.a_viewer(anna)
    teams.take_hold(by=by, family=family, post=anna)
    teams.join(by=by, family=family, post=petri)
    teams.name_own_worker(by=by, family=family, post=anna)
    for person in (emma, sanna):
        sharing.give_consent(
            by=by, person=person, receivers=[f"u:{unit.pk}"], ends_at=None, given_by=sanna, way="WITH_WORKER"
        )
    return Scene(family, emma, sanna, anna, petri)
