"""Lists, what waits today, and the glance: what is seen of many invitations at once."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.mapping import access, actions
from koppi.mapping.asking import Asked, Outcome
from koppi.mapping.models import Invitee
from koppi.sharing import access as sharing_access
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent
from tests import make

from .conftest import NOON

LATER = NOON + timedelta(minutes=1)
DAY = timedelta(days=1)
NOTHING = Outcome("NOTHING_NOW", family_told="Kerroin äidille.")


@pytest.fixture
def clock():
    with time_machine.travel(LATER) as traveller:
        yield traveller


def browser(post) -> Client:
    client = Client()
    client.force_login(post.person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_received_takes_five_queries(story, count, django_assert_num_queries):
    for _ in range(count):
        story.invite(story.petri)
    viewer = story.viewer(story.petri)
    with django_assert_num_queries(5):
        assert len(access.received_lines(viewer, "waiting")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sent_takes_five_queries(story, count, django_assert_num_queries):
    for _ in range(count):
        story.invite(story.petri, story.maria)
    with django_assert_num_queries(5):
        assert len(access.sent_lines(story.by, "open")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_takes_the_same_queries_however_many_are_asked(story, count, django_assert_num_queries):
    invitation = story.invite(*[make.a_post() for _ in range(count)])
    with django_assert_num_queries(6):
        assert len(access.grid_of(story.by, invitation).rows) == count


def test_the_number_in_the_navigation_is_one_set_of_queries(story, django_assert_num_queries):
    story.invite(story.petri)
    with django_assert_num_queries(3):
        assert access.count_waiting(story.viewer(story.petri)) == 1


def test_waiting_answered_and_queue_are_told_apart(story):
    mine, queue = story.invite(story.petri), story.invite(Asked(unit=story.petri.unit))
    done = story.invite(story.petri)
    story.answer(done, story.petri)
    viewer = story.viewer(story.petri)

    def ids(which):
        return {line.id for line in access.received_lines(viewer, which)}

    assert ids("waiting") == {mine.pk}
    assert ids("queue") == {queue.pk}
    assert ids("answered") == {done.pk}
    assert ids("") == {mine.pk, queue.pk, done.pk}
    assert access.count_waiting(viewer) == 2


def test_sent_are_open_or_closed(story):
    first, second = story.invite(), story.invite()
    actions.close(by=story.by, invitation=first, outcome=NOTHING)
    assert [line.id for line in access.sent_lines(story.by, "open")] == [second.pk]
    assert [line.id for line in access.sent_lines(story.by, "closed")] == [first.pk]


def test_after_withdrawal_the_list_and_the_number_hold_nothing_of_it(story):
    story.invite(story.petri)
    for consent in Consent.objects.filter(person=story.emma):
        sharing.withdraw_consent(by=story.by, consent=consent)
    viewer = story.viewer(story.petri, LATER)
    assert access.received_lines(viewer, "") == []
    assert access.count_waiting(viewer) == 0
    assert access.waiting_for(viewer) == []


def test_a_stranger_has_empty_lists(story):
    story.invite()
    stranger = make.a_viewer()
    assert access.lists_for(stranger, "", "") == ([], [])
    assert access.waiting_for(stranger) == []


def test_the_list_is_filtered_remembered_and_exported(story, clock):
    story.answer(story.invite(story.petri), story.petri)
    story.invite(story.petri)
    client = browser(story.petri)
    address = reverse("mapping:index")
    page = client.get(address)
    assert page.content.decode().count("Emma L.") == 2
    assert client.post(address, {"received": "answered", "sent": ""}).status_code == 302
    assert client.get(address).content.decode().count("Emma L.") == 1
    assert client.post(address, {"received": "everything"}).status_code == 422
    rows = list(
        csv.reader(io.StringIO(client.get(address, {"as": "csv"}).content.decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 2
    assert rows[1][:2] == ["Saatu", "Emma L., 8 vuotta"]
    assert client.get(address, {"as": "xlsx"}).content[:2] == b"PK"
    assert AuditEvent.objects.filter(did="mapping.listed", action="export").count() == 2


def test_the_empty_list_says_what_would_be_there(story, clock):
    page = browser(story.petri).get(reverse("mapping:index")).content.decode()
    assert "Kun joku kutsuu sinut kartoitukseen, kutsu näkyy tässä." in page


def test_a_family_member_has_no_such_list(story, clock):
    client = Client()
    client.force_login(story.sanna.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("mapping:index")).status_code == 404


def test_what_waits_today_is_told_by_promise(story):
    story.invite(story.petri)
    (card,) = access.waiting_for(story.viewer(story.petri))
    place = Invitee.objects.get()
    assert (card.kind, card.url) == ("ANSWER", reverse("mapping:answer", args=[place.pk]))


def test_the_inviter_is_told_when_it_is_time_to_close_or_to_call(story):
    ready = story.invite()
    story.answer(ready, story.petri)
    story.answer(ready, story.maria)
    silent = story.invite()
    cards = {card.id: card.kind for card in access.waiting_for(story.by)}
    assert cards == {ready.pk: "READY"}
    cards = {card.id: card.kind for card in access.waiting_for(story.viewer(story.anna, NOON + 8 * DAY))}
    assert cards == {ready.pk: "READY", silent.pk: "UNANSWERED"}


def test_looking_again_waits_for_the_one_who_has_hold_and_nobody_else(story):
    invitation = story.invite()
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    near = NOON + (invitation.reassess_on - NOON.date()) - 5 * DAY
    (card,) = access.waiting_for(story.viewer(story.anna, near))
    assert (card.kind, card.due_on) == ("REASSESS", invitation.reassess_on)
    assert access.waiting_for(story.viewer(story.petri, near)) == []


def test_what_came_of_it_waits_until_it_has_been_read(story):
    invitation = story.invite(story.petri)
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    viewer = story.viewer(story.petri, LATER)
    (card,) = access.waiting_for(viewer)
    assert (card.kind, card.url) == ("RESULT", reverse("mapping:done", args=[card.id]))
    actions.see_result(by=viewer, invitee=story.place(invitation, story.petri))
    assert access.waiting_for(viewer) == []


def test_the_glance_shows_the_newest_open_invitation(story):
    closed = story.invite()
    actions.close(by=story.by, invitation=closed, outcome=NOTHING)
    later = story.viewer(story.anna, LATER)
    sight = sharing_access.sight_of(later, sharing_access.family_for(later, story.family.pk))
    card = access.state_of(later, story.family, sight)
    assert (card.id, card.is_open, card.outcome) == (closed.pk, False, "NOTHING_NOW")
    invitation = story.invite(by=later)
    story.answer(invitation, story.petri, at=LATER)
    sight = sharing_access.sight_of(later, sharing_access.family_for(later, story.family.pk))
    card = access.state_of(later, story.family, sight)
    assert (card.id, card.tally.answered, len(card.rows)) == (invitation.pk, 1, 2)


def test_what_waits_for_answers_comes_before_a_newer_closed_one_which_stays_one_press_away(story, clock):
    waiting = story.invite(story.petri)
    later = story.viewer(story.anna, LATER)
    newer = story.invite(story.maria, by=later)
    actions.close(by=later, invitation=newer, outcome=NOTHING)
    sight = sharing_access.sight_of(later, sharing_access.family_for(later, story.family.pk))
    card = access.state_of(later, story.family, sight)
    assert (card.id, card.is_open) == (waiting.pk, True)
    assert (card.ready.url, card.ready.closed_at) == (reverse("mapping:show", args=[newer.pk]), LATER)
    browser = Client()
    browser.force_login(story.anna.person.account, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get(reverse("overview:show", args=[story.family.pk])).text
    assert page.index(card.url) < page.index("Edellinen kartoitus valmistui") < page.index(card.ready.url)


def test_a_family_never_mapped_has_no_mapping_state(story):
    sight = sharing_access.sight_of(story.by, sharing_access.family_for(story.by, story.family.pk))
    assert access.state_of(story.by, story.family, sight) is None
