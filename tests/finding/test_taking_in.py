"""Somebody comes into a family from a form or an import: what protects them is in force at once (AC13)."""

from datetime import date

import pytest

from koppi.families.new_member import NewMember
from koppi.finding import actions
from koppi.people import identity_code
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import access as sharing
from koppi.sharing.models import Protected
from tests import make

from .conftest import a_human, open_to, person_of, restrict

pytestmark = pytest.mark.django_db

SYSTEM = Viewer.system(make.NOON)


def child(given="Onni", family="Koski", born_on=date(2015, 9, 9)):
    return NewMember(place="CHILD", given_names=given, family_name=family, born_on=born_on)


@pytest.fixture
def hidden(koski):
    onni = person_of(koski, "Onni")
    restrict("SAFETY", onni)
    return onni


@pytest.fixture
def colleague(anna, laine):
    """Works with Anna's family, and is cleared for nothing."""
    post = make.a_post(unit=anna.unit)
    open_to(post, laine, holds=False, own_worker=False, covered=False)
    return post


def placeless(post, family):
    return sharing.sight_of(make.a_viewer(post), family).placeless


def test_an_import_that_names_a_known_person_means_the_same_row(laine, hidden, colleague):
    member = actions.take_in(by=SYSTEM, family=laine, new=child())
    assert member.person == hidden
    assert hidden.pk in placeless(colleague, laine)


@pytest.mark.parametrize(
    "new", [child("Oni"), child("ONNI", "KOSKI"), child("Onni", "Koskki"), child("Onni Oskari", "Koski")]
)
def test_an_import_with_a_slip_is_never_less_protected(laine, hidden, colleague, new):
    member = actions.take_in(by=SYSTEM, family=laine, new=new)
    assert member.person_id in placeless(colleague, laine)


def test_an_import_with_another_name_but_the_same_code_means_the_same_row(laine, hidden, settings):
    settings.KOPPI_IDENTITY_CODES = True
    Person.objects.filter(pk=hidden.pk).update(**identity_code.columns("010516B903X"))
    member = actions.take_in(by=SYSTEM, family=laine, new=child("Uusi", "Nimi"), code="010516b903x")
    assert member.person == hidden


def test_an_import_of_a_merged_row_means_the_one_that_lives_on(laine, hidden, anna):
    twice = a_human("Onni", "Koski", date(2015, 9, 9), merged_into=hidden)
    member = actions.take_in(by=SYSTEM, family=laine, new=child())
    assert member.person == hidden != twice


def test_a_worker_gets_a_new_row_that_is_protected_and_is_cleared_for_their_own_words(
    anna, laine, hidden, colleague
):
    member = actions.take_in(by=make.a_viewer(anna), family=laine, new=child())
    assert member.person != hidden
    assert member.person_id in placeless(colleague, laine)
    assert member.person_id not in placeless(anna, laine)


def test_two_of_the_same_name_and_day_are_not_guessed_between(laine, koski):
    a_human("Onni", "Koski", date(2015, 9, 9))
    member = actions.take_in(by=SYSTEM, family=laine, new=child())
    assert member.person != person_of(koski, "Onni")


def test_somebody_nobody_protects_comes_in_unprotected(anna, laine):
    member = actions.take_in(by=make.a_viewer(anna), family=laine, new=child("Aatu", "Laine"))
    assert not Protected.objects.filter(person=member.person).exists()


def test_a_stranger_takes_nobody_in(vera, laine):
    with pytest.raises(Refused):
        actions.take_in(by=make.a_viewer(vera), family=laine, new=child())
