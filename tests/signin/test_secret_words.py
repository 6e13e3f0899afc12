"""A child's four words: on the known device they open, anywhere else they are nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from koppi.people.viewer import Viewer
from koppi.signin import actions, secret_words
from koppi.signin.models import KnownDevice, SecretWords
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/tili/sanat/"


@pytest.fixture(autouse=True)
def _nobody_has_failed_before():
    cache.clear()


def a_child(born_on=date(2014, 2, 3)) -> tuple[Client, str]:
    """A child who came in by a link and got words; their browser and the words."""
    account = make.an_account(make.a_child(born_on=born_on))
    client = Client()
    client.force_login(account)
    page = client.post("/tervetuloa/sanat/").content.decode()
    words = page.split('<p class="codebig">')[1].split("</p>")[0]
    client.post("/tili/logout/")
    return client, words


def test_the_child_comes_back_with_the_words_on_the_same_device():
    client, words = a_child()
    assert "_auth_user_id" not in client.session
    typed = words.upper().replace(" ", ", ")

    assert client.post(PAGE, {"words": typed}).status_code == 302
    assert client.session["acting_post"] == "me"


def test_on_another_device_there_is_not_even_a_page():
    _client, words = a_child()
    other = Client()

    assert other.get(PAGE).status_code == other.post(PAGE, {"words": words}).status_code == 404


def test_five_wrong_tries_make_the_device_unknown():
    client, words = a_child()
    for _ in range(5):
        assert client.post(PAGE, {"words": "ei näin vaan noin"}).status_code in (422, 404)

    assert client.post(PAGE, {"words": words}).status_code == 404
    assert not KnownDevice.objects.exists()


def test_a_device_is_known_for_a_time(settings):
    client, words = a_child()
    later = datetime.now(UTC) + timedelta(days=settings.KOPPI_KNOWN_DEVICE_DAYS)
    with time_machine.travel(later, tick=False):
        assert client.post(PAGE, {"words": words}).status_code == 404


def test_only_hashes_are_kept():
    client, words = a_child()
    kept = str(list(SecretWords.objects.values())) + str(list(KnownDevice.objects.values()))

    assert words not in kept
    assert client.cookies["koppi_device"].value not in kept
    assert client.cookies["koppi_device"]["httponly"]


def test_words_are_for_the_young():
    client = Client()
    client.force_login(make.an_account())

    assert client.post("/tervetuloa/sanat/").status_code == 409


def test_the_words_open_the_lock_too(settings):
    client, words = a_child()
    client.post(PAGE, {"words": words})
    client.get("/tili/asetukset/")
    seen = client.session["seen_at"]
    with time_machine.travel(seen + settings.KOPPI_CLIENT_IDLE_MINUTES * 60 + 1, tick=False):
        assert client.get("/tili/asetukset/").url == "/tili/lukko/"
        assert client.post("/tili/lukko/", {"words": "ei nämä vaan nuo"}).status_code == 422
        assert client.post("/tili/lukko/", {"words": words}).url == "/tili/asetukset/"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_words_are_four_of_sixty_four_that_all_differ(language):
    known = secret_words.WORDS[language].split()

    assert len(known) == len(set(known)) == 64
    assert set(secret_words.new_words(language).split()) <= set(known)
    assert len(secret_words.new_words(language).split()) == 4


def test_a_switched_off_account_does_not_come_in():
    client, words = a_child()
    account = SecretWords.objects.get().account
    actions.close_account(by=Viewer.system(make.NOON), account=account)

    assert client.post(PAGE, {"words": words}).status_code == 404
