"""When the last consent has ended the family is closed; a new one is recorded without showing anything."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from koppi.audit.models import AuditEvent, AuditSubject
from koppi.people.models import Account
from koppi.sharing import actions
from koppi.sharing.models import Consent, Ground, Protected, Restriction
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/perheet/uusi-suostumus/"
CANNOT = "Tätä ei voi kirjata tässä."


@pytest.fixture
def anna():
    return make.a_post("sosiaaliohjaaja")


@pytest.fixture
def sanna():
    return make.a_person("Sanna Maria", "Laine", born_on=date(1988, 2, 14))


@pytest.fixture
def emma():
    return make.a_child("Emma", family_name="Laine", born_on=date(2017, 4, 3))


@pytest.fixture
def family(anna, sanna, emma):
    """Anna is in the team, and every consent has ended."""
    family = make.a_family("Laineen perhe", sanna, emma, centre=emma)
    make.custody(sanna, emma)
    viewer = make.a_viewer(anna)
    actions.open_ground(by=viewer, family=family, holder=str(viewer), kind=Ground.Kind.TEAM)
    given = actions.give_consent(
        by=viewer, person=sanna, receivers=[str(viewer)], ends_at=None, given_by=sanna, way="WITH_WORKER"
    )
    actions.withdraw_consent(by=viewer, consent=given[0])
    return family


def browser_of(post) -> Client:
    client = Client()
    client.force_login(
        Account.objects.filter(person=post.person).first() or make.an_account(post.person),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def said(post, **more) -> dict:
    return {
        "given_names": "Emma", "family_name": "Laine", "born_on": "2017-04-03", "giver": "CUSTODIAN",
        "giver_given_names": "Sanna", "giver_family_name": "Laine", "receivers": [f"e:{post.pk}"],
        "matter": "ANY", "last_day": "", "way": "WITH_WORKER", **more,
    }  # fmt: skip


def status(browser, family) -> int:
    return browser.get(reverse("overview:show", args=[family.pk])).status_code


def test_a_team_member_whose_family_closed_records_a_new_consent_and_is_in_again(anna, family, emma, sanna):
    browser = browser_of(anna)
    assert status(browser, family) == 404
    assert PAGE in browser.get(reverse("finding:families")).text
    page = browser.get(PAGE).text
    assert not {name for name in ("Emma", "Sanna", "Laine") if name in page}
    assert browser.post(PAGE, said(anna)).status_code == 302
    consent = Consent.objects.get(person=emma)
    assert (consent.given_by, consent.recorded_by) == (sanna, f"e:{anna.pk}")
    assert status(browser, family) == 200


def test_an_adult_consents_for_themself(anna, family, sanna):
    own = said(anna, given_names="Sanna Maria", born_on="1988-02-14", giver="SELF")
    assert browser_of(anna).post(PAGE, own).status_code == 302
    assert Consent.objects.filter(person=sanna, withdrawn_at=None).exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"given_names": "Onni"},
        {"born_on": "2017-04-04"},
        {"giver_given_names": "Mikko"},
        {"giver": "SELF"},
    ],
)
def test_one_sentence_answers_whatever_does_not_fit_and_the_attempt_is_in_the_trail(anna, family, typed):
    answer = browser_of(anna).post(PAGE, said(anna, **typed))
    assert answer.status_code == 422
    assert CANNOT in answer.text
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    event = AuditEvent.objects.get(did="sharing.consent_renewed")
    assert (event.detail["found"], len(event.detail["hash"])) == (False, 64)
    assert "Laine" not in str(event.detail)


def test_whoever_does_not_work_with_the_family_is_answered_as_if_nobody_were_known(family, emma):
    stranger = make.a_post("koulukuraattori")
    assert CANNOT in browser_of(stranger).post(PAGE, said(stranger)).text
    assert not AuditSubject.objects.filter(whom=str(emma.pk), event__did="sharing.consent_renewed").exists()


def test_whoever_is_kept_out_of_the_family_is_answered_the_same(anna, family, emma):
    restriction = Restriction.objects.create(
        kind="POST", kept_out=f"e:{anna.pk}", cause="OTHER", decided_by="system", decided_at=make.NOON,
        starts_at=make.NOON, review_on=make.NOON.date() + timedelta(days=400),
    )  # fmt: skip
    Protected.objects.create(restriction=restriction, person=emma)
    assert CANNOT in browser_of(anna).post(PAGE, said(anna)).text
    assert not Consent.objects.filter(person=emma).exists()


def test_only_ones_own_post_unit_and_organisation_can_receive(anna, family, emma):
    other = make.a_post("opettaja")
    assert browser_of(anna).post(PAGE, said(anna, receivers=[f"e:{other.pk}"])).status_code == 422
    assert not Consent.objects.filter(person=emma).exists()


def test_the_page_is_absent_for_roles_that_see_no_content():
    assert browser_of(make.a_post(role="ADMIN")).get(PAGE).status_code == 404
