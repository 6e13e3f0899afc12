"""If the trail cannot be written, nothing is shown and nothing is changed (AU05)."""

import pytest
from django.db import connection, transaction

from koppi.audit import trail
from koppi.audit.models import AuditEvent
from tests import make
from tests.audit.toy_urls import SECRET


@pytest.fixture
def no_room_in_the_trail(db):
    """Take one table of the trail away for a while."""

    def take(table):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE audit_{table} RENAME TO elsewhere")

    return take


@trail.action
def rename(*, by, person, to):
    person.family_name = to
    person.save()
    trail.leave(by, "people.renamed", person, subjects=[person])


@pytest.mark.parametrize("table", ["auditevent", "auditsubject"])
def test_a_change_that_cannot_be_written_down_does_not_happen(no_room_in_the_trail, table):
    person, viewer = make.a_person(family_name="Koivu"), make.a_viewer()
    no_room_in_the_trail(table)
    with pytest.raises(trail.TrailClosed):
        rename(by=viewer, person=person, to="Lehto")
    person.refresh_from_db()
    assert person.family_name == "Koivu"


def test_a_refusal_of_the_action_takes_its_trace_along(db):
    @trail.action
    def change_mind(*, by):
        trail.leave(by, "people.renamed")
        raise LookupError

    viewer = make.a_viewer()
    with pytest.raises(LookupError), transaction.atomic():
        change_mind(by=viewer)
    assert not AuditEvent.objects.exists()


@pytest.fixture
def toy(settings, client, db):
    settings.ROOT_URLCONF = "tests.audit.toy_urls"
    settings.MIDDLEWARE = ["koppi.audit.middleware.denials"]
    client.raise_request_exception = False
    return client


def test_a_page_whose_look_is_written_is_shown(toy):
    assert SECRET in toy.get("/toy/").content.decode()
    assert AuditEvent.objects.get().did == "toy.seen"


def test_a_page_whose_look_cannot_be_written_is_not_shown(toy, no_room_in_the_trail):
    no_room_in_the_trail("auditevent")
    answer = toy.get("/toy/")
    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()


def test_a_closed_door_is_written_though_its_request_is_undone(toy):
    assert toy.get("/closed/").status_code == 404
    assert AuditEvent.objects.get().action == "deny"


def test_a_closed_door_that_cannot_be_written_answers_as_any_other(toy, no_room_in_the_trail):
    no_room_in_the_trail("auditevent")
    assert toy.get("/closed/").status_code == 503
