"""When something may not be written, nothing is shown and nothing half done; afterwards all goes on."""

import sqlite3

import pytest

from tests.faults.office import Visitor
from tests.faults.toys import pages_of

ANSWER = {"knows": "GREEN", "shares": "GREEN", "available": "GREEN"}
SECRETS = ("Laineen perhe", "Emma", "Koivukatu", "Aamut ovat olleet")
CONTENT = ("mapping", "families", "people", "sharing", "teams", "services", "delivery")
WAITING = "SELECT count(*) FROM delivery_message WHERE sent_at IS NULL AND withdrawn_at IS NULL"
NO_ENTRIES = """CREATE TRIGGER trail_is_read_only BEFORE INSERT ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'attempt to write a readonly database'); END"""


@pytest.fixture
def petri(office):
    office.open()
    return Visitor(office, "petri")


def content(office) -> list:
    """Return every row of the content, without the trail, the sessions and the queue's own leases."""
    with sqlite3.connect(office.database) as found:
        every = found.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in every if name.partition("_")[0] in CONTENT]
        rows = {name: found.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    return [(name, sorted(map(repr, kept))) for name, kept in rows.items()]


def assert_closed(office, answer) -> None:
    status, text, _ = answer
    assert status == 503, office.said.read_text()[-4000:]
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Traceback" not in text


def until_refused(visitor: Visitor, path: str):
    """Look until the trail of looks has filled what was left."""
    answers = (visitor.get(path) for _ in range(100))
    return next(answer for answer in answers if answer[0] != 200)


@pytest.mark.parametrize("spare", [4, 13])
def test_a_full_disk_is_said_by_503_and_all_goes_on_once_there_is_room(office, petri, spare):
    path = office.place_of("petri")
    office.kill()
    office.open(f"max_page_count = {pages_of(office.database) + spare}")
    acknowledged = []
    for number in range(200):
        answer = petri.post(path, **ANSWER, message=f"{number} " + "å" * 200)
        if answer[0] != 302:
            break
        acknowledged.append(number)
    assert_closed(office, answer)
    before = content(office)
    for page in (office.family(), path, "/paiva/"):
        assert_closed(office, until_refused(petri, page))
    assert_closed(office, petri.post(path, **ANSWER, message="x" * 300))
    assert content(office) == before
    assert office.one("SELECT message FROM mapping_invitee WHERE message LIKE ?", f"{acknowledged[-1]} %")
    assert office.rows("PRAGMA integrity_check") == [("ok",)]
    office.kill()
    office.open()
    assert petri.post(path, **ANSWER, message="Nyt mahtuu.")[0] == 302
    assert petri.get(office.family())[0] == 200
    assert office.verify() == 0


def test_a_trail_that_cannot_be_written_closes_every_page_with_content(office, petri):
    path, before = office.place_of("petri"), content(office)
    with sqlite3.connect(office.database) as found:
        found.execute(NO_ENTRIES)
    for answer in (
        petri.get(office.family()), petri.get("/paiva/"), petri.get(path), petri.get("/perheet/"),
        petri.get(f"{office.family()}muokkaa/"), petri.post(path, **ANSWER, message="x"),
        petri.post(f"{office.family()}askel/", what="x"),
    ):  # fmt: skip
        assert_closed(office, answer)
    assert content(office) == before
    assert office.run("tick_later", str(4 * 24 * 60)).code != 0, "a worker says that it could not work"
    assert _without_queue(content(office)) == _without_queue(before)
    assert office.letters.mails == []
    assert petri.get("/health/live")[0] == 200

    with sqlite3.connect(office.database) as found:
        found.execute("DROP TRIGGER trail_is_read_only")
    assert petri.post(path, **ANSWER, message="x")[0] == 302
    assert petri.get(office.family())[0] == 200
    assert office.run("tick_later", str(5 * 24 * 60)).code == 0
    assert office.letters.mails
    assert office.verify() == 0


def test_a_database_that_only_reads_shows_nothing(office, petri):
    path, before = office.place_of("petri"), content(office)
    office.kill()
    office.open("query_only = ON")
    for answer in (petri.get(office.family()), petri.get(path), petri.post(path, **ANSWER, message="x")):
        assert_closed(office, answer)
    assert content(office) == before
    office.kill()
    office.open()
    assert petri.get(office.family())[0] == 200


def test_while_the_mail_server_is_dead_nothing_is_lost_and_later_each_mail_goes_once(office):
    office.letters.shut()
    for minutes in (0, 20, 40):
        assert office.run("tick_later", str(minutes)).code != 0, "the operator is told that no mail goes"
    waiting = office.one(WAITING)
    assert waiting >= 30
    assert office.one("SELECT count(*) FROM delivery_message WHERE dead_at IS NOT NULL") == 0
    office.letters.open()
    for minutes in (120, 140, 160):
        assert office.run("tick_later", str(minutes)).code == 0
    assert len(office.letters.mails) == len({mail["Message-ID"] for mail in office.letters.mails}) == waiting
    assert office.one(WAITING) == 0


def _without_queue(rows: list) -> list:
    return [(name, found) for name, found in rows if not name.startswith("delivery_")]
