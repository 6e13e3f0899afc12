"""Server and worker are killed a hundred times while people answer and are reminded (RE01, RE05, RE09)."""

import os
import random
import signal
import time
from collections import Counter
from datetime import date, datetime, timedelta
from http.client import HTTPException
from threading import Event, Thread
from urllib.error import URLError

import pytest

from koppi.workdays import add_workdays
from tests.faults.office import Office, Visitor
from tests.faults.toys import EACH_ASKS

KILLS = 100
LEASE_MINUTES = 11


class Writer(Thread):
    """Answers again and again with the next number, and remembers which numbers were acknowledged."""

    def __init__(self, visitor: Visitor, path: str, sent: list[int], acknowledged: list[int]):
        super().__init__()
        self.visitor, self.path, self.sent, self.acknowledged = visitor, path, sent, acknowledged
        self.is_over = Event()

    def run(self):
        lights = {"knows": "GREEN", "shares": "GREEN", "available": "GREEN"}
        while not self.is_over.is_set():
            number = len(self.sent) + 1
            self.sent.append(number)
            try:
                status, text, _ = self.visitor.post(self.path, **lights, message=str(number))
            except (URLError, HTTPException, OSError):
                return
            assert status == 302, text
            self.acknowledged.append(number)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nobody_is_reminded_twice(office):
    office.open()
    petri, path = Visitor(office, "petri"), office.place_of("petri")
    sent, acknowledged = [], []
    longest = _length_of_a_turn(office)
    for number in range(KILLS):
        if not office.server:
            office.open()
        writer = Writer(petri, path, sent, acknowledged)
        writer.start()
        worker, _ = office.start("tick_later", str(_minutes(number)))
        time.sleep(random.uniform(0.02, longest))
        os.kill(worker, signal.SIGKILL)
        office.kill()
        writer.join(30)
    for number in range(KILLS, KILLS + 3):
        done = office.run("tick_later", str(_minutes(number)))
        assert done.code == 0, done.out + done.err

    _answers_are_kept(office, path, sent, acknowledged)
    _reminders_went_once(office)
    assert office.rows("PRAGMA integrity_check") == [("ok",)]
    assert office.rows("PRAGMA foreign_key_check") == []
    assert office.verify() == 0


def _length_of_a_turn(office) -> float:
    """Return how long a worker has at most: about as long as a turn with something to do takes here."""
    began = time.monotonic()
    assert office.run("tick_later", "0").code == 0
    return min(2 * (time.monotonic() - began), 2.0)


def _minutes(number: int) -> int:
    """Half are after three working days, half after five; each turn is after the last one's lease."""
    today = date.today()
    due = add_workdays(today, 3 if number < KILLS // 2 else 5) + timedelta(days=1)
    ahead = datetime.combine(due, datetime.min.time()) - datetime.combine(today, datetime.min.time())
    return int(ahead.total_seconds() // 60) + number * LEASE_MINUTES


def _answers_are_kept(office: Office, path: str, sent: list[int], acknowledged: list[int]) -> None:
    key = path.split("/")[3].replace("-", "")
    kept = int(office.one("SELECT message FROM mapping_invitee WHERE id = ?", key))
    traced = office.one(
        "SELECT count(*) FROM audit_auditevent WHERE did = 'mapping.answered' AND ids LIKE ?",
        f"%{path.split('/')[3]}%",
    )
    assert len(acknowledged) >= KILLS // 2, "the server hardly ever answered before it was killed"
    assert acknowledged[-1] <= kept <= sent[-1]
    # The story's own answer, and each of ours that was committed, acknowledged or not.
    assert len(acknowledged) + 1 <= traced <= len(sent) + 1


def _reminders_went_once(office: Office) -> None:
    reminded = office.rows("SELECT invitee_id, occurrence, count(*) FROM mapping_reminder GROUP BY 1, 2")
    assert {times for *_, times in reminded} == {1}
    silent = 5 * EACH_ASKS
    assert Counter(occurrence for _, occurrence, _ in reminded)["unanswered-5"] >= silent
    traces = office.one("SELECT count(*) FROM audit_auditevent WHERE did = 'mapping.reminded'")
    mails = office.rows("SELECT dedupe_key FROM delivery_message WHERE template LIKE 'mapping/reminder%'")
    assert len(reminded) == traces == len(mails) == len(set(mails))
    waiting = "SELECT count(*) FROM delivery_message WHERE sent_at IS NULL AND withdrawn_at IS NULL"
    assert office.one(waiting) == 0
    told = office.rows("SELECT recipient, kind, dedupe, count(*) FROM delivery_notice GROUP BY 1, 2, 3")
    assert {times for *_, times in told} == {1}
    # Killed between the mail server's yes and the commit the same mail goes again, as the same mail.
    went = office.one("SELECT count(*) FROM delivery_message WHERE sent_at IS NOT NULL")
    assert len({mail["Message-ID"] for mail in office.letters.mails}) == went
    assert len(office.letters.mails) <= went + KILLS
