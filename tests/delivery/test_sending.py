"""The outbox against a real mail server: nothing lost, nothing said, and one mail for one message."""

from dataclasses import replace
from datetime import timedelta
from socket import gethostname
from uuid import uuid4

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction

from koppi.audit import trail
from koppi.audit.models import AuditEvent
from koppi.delivery import access, actions, jobs
from koppi.delivery.models import Message
from koppi.due.leases import LEASE, claim
from koppi.people.viewer import Viewer

from .conftest import NOON, an_office

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def enqueue(at=NOON, dedupe_key="invited:1", **more) -> Message:
    given = {"to_account": uuid4(), **more} if not ({"to", "to_address"} & more.keys()) else more
    return actions.enqueue(by=Viewer.system(at), template="trial/invited", dedupe_key=dedupe_key, **given)


def send(at=NOON, **office) -> int:
    return jobs.send_due(by=Viewer.system(at), office=an_office(at, **office))


def test_a_mail_goes_once_with_the_subject_first_and_the_whole_link(mail_server):
    enqueue(context={"link": "/kutsut/abc/", "due_on": "2026-12-03", "code": "4711"})
    assert (send(), send()) == (1, 0)
    [mail] = mail_server.mails
    assert mail["Subject"] == "Kyllä: Koppi"
    assert mail["To"] == "aino@example.fi"
    assert mail.get_content().splitlines()[:2] == [
        "https://koppi.example/kutsut/abc/",
        "3. joulukuuta 2026 4711",
    ]


@pytest.mark.parametrize(("language", "subject"), [("sv", "Ja: Koppi"), ("en", "Yes: Koppi")])
def test_a_mail_is_written_in_the_language_of_its_recipient(mail_server, language, subject):
    enqueue()
    enqueue(dedupe_key="guest", to_address="guest@example.fi", language=language)
    send(language=language)
    assert {mail["Subject"] for mail in mail_server.mails} == {subject}


def test_no_mail_names_the_machine_or_asks_for_an_answer(mail_server):
    enqueue()
    send()
    [mail] = mail_server.mails
    assert mail["Message-ID"] == f"<{Message.objects.get().pk}@post.example>"
    assert mail["From"] == "Koppi <koppi@post.example>"
    assert mail["Reply-To"] is None
    assert mail_server.greetings == ["post.example"]
    assert gethostname() not in mail.as_string()


def test_mails_that_do_not_come_from_the_outbox_do_not_name_the_machine_either(mail_server):
    send_mail("Vahvista osoite", "x", None, ["aino@example.fi"])
    [mail] = mail_server.mails
    assert mail["Message-ID"].endswith("@post.example>")
    assert mail_server.greetings == ["post.example"]


def test_what_has_been_sent_is_forgotten_but_for_its_trace(mail_server):
    enqueue(to_address="guest@example.fi", context={"link": "/k/salainen-merkki"})
    send()
    message = Message.objects.get()
    assert (message.address, message.slip) == (None, None)
    assert len(message.address_hash) == 64


def test_an_address_and_a_link_are_sealed_while_they_wait(connection_rows):
    enqueue(to_address="guest@example.fi", context={"link": "/k/salainen-merkki"})
    raw = connection_rows("delivery_message")
    assert "guest@" not in raw
    assert "salainen" not in raw


def test_the_same_key_is_one_message(mail_server):
    enqueue()
    enqueue()
    assert send() == 1


def test_a_message_that_is_not_due_any_more_is_withdrawn_and_never_sent(mail_server):
    enqueue(to_address="guest@example.fi")
    assert send(may_go=False) == 0
    assert send() == 0
    assert Message.objects.get().withdrawn_at == NOON
    assert mail_server.mails == []


def test_a_recipient_who_has_left_gets_nothing(mail_server):
    enqueue()
    assert send(address=None) == 0
    assert Message.objects.get().withdrawn_at == NOON


def test_a_template_without_a_rule_is_not_sent(mail_server):
    enqueue()
    office = an_office()
    office.still_due.clear()
    assert jobs.send_due(by=Viewer.system(NOON), office=office) == 0
    [card] = access.refused_messages()
    assert card.last_error_code.startswith("KeyError")
    assert mail_server.mails == []


def test_a_message_for_later_waits(mail_server):
    enqueue(not_before=NOON + MINUTE)
    assert send() == 0
    assert send(NOON + MINUTE) == 1


@pytest.mark.parametrize("answer", ["451 try later", "550 no such mailbox", "421 closing"])
def test_a_refusal_is_tried_again_after_a_minute_and_the_mail_stays_the_same(mail_server, answer):
    mail_server.answers.append(answer)
    message = enqueue()
    assert (send(), send(NOON + MINUTE / 2)) == (0, 0)
    assert send(NOON + MINUTE) == 1
    assert mail_server.mails[0]["Message-ID"] == f"<{message.pk}@post.example>"


def test_one_refused_message_does_not_hold_back_the_others(mail_server):
    mail_server.answers.append("550 no such mailbox")
    for number in range(3):
        enqueue(dedupe_key=str(number))
    assert send() == 2


