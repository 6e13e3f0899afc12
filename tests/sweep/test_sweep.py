"""Every address, every member of the cast, GET and POST: no secret reaches whom it is not for."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from koppi.site.routes import all_routes
from tests.sweep import world as w
from tests.sweep.filled import FILLED

pytestmark = pytest.mark.django_db
OUTSIDE = ("vera", "mikko", "kaisa", "tomi", "ylva")
ASKING = {f"help_requests:{name}" for name in ("ask", "ask-plain", "ask-child", "come-back")}
# Who works where is open to professionals, and cared for by administrators.
AT_WORK = ("people:", "signin:", "teams:close-post", "sharing:edit-unit")
# Who answers a queue is cared for by administrators too.
QUEUES = ("help_requests:duties", "help_requests:end-duty")
# What somebody opens who has a link or a paper from a worker.
COMING_IN = ("welcome:typed", "welcome:link")


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """The planted story, told once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield w.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(story):
    return w.addresses(story, FILLED)


def ask(client: Client, method: str, path: str):
    """Send one request whose changes are undone."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    return response


def shown(response) -> str:
    """Return all that reaches the other end: the body and the headers."""
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return heads + body.decode("utf-8", "replace")


@pytest.mark.parametrize("handle", [None, *w.CAST])
def test_no_secret_reaches_whom_it_is_not_for(handle, story, addresses):
    client = w.signed_in(handle)
    hidden = w.forbidden_to(story, handle) if handle else story.secrets
    leaks, broken = [], []
    for name, path in addresses:
        for method in ("get", "post", "head"):
            response = ask(client, method, path)
            if response.status_code >= 500:
                broken.append((name, method, response.status_code))
            text = shown(response)
            leaks += [(name, method, category) for category, token in hidden.items() if token in text]

    assert not broken
    assert not leaks


def test_the_team_and_the_mother_do_meet_the_secrets(story):
    """A sweep that finds nothing because nothing is shown would prove nothing."""
    page = w.signed_in("anna").get(f"/perhe/{story.family.pk}/").content.decode()

    met = {category for category, token in story.secrets.items() if token in page}

    assert {"family", "words", "summary", "service", "step", "place", "home", "word"} <= met
    assert story.secrets["summary"] in w.signed_in("sanna").get(f"/perhe/{story.family.pk}/").content.decode()


@pytest.mark.parametrize("handle", OUTSIDE)
def test_forbidden_and_absent_cannot_be_told_apart(handle, story, addresses):
    client = w.signed_in(handle)
    different = []
    for name, path in addresses:
        absent = path
        for keys in story.ids.values():
            for key in keys:
                absent = absent.replace(key, w.UNKNOWN)
        if absent == path or name.startswith(AT_WORK) or _own_key(story, handle) in path:
            continue
        if handle == "ylva" and name in QUEUES:
            continue
        for method in ("get", "post"):
            one, other = ask(client, method, path), ask(client, method, absent)
            if w.still(one) != _as_if(other, absent, path):
                different.append((name, method, one.status_code, other.status_code))

    assert not different


def _own_key(story, handle: str) -> str:
    """One's own page is neither forbidden nor absent."""
    person = story.told.people.get(handle)
    return str(person.pk) if person else w.UNKNOWN


def _as_if(response, absent: str, path: str) -> tuple[int, str]:
    status, text = w.still(response)
    return status, text.replace(absent, path)


def test_the_father_kept_out_cannot_tell_two_worlds_apart(story, addresses):
    """Every secret is another one, and not a byte of what he gets differs."""
    client = w.signed_in("mikko")
    first = {path: w.still(ask(client, "get", path)) for _name, path in addresses}
    with transaction.atomic():
        w.plant(story.told, "ZQ")
        w.Person.objects.filter(pk=story.told.people["mikko"].pk).update(
            family_name=story.secrets["namemikko"], phone=story.secrets["phonemikko"][:30]
        )
        second = {path: w.still(ask(client, "get", path)) for _name, path in addresses}
        transaction.set_rollback(True)

    assert first == second


def test_looking_changes_nothing(story, addresses):
    """GET and HEAD leave every table as it was but the trail, the session and what a look itself records."""
    client = w.signed_in("anna")
    before = tables()
    with transaction.atomic():
        for _name, path in addresses:
            for method in ("get", "head"):
                getattr(client, method)(path)
        after = tables()
        transaction.set_rollback(True)

    assert {name for name in before if before[name] != after[name]} == set()


def tables() -> dict[str, list]:
    """Return every row of every table that a look may not change."""
    kept = ("audit", "sessions", "usersessions", "contenttypes", "auth")
    models = [model for model in apps.get_models() if model._meta.app_label not in kept]
    return {m._meta.label: list(m._base_manager.order_by("pk").values_list()) for m in models}


def test_whoever_has_not_signed_in_gets_only_public_pages(story, addresses):
    public = {name for name, path in addresses if Client().get(path).status_code == 200}

    assert public == {
        "front",
        "live",
        "ready",
        "ui:accessibility",
        "ui:privacy",
        "ui:help",
        *ASKING,
        *COMING_IN,
    }


def test_every_address_says_whom_it_is_for():
    silent = [route.path for route in all_routes() if route.needs is None]

    assert not silent
