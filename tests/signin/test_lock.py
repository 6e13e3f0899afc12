"""The lock: a session left alone shows nothing, and its owner goes on where they were."""

import re

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse

from koppi.audit.models import AuditEvent
from tests import make
from tests.signin.test_coming_in import PASSWORD, a_worker, sign_in, started_at

pytestmark = pytest.mark.django_db
LOCK, PROVE = "/tili/lukko/", "/tili/reauthenticate/"
HERE = "/ammattilaiset/"


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


@pytest.fixture
def left_alone(client, settings):
    """A browser a worker left alone a moment too long; give the moment."""
    account = a_worker()
    sign_in(client, account)
    started = started_at(client)
    with time_machine.travel(started + settings.KOPPI_WORKER_IDLE_MINUTES * 60 + 1, tick=False):
        yield client


def test_a_session_left_alone_is_locked_and_shows_nobody(left_alone):
    response = left_alone.get(reverse("people:search"))
    lock = left_alone.get(LOCK).content.decode()

    assert response.url == LOCK
    assert response["Clear-Site-Data"] == '"cache"'
    assert "Työntekijä" not in re.sub(r"<title>.*?</title>", "", lock)
    assert "Kirjoittamasi on tallessa" in lock


def test_the_password_opens_the_lock_and_leads_back_to_the_same_page(left_alone):
    page = reverse("people:search")
    left_alone.get(page)
    response = left_alone.post(f"{PROVE}?next={LOCK}", {"password": PASSWORD}, follow=True)

    assert [url for url, _status in response.redirect_chain] == [LOCK, page]
    assert response.status_code == 200


def test_a_wrong_password_leaves_it_locked(left_alone):
    left_alone.get(reverse("people:search"))
    left_alone.post(f"{PROVE}?next={LOCK}", {"password": "väärä"})

    assert left_alone.get(reverse("people:search")).url == LOCK


def test_a_form_that_was_sent_leads_back_to_its_own_page(left_alone):
    form = reverse("people:contact")
    left_alone.post(form, {"phone": "1"}, headers={"Referer": f"http://testserver{form}"})
    response = left_alone.post(f"{PROVE}?next={LOCK}", {"password": PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0] == form


def test_a_page_of_another_site_is_never_led_back_to(left_alone):
    left_alone.post(reverse("people:contact"), {}, headers={"Referer": "https://example.com/x"})
    response = left_alone.post(f"{PROVE}?next={LOCK}", {"password": PASSWORD})

    assert left_alone.get(response.url).url == "/"


def test_a_part_of_a_page_sends_the_whole_page_to_the_lock(left_alone):
    response = left_alone.get(reverse("people:search"), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, LOCK)


def test_behind_the_lock_nothing_answers_but_the_lock(left_alone):
    left_alone.get(reverse("people:search"))
    for address in ("/", "/perheet/", "/tili/asetukset/", "/tili/2fa/", "/tili/jatka/", "/demo/sign-in/"):
        assert left_alone.get(address).url == LOCK
        assert left_alone.post(address).url == LOCK


def test_a_lock_nobody_opens_ends_the_session(client, settings):
    sign_in(client, a_worker())
    alone = settings.KOPPI_WORKER_IDLE_MINUTES + settings.KOPPI_LOCK_MINUTES
    with time_machine.travel(started_at(client) + alone * 60 + 1, tick=False):
        response = client.get(reverse("people:search"))

    assert response.url == "/tili/login/?next=%2Fammattilaiset%2F"
    assert "_auth_user_id" not in client.session


def test_one_locks_by_hand_and_the_second_factor_opens(client):
    account, secret = a_worker(), generate_totp_secret()
    account.set_unusable_password()
    account.save()
    TOTP.activate(account, secret)
    client.force_login(account)
    page = reverse("people:contact")
    assert client.post("/tili/lukitse/", headers={"Referer": f"http://testserver{page}"}).url == LOCK
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    response = client.post(f"/tili/2fa/reauthenticate/?next={LOCK}", {"code": code}, follow=True)

    assert response.redirect_chain[-1][0] == page
    assert AuditEvent.objects.filter(did="signin.locked").exists()


def test_whoever_has_no_key_is_told_so_and_is_signed_out_by_time(client, settings):
    client.force_login(make.an_account())

    assert client.post("/tili/lukitse/").status_code == 409
    assert client.get("/tili/asetukset/").status_code == 200


def test_signing_out_works_behind_the_lock_and_is_in_the_trail(left_alone):
    left_alone.get(reverse("people:search"))
    left_alone.post(reverse("account_logout"))

    assert AuditEvent.objects.order_by("id").last().did == "signin.out"
    assert "_auth_user_id" not in left_alone.session
