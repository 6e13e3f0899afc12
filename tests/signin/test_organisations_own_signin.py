"""Staff come in with their organisation's own sign-in, tried against a real OpenID Connect provider."""

import socket
import subprocess
import sys
import time

import pytest
import requests
from django.test import Client

from koppi.people.models import Account
from tests import make

pytestmark = pytest.mark.django_db
START, CALLBACK = "/tili/oidc/staff/login/", "/tili/oidc/staff/login/callback/"


@pytest.fixture(scope="module")
def provider():
    """Run the provider as a process of its own, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url)
        yield url
        process.terminate()


def _wait_until_ready(url: str) -> None:
    for _ in range(100):
        try:
            requests.get(f"{url}/.well-known/openid-configuration", timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.fixture(autouse=True)
def _staff_sign_in(settings, provider):
    app = {
        "provider_id": "staff",
        "name": "Kunnan tunnus",
        "client_id": "koppi",
        "secret": "salaisuus",
        "settings": {"server_url": provider},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def come_in(provider: str, email: str, verified: bool = True) -> Client:
    """Walk the whole way: our button, the provider's page, back to us."""
    requests.put(f"{provider}/users/somebody", json={"email": email, "email_verified": verified}, timeout=5)
    client = Client()
    away = client.post(START)
    chosen = requests.post(away.url, data={"sub": "somebody"}, allow_redirects=False, timeout=5)
    back = chosen.headers["Location"]
    client.get(back[back.index(CALLBACK) :], follow=True)
    return client


def test_a_worker_with_a_verified_work_address_comes_in(provider):
    post = make.a_post(email="kuraattori@kunta.example")

    client = come_in(provider, "kuraattori@kunta.example")

    assert client.session["_auth_user_id"] == str(post.person.account.pk)


def test_an_address_nobody_has_verified_opens_nothing(provider):
    make.a_post(email="kuraattori@kunta.example")

    client = come_in(provider, "kuraattori@kunta.example", verified=False)

    assert "_auth_user_id" not in client.session


def test_a_stranger_is_told_whom_to_ask_and_no_account_is_made(provider):
    before = Account.objects.count()

    client = come_in(provider, "outo@muualla.example")

    assert "_auth_user_id" not in client.session
    assert Account.objects.count() == before


def test_two_people_with_the_same_address_never_meet(provider):
    make.a_post(email="sama@kunta.example")
    make.a_post(email="sama@kunta.example")

    client = come_in(provider, "sama@kunta.example")

    assert "_auth_user_id" not in client.session


def test_a_post_that_has_ended_opens_nothing(provider):
    post = make.a_post(email="lahtenyt@kunta.example")
    post.ends_on = make.NOON.date()
    post.save()

    client = come_in(provider, "lahtenyt@kunta.example")

    assert "_auth_user_id" not in client.session
