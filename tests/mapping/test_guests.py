"""A guest without an account: a one-time link, six digits by another way, one invitation and nothing else."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.delivery.models import Message, Notice
from koppi.mapping import access, actions
from koppi.mapping.asking import Asked, Outcome
from koppi.mapping.models import GuestLink, Invitee

from .conftest import NOON

LATER = NOON + timedelta(minutes=1)
AMINA = Asked(guest_name="Amina Yusuf", guest_role="vertaisohjaaja", guest_email="amina@example.org")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER) as traveller:
        yield traveller


@pytest.fixture
def invitation(story):
    return story.invite(AMINA, story.petri)


@pytest.fixture
def place(invitation):
    return Invitee.objects.get(guest_name="Amina Yusuf")


def mailed_link(number=-1) -> str:
    mails = Message.objects.filter(address_hash__gt="").order_by("created_at", "not_before", "pk")
    newest = sorted(mails, key=lambda mail: mail.created_at)[number]
    return json.loads(newest.slip)["link"]


def let_in(place) -> Client:
    client = Client()
    page = client.post(mailed_link(), {"digits": place.link.code})
    assert page.url == reverse("mapping:guest-answer")
    return client


def test_the_mail_holds_the_link_and_never_the_digits(place):
    message = Message.objects.get(template="mapping/invited_guest")
    assert re.fullmatch(r"/kutsu/[A-Za-z0-9_-]{22}/", mailed_link())
    assert place.link.code not in message.slip
    assert place.link.token_hash not in message.slip


def test_only_the_inviter_reads_the_digits(story, invitation, place):
    def codes(viewer):
        return {row.code for row in access.grid_of(viewer, invitation).rows} - {""}

    assert codes(story.by) == {place.link.code}
    assert codes(story.viewer(story.petri)) == set()


def test_looking_at_the_link_changes_nothing_and_tells_nothing(place):
    before = AuditEvent.objects.count()
    for _ in range(10):
        page = Client().get(mailed_link())
    assert page.status_code == 200
    assert not {"Emma", "Amina", "Laine"} & set(re.findall(r"\w+", page.content.decode()))
    place.link.refresh_from_db()
    assert (place.link.opened_at, place.link.wrong_codes) == (None, 0)
    assert AuditEvent.objects.count() == before


def test_the_right_digits_open_this_one_invitation(story, invitation, place):
    client = let_in(place)
    page = client.get(reverse("mapping:guest-answer"))
    assert page.status_code == 200
    assert "Emma L." in page.content.decode()
    for name, pk in (("show", invitation.pk), ("answer", place.pk), ("new-for", story.family.pk)):
        assert client.get(reverse(f"mapping:{name}", args=[pk])).status_code in {302, 404}
    answer = {"knows": "GREEN", "shares": "GREEN", "available": "YELLOW", "message": "Soitan"}
    assert client.post(reverse("mapping:guest-answer"), answer).url == reverse("mapping:guest-done")
    place.refresh_from_db()
    assert (place.available, place.answered_by) == ("YELLOW", None)
    assert "Kiitos" in client.get(reverse("mapping:guest-done")).content.decode()


def test_the_link_works_once(place):
    link = mailed_link()
    let_in(place)
    page = Client().get(link)
    assert page.status_code == 404
    assert Client().post(link, {"digits": place.link.code}).status_code == 404


def test_five_wrong_digits_end_the_link_and_the_inviter_is_told(story, place):
    link = mailed_link()
    wrong = "000000" if place.link.code != "000000" else "111111"
    pages = [Client().post(link, {"digits": wrong}).status_code for _ in range(6)]
    assert pages == [422] * 5 + [404]
    assert Client().post(link, {"digits": place.link.code}).status_code == 404
    assert Notice.objects.filter(kind="mapping.link_ended", recipient=f"e:{story.anna.pk}").count() == 1
    assert AuditEvent.objects.filter(did="mapping.link_opened", result="denied").count() == 5


@pytest.mark.parametrize("digits", ["", "abc", "<script>", "1" * 200])
def test_what_is_no_code_is_asked_again(place, digits):
    assert Client().post(mailed_link(), {"digits": digits}).status_code == 422


def test_a_link_that_never_was_looks_like_a_dead_one(place):
    let_in(place)
    place.link.refresh_from_db()
    GuestLink.objects.update(ended_at=LATER)
    dead = Client().get(mailed_link())
    never = Client().get("/kutsu/" + "a" * 22 + "/")
    assert dead.status_code == never.status_code == 404

    def plain(page):
        return re.sub(r'value="[^"]+"|"[A-Za-z0-9]{64}"', "", page.content.decode())

    assert plain(dead) == plain(never)


def test_an_old_link_is_dead(place, clock):
    link = mailed_link()
    clock.move_to(place.link.expires_at + timedelta(seconds=1))
    assert Client().post(link, {"digits": place.link.code}).status_code == 404


def test_a_spent_link_brings_a_new_one_to_the_same_address_only(place):
    first = mailed_link()
    let_in(place)
    page = Client().get(first)
    assert "Lähetä uusi linkki" in page.content.decode()
    assert Client().post(first + "uusi/").status_code == 200
    mails = Message.objects.filter(template="mapping/invited_guest")
    assert mails.count() == 2
    assert len(set(mails.values_list("address_hash", flat=True))) == 1
    assert Client().get(first).status_code == 404
    assert let_in(Invitee.objects.get(pk=place.pk))


def test_an_unopened_link_cannot_be_used_to_send_mail(place):
    assert Client().post(mailed_link() + "uusi/").status_code == 200
    assert Client().post("/kutsu/" + "a" * 22 + "/uusi/").status_code == 200
    assert Message.objects.filter(template="mapping/invited_guest").count() == 1


def test_the_inviter_sends_a_new_link_with_new_digits(story, invitation, place):
    old, link = place.link.code, mailed_link()
    GuestLink.objects.update(ended_at=LATER)
    actions.renew_link(by=story.viewer(story.anna, LATER), invitee=place)
    assert Client().get(link).status_code == 404
    fresh = GuestLink.objects.get()
    assert fresh.ended_at is None
    assert Client().post(mailed_link(), {"digits": fresh.code}).status_code == 302
    assert old != fresh.code or GuestLink.objects.filter(wrong_codes=0).exists()


def test_the_wrong_person_ends_the_link_without_digits(story, place):
    assert Client().post(mailed_link() + "vaara/").status_code == 200
    place.refresh_from_db()
    assert place.not_for_me_at
    assert Client().get(mailed_link()).status_code == 404
    assert Notice.objects.filter(kind="mapping.not_for_me", recipient=f"e:{story.anna.pk}").exists()


def test_leaving_ends_the_session_at_once(place):
    client = let_in(place)
    client.post(reverse("mapping:guest-leave"))
    assert client.get(reverse("mapping:guest-answer")).status_code == 404


def test_without_a_session_there_is_no_guests_page(place):
    for name in ("guest-answer", "guest-done"):
        assert Client().get(reverse(f"mapping:{name}")).status_code == 404


def test_somebody_signed_in_is_signed_out_before_a_guest_is_let_in(story, place):
    client = Client()
    client.force_login(story.maria.person.account, backend="django.contrib.auth.backends.ModelBackend")
    client.post(mailed_link(), {"digits": place.link.code})
    assert client.get(reverse("mapping:index")).status_code in {302, 404}
    assert client.get(reverse("mapping:guest-answer")).status_code == 200


def test_a_guest_reads_what_came_of_it_through_a_new_link(story, invitation, place):
    client = let_in(place)
    client.post(reverse("mapping:guest-answer"), {"nothing": "1"})
    actions.close(
        by=story.viewer(story.anna, LATER), invitation=invitation,
        outcome=Outcome("NOTHING_NOW", words="Koulun tuki riittää.", family_told="Kerroin äidille."),
    )  # fmt: skip
    page = client.get(reverse("mapping:guest-done"))
    assert "Koulun tuki riittää." in page.content.decode()
    assert Message.objects.filter(template="mapping/result_guest").count() == 1
    assert "Koulun tuki" in let_in(place).get(reverse("mapping:guest-answer"), follow=True).content.decode()


def test_a_guest_cannot_answer_in_the_place_of_another(story, invitation, place):
    client = let_in(place)
    petri = story.place(invitation, story.petri)
    answer = {"knows": "GREEN", "shares": "GREEN", "available": "GREEN"}
    page = client.post(reverse("mapping:answer", args=[petri.pk]), answer)
    assert page.status_code in {302, 404}
    petri.refresh_from_db()
    assert petri.answered_at is None
