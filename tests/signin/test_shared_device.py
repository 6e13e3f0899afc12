"""A device handed over during a visit: nothing of the worker's is within reach."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.welcome import actions as welcome
from tests.services.conftest import World, a_world
from tests.signin.test_coming_in import PASSWORD

pytestmark = pytest.mark.django_db
GIVE, BACK, CLOSE = "/tili/laite/luovuta/", "/tili/laite/takaisin/", "/tili/laite/sulje/"


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


@pytest.fixture
def world(db) -> World:
    world = a_world(datetime.now(UTC))
    account = world.anna.person.account
    account.set_password(PASSWORD)
    account.save()
    return world


@pytest.fixture
def device(world, client):
    """The worker's device, handed over with a link for the mother; she has come in."""
    client.force_login(world.anna.person.account)
    client.workers_key = client.session.session_key
    made = welcome.make_way(by=world.by, family=world.family, person=world.sanna, given="SCREEN")
    response = client.post(GIVE, {"token": made.token, "next": f"/perhe/{world.family.pk}/tervetuloa/"})
    assert response.url == f"/tervetuloa/{made.token}/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    client.post(response.url, {"digits": made.digits})
    return client


def test_the_device_has_a_session_of_its_own_and_the_workers_waits_locked(world, device):
    waiting = Session.objects.get(pk=device.workers_key).get_decoded()

    assert device.session.session_key != device.workers_key
    assert device.session["_auth_user_id"] == str(world.sanna.account.pk)
    assert "locked_at" in waiting
    assert AuditEvent.objects.filter(did="signin.device_handed_over").exists()


def test_nothing_of_the_workers_answers_on_the_device(world, device):
    for address in ("/paiva/", "/perheet/", f"/perhe/{world.family.pk}/tervetuloa/", "/ammattilaiset/"):
        assert device.get(address).status_code == 404
    assert "Yhteinen laite" in device.get("/tervetuloa/alku/").content.decode()


def test_even_before_anybody_has_come_in_the_worker_is_gone(world, client):
    client.force_login(world.anna.person.account)
    client.post(GIVE)

    assert client.get("/paiva/").url.startswith("/tili/login/")
    assert "Yhteinen laite" in client.get("/tili/login/").content.decode()


def test_giving_back_leads_to_the_lock_and_the_worker_goes_on_where_they_were(world, device):
    response = device.post(BACK)
    assert response.url == "/tili/lukko/"
    assert device.get("/paiva/").url == "/tili/lukko/"
    page = device.post("/tili/reauthenticate/?next=/tili/lukko/", {"password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == f"/perhe/{world.family.pk}/tervetuloa/"
    assert "Yhteinen laite" not in page.content.decode()


def test_closing_for_everybody_ends_both_and_the_browser_forgets(device):
    response = device.post(CLOSE)

    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(pk=device.workers_key).exists()
    assert "_auth_user_id" not in device.session


def test_the_time_is_short_and_its_end_ends_the_workers_session_too(device, settings):
    device.get("/tervetuloa/alku/")
    seen = device.session["seen_at"]
    with time_machine.travel(seen + settings.KOPPI_SHARED_IDLE_MINUTES * 60 + 1, tick=False):
        assert device.get("/tervetuloa/alku/").url.startswith("/tili/login/")

    assert not Session.objects.filter(pk=device.workers_key).exists()


def test_no_key_of_ones_own_is_made_on_a_shared_device(device):
    assert "Käytä puhelimen lukitusta" not in device.get("/tervetuloa/alku/").content.decode()
    assert device.post("/tervetuloa/sanat/").status_code == 409


def test_a_worker_without_a_key_to_the_lock_is_signed_out_instead(world, client):
    account = world.anna.person.account
    account.set_unusable_password()
    account.save()
    client.force_login(account)
    client.post(GIVE)

    assert client.post(BACK).url == reverse("account_login")


def test_the_buttons_do_nothing_on_a_device_of_ones_own(world, client):
    client.force_login(world.anna.person.account)

    assert client.post(BACK).status_code == client.post(CLOSE).status_code == 404
    assert client.get("/paiva/").status_code == 200


@pytest.mark.parametrize("token", ["abc", "../../x", "A" * 17, "ä" * 16, ""])
def test_a_strange_token_leads_to_signing_in(world, client, token):
    client.force_login(world.anna.person.account)

    assert client.post(GIVE, {"token": token}).url == reverse("account_login")