def test_ten_refusals_make_a_message_dead_until_somebody_tries_again(mail_server):
    mail_server.answers.extend(["550 no"] * 10)
    message = enqueue()
    for hours in range(20):
        assert send(NOON + timedelta(hours=7 * hours)) == 0
    [card] = access.dead_messages()
    assert (card.id, card.refusals) == (message.pk, 10)
    later = NOON + timedelta(days=20)
    actions.try_again(by=Viewer.system(later), message_id=message.pk)
    assert send(later) == 1
    with pytest.raises(actions.NotDead):
        actions.try_again(by=Viewer.system(later), message_id=message.pk)


def test_a_dead_message_forgets_its_address_after_a_month(mail_server):
    mail_server.answers.extend(["550 no"] * 10)
    enqueue(to_address="guest@example.fi")
    for hours in range(20):
        send(NOON + timedelta(hours=7 * hours))
    died = Message.objects.get().dead_at
    assert jobs.wipe_dead(by=Viewer.system(died + timedelta(days=30))) == 0
    assert jobs.wipe_dead(by=Viewer.system(died + timedelta(days=31))) == 1
    assert Message.objects.get().address is None


def test_a_dead_server_uses_up_no_message_and_everything_goes_when_it_is_back(settings, mail_server):
    living, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for number in range(3):
        enqueue(dedupe_key=str(number))
    for hour in range(48):
        with pytest.raises(jobs.ServerAway):
            send(NOON + timedelta(hours=hour))
    assert access.unsent_since(NOON + timedelta(hours=48)) == NOON
    settings.EMAIL_PORT = living
    assert send(NOON + timedelta(hours=48)) == 3
    assert access.dead_messages() == []


def test_a_server_that_says_nothing_is_given_up_and_tried_again(settings, mail_server, silent_port):
    living = settings.EMAIL_PORT
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent_port, 0.2
    enqueue()
    with pytest.raises(jobs.ServerAway):
        send()
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = living, 5
    assert send() == 1


def test_a_message_in_another_workers_hands_is_passed_over_until_the_lease_runs_out(mail_server):
    enqueue()
    claim(Message.objects.waiting(), NOON)
    assert send(NOON + LEASE - MINUTE) == 0
    assert send(NOON + LEASE) == 1


def test_a_message_that_kills_its_worker_each_time_is_in_nobodys_way(mail_server):
    first = enqueue(dedupe_key="first")
    enqueue(at=NOON + MINUTE, dedupe_key="second")
    claim(Message.objects.filter(pk=first.pk), NOON - LEASE)  # by a worker that died of it
    send(NOON + MINUTE)
    assert [mail["Message-ID"].startswith(f"<{first.pk}") for mail in mail_server.mails] == [False, True]


def test_a_worker_that_sent_too_slowly_does_not_undo_what_the_other_did(mail_server):
    message = enqueue()
    office = an_office()

    def slow(by, slip):
        other = an_office(NOON + LEASE)
        assert jobs.send_due(by=Viewer.system(NOON + LEASE), office=other) == 1
        return True

    office.still_due["trial/invited"] = slow
    jobs.send_due(by=Viewer.system(NOON), office=office)
    message.refresh_from_db()
    assert message.sent_at == NOON + LEASE
    assert {mail["Message-ID"] for mail in mail_server.mails} == {f"<{message.pk}@post.example>"}


def test_that_a_message_was_picked_up_is_in_the_trail_without_its_recipient(mail_server):
    enqueue(to_address="guest@example.fi")
    send()
    entry = AuditEvent.objects.get(did="delivery.picked_up")
    assert entry.detail == {"template": "trial/invited"}


def test_nothing_is_sent_when_the_trail_cannot_be_written(mail_server, settings):
    enqueue()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent RENAME TO away")
    with pytest.raises(trail.TrailClosed), transaction.atomic():
        send()
    assert mail_server.mails == []


def test_a_shifted_clock_does_not_use_up_all_the_tries_at_once(mail_server):
    mail_server.answers.extend(["550 no"] * 20)
    enqueue()
    later = Viewer.system(NOON + timedelta(days=9))
    jobs.send_due(by=later, office=an_office(NOON))
    assert Message.objects.get().refusals == 1


def test_a_slow_server_does_not_hold_a_worker_longer_than_twenty_seconds(mail_server):
    for number in range(5):
        enqueue(dedupe_key=str(number))
    passed = iter(range(0, 1000, 3))
    office = replace(an_office(), clock=lambda: NOON + timedelta(seconds=next(passed)))
    assert jobs.send_due(by=Viewer.system(NOON), office=office) == 3
    assert send(NOON + LEASE) == 2


def test_mail_goes_to_a_file_where_there_is_no_server(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    enqueue()
    assert send() == 1
    [file] = tmp_path.iterdir()
    assert gethostname() not in file.read_text()


@pytest.mark.parametrize(
    "recipients",
    [
        {},
        {"to_account": uuid4(), "to_address": "a@b.fi"},
        {"to": "s:SCHOOL"},
        {"to": "aino@example.fi"},
    ],
)
def test_a_message_has_exactly_one_recipient_with_an_address(recipients):
    with pytest.raises(ValueError, match=r"exactly one|not a holder"):
        actions.enqueue(by=Viewer.system(NOON), template="trial/invited", dedupe_key="x", **recipients)
