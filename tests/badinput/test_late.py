"""What comes too late, from nowhere, by a wrong way or in a wrong order is refused, and changes nothing."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.db import connection, transaction
from django.test import Client

from koppi.mapping.models import GuestLink, Invitation
from koppi.sharing.models import Consent
from koppi.teams.models import HoldOffer
from tests.badinput import world as w
from tests.sweep import world as sweep
from tests.sweep.filled import FILLED

pytestmark = pytest.mark.django_db
LIGHTS = {"knows": "GREEN", "shares": "GREEN", "available": "GREEN"}
AGO = w.NOW - timedelta(days=1)


def refused(client: Client, path: str, data: dict, statuses=(404, 409, 410, 422)) -> None:
    answer, _changed, same = w.send(client, path, data, lambda: w.rows() == w.rows.before)
    assert answer.status_code in statuses, answer.status_code
    assert same


@pytest.fixture
def rows_before():
    """The world of a test that is already late is compared with itself."""

    def now():
        w.rows.before = w.rows()

    kept = w.rows.before
    yield now
    w.rows.before = kept


def test_an_answer_after_its_days(world, rows_before):
    Invitation.objects.filter(pk=world.ids["first"]).update(expires_at=AGO)
    rows_before()
    refused(w.signed_in("petri"), f"/kutsut/v/{world.ids['invited']}/", LIGHTS)


def test_an_answer_to_what_has_been_closed_leads_to_what_came_of_it(world):
    path = f"/kutsut/v/{world.ids['closed_place']}/"
    refused(w.signed_in("maria"), path, LIGHTS, statuses=(302, 410))


def test_an_invitation_closed_twice(world):
    path = f"/kutsut/{world.ids['closed']}/paata/"
    told = {"outcome": "NOTHING_NOW", "family_told": "x", "reassess_on": "2030-01-01"}
    refused(w.signed_in("anna"), path, told)


def test_a_passing_on_of_what_was_answered_by_another(world):
    refused(w.signed_in("vera"), f"/kutsut/v/{world.ids['invited']}/kollega/", {"to": "x"})
    refused(w.signed_in("vera"), f"/kutsut/v/{world.ids['invited']}/ei-minulle/", {})


def test_an_offer_taken_after_it_was_withdrawn(world, rows_before):
    HoldOffer.objects.filter(pk=world.ids["offer"]).update(answered_at=AGO, is_accepted=False)
    rows_before()
    refused(w.signed_in("petri"), f"/perhe/koppi/{world.ids['offer']}/", {"answer": "take"})


def test_an_offer_answered_with_neither_yes_nor_no(world):
    refused(w.signed_in("petri"), f"/perhe/koppi/{world.ids['offer']}/", {"answer": "ehkä"})


def test_a_consent_withdrawn_twice(world, rows_before):
    consent = Consent.objects.filter(person=world.told.people["sanna"]).first()
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=AGO)
    rows_before()
    refused(w.signed_in("sanna"), f"/omat-tiedot/jakaminen/suostumus/{consent.pk}/peru/", {})


def test_a_guests_link_after_its_days(world, rows_before):
    GuestLink.objects.filter(invitee=world.ids["guest"]).update(expires_at=AGO)
    rows_before()
    refused(w.signed_in(""), f"/kutsu/{w.TOKEN}/", {"digits": w.CODE})


def test_a_guests_link_after_five_wrong_codes(world):
    with transaction.atomic():
        client = w.signed_in("")
        for _ in range(5):
            assert client.post(f"/kutsu/{w.TOKEN}/", {"digits": "000000"}).status_code == 422
        assert client.post(f"/kutsu/{w.TOKEN}/", {"digits": w.CODE}).status_code == 404
        transaction.set_rollback(True)


NAMES = """id next language post as answer how text words holder family to times on do sure clear page
    digits undo continue nothing key"""
LISTS = (
    "finding:families",
    "mapping:index",
    "people:search",
    "services:index",
    "mapping:grid",
    "overview:show",
)
JUNK = dict.fromkeys(NAMES.split(), "\x00<script>alert(1)</script>")
QUERIES = (
    "?page=-1", "?page=x", "?as=exe", "?as=%00", "?v=x", f"?v={'9' * 400}", "?palvelut=%00<script>",
    "?tuloste=x",
)  # fmt: skip


@pytest.fixture(scope="module")
def addresses(world):
    return sweep.addresses(sweep.World(world.told, {}, sweep.ids_of(world.told)), FILLED)


@pytest.mark.parametrize("handle", ["anna", "sanna", "satu", "ylva", ""])
def test_rubbish_sent_to_any_address_breaks_nothing(world, addresses, handle):
    client = w.signed_in(handle)
    broken = []
    for name, path in addresses:
        answer, changed, _ = w.send(client, path, JUNK)
        if answer.status_code >= 500 or changed or b"<script>alert(1)" in answer.content:
            broken.append((name, answer.status_code, changed))
    assert broken == []


def test_rubbish_in_the_address_breaks_nothing(addresses):
    """Lists are asked everything; the others by turns."""
    client, turns = w.signed_in("anna"), cycle(QUERIES)
    broken = []
    for name, path in addresses:
        for query in QUERIES if name in LISTS else (next(turns), next(turns)):
            with transaction.atomic():
                status = client.get(path + query).status_code
                transaction.set_rollback(True)
            if status >= 500:
                broken.append((name, query, status))
    assert broken == []


def test_no_address_takes_anything_without_the_token_of_the_form(addresses):
    client = w.signed_in("anna", enforce_csrf_checks=True)
    watch = w.Watch()
    with transaction.atomic(), connection.execute_wrapper(watch):
        taken = [(name, client.post(path, JUNK).status_code) for name, path in addresses]
        transaction.set_rollback(True)
    assert [one for one in taken if one[1] not in (403, 404, 405)] == []
    assert watch.written == []


@pytest.mark.parametrize("kind", ["400", "403", "404", "405", "413"])
def test_an_error_page_tells_nothing_but_what_to_do(world, kind):
    client = w.signed_in("anna", enforce_csrf_checks=kind == "403")
    family = f"/perhe/{world.family}/"
    answer = {
        "400": lambda: client.get(family, headers={"host": "x.example"}),
        "403": lambda: client.post(f"{family}tiimi/", {"text": "KN-typed"}),
        "404": lambda: w.signed_in("vera").get(family.replace(family[7:11], "0000")),
        "405": lambda: client.get(f"{family}koppi/ota/"),
        "413": lambda: client.post("/luonnos/x/", {"text": "KN-typed" * 100_000}),
    }[kind]()
    page = answer.content.decode()
    assert str(answer.status_code) == kind
    assert answer.headers["X-Request-ID"]
    assert [one for one in ("Laine", "KN-typed", "Traceback", 'File "', "Django") if one in page] == []
