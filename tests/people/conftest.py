"""Professionals to look for, and a browser signed in as one of them."""

import pytest
from django.test import Client

from koppi.people.models import Organisation, Post, Role
from koppi.people.search import text_of, text_of_post
from koppi.people.sectors import Sector
from tests import make

BACKEND = "django.contrib.auth.backends.ModelBackend"


def a_professional(given="Petri", family="Salo", title="koulukuraattori", unit=None, **more) -> Post:
    """A post of a named person, found by search."""
    person = make.a_person(given, family)
    person.search_text = text_of(person)
    person.save()
    post = make.a_post(title, unit=unit, person=person, **more)
    post.search_text = text_of_post(post)
    post.save()
    return post


def browser_of(post_or_account) -> Client:
    account = getattr(post_or_account, "person", None) and post_or_account.person.account
    client = Client()
    client.force_login(account or post_or_account, backend=BACKEND)
    return client


@pytest.fixture
def county(db):
    return make.an_organisation("Kaislaranta")


@pytest.fixture
def school(county):
    town = make.an_organisation("Rantakylä", kind=Organisation.Kind.MUNICIPALITY)
    return make.a_unit(Sector.EDUCATION, town, "Rantakylän koulu", municipality="Rantakylä")


@pytest.fixture
def centre(county):
    return make.a_unit(Sector.SOCIAL, county, "Perhekeskus", municipality="Kaislaranta")


@pytest.fixture
def anna(centre):
    return a_professional(
        "Anna", "Virtanen", "sosiaaliohjaaja", centre, languages=["fi", "sv"], phone="040 1"
    )


@pytest.fixture
def petri(school):
    return a_professional(
        "Petri", "Lindström", "koulukuraattori", school, title_sv="skolkurator", languages=["sv"]
    )


@pytest.fixture
def satu(centre):
    return a_professional("Satu", "Mäki", "perhepalvelujen päällikkö", centre, role=Role.MANAGER)


@pytest.fixture
def ylva(county):
    unit = make.a_unit(Sector.SOCIAL, county, "Tietohallinto")
    return a_professional("Ylva", "Söderholm", "pääkäyttäjä", unit, role=Role.ADMIN)
