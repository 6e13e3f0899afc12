"""A worker, families in and out of their sight, and a browser."""

from datetime import date, timedelta

import pytest
from django.test import Client

from koppi.people.search import text_of
from koppi.people.sectors import Sector
from koppi.sharing import grants
from koppi.sharing.models import Consent, Ground, Protected, Restriction
from koppi.teams.models import Hold, Team, TeamMember
from tests import make

BACKEND = "django.contrib.auth.backends.ModelBackend"


def a_human(given, family, born_on=None, **more):
    """A person who can be found."""
    person = make.a_person(given, family, born_on=born_on, **more)
    person.search_text = text_of(person)
    person.save()
    return person


def open_to(post, family, holds=True, own_worker=True, covered=True):
    """Let a post work with a family: team, ground, consents of everybody to its organisation, the hold."""
    team, _ = Team.objects.get_or_create(
        family=family, ends_at=None, defaults={"stage": "Alku", "formed_by": "system", "starts_at": make.NOON}
    )
    ground = Ground.objects.create(
        family=family, holder=f"e:{post.pk}", kind="TEAM", given_by="system", starts_at=make.NOON
    )
    TeamMember.objects.create(
        team=team, post=post, ground=ground, is_own_worker=own_worker, starts_at=make.NOON
    )
    if holds:
        Hold.objects.create(family=family, post=post, starts_at=make.NOON)
    for member in family.members.all() if covered else ():
        consent_of(member.person, f"o:{post.unit.organisation_id}")
    grants.rebuild(family.pk)
    return family


def consent_of(person, receiver, **more):
    return Consent.objects.create(
        person=person, given_by=person, receiver=receiver, way="WITH_WORKER", recorded_by="system",
        recorded_at=make.NOON, starts_at=make.NOON, **more,
    )  # fmt: skip


def restrict(kind, *protected, kept_out="", family=None):
    restriction = Restriction.objects.create(
        kind=kind, kept_out=kept_out, family=family, cause="VIOLENCE", decided_by="system",
        decided_at=make.NOON, starts_at=make.NOON, review_on=make.NOON.date() + timedelta(days=400),
    )  # fmt: skip
    for person in protected:
        Protected.objects.create(restriction=restriction, person=person)
    return restriction


def browser_of(post) -> Client:
    client = Client()
    client.force_login(post.person.account, backend=BACKEND)
    return client


@pytest.fixture
def county(db):
    return make.an_organisation("Kaislaranta")


@pytest.fixture
def anna(county):
    return make.a_post("sosiaaliohjaaja", make.a_unit(Sector.SOCIAL, county))


@pytest.fixture
def vera(db):
    """A worker of another organisation."""
    return make.a_post("perheohjaaja", make.a_unit(Sector.THIRD_SECTOR))


@pytest.fixture
def laine(anna):
    """A family in Anna's sight."""
    emma = a_human("Emma Sofia", "Laine", date(2017, 4, 3), call_name="Emma")
    sanna = a_human("Sanna", "Laine", date(1988, 2, 14))
    return open_to(anna, make.a_family("Laineen perhe", emma, sanna, centre=emma))


@pytest.fixture
def koski(vera):
    """A family Anna does not see; Vera has hold."""
    onni = a_human("Onni", "Koski", date(2015, 9, 9))
    tiina = a_human("Tiina", "Koski", date(1985, 1, 1))
    return open_to(vera, make.a_family("Kosken perhe", onni, tiina, centre=onni))


def person_of(family, first):
    return next(m.person for m in family.members.all() if m.person.first_name == first)
