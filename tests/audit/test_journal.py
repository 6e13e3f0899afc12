"""What took access away is on the disk before anybody is told so, and any change to it is found."""

import json
import os
from uuid import uuid4

import pytest
from django.db import transaction

from koppi.audit import journal, tape, trail
from tests import make

NOW = 1_800_000_000.0


def write(kind="toy.closed", key="a"):
    journal.append(kind, key, {"door": str(key)}, make.NOON)


def everything():
    return journal.lines_from(journal.Position(1, ""))


@pytest.mark.django_db
def test_a_line_is_there_before_the_commit_and_sure_after_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert [line.is_sure for line in everything()] == [False]
    (line,) = everything()
    assert (line.kind, line.key, line.payload, line.at, line.is_sure) == (
        "toy.closed", "a", {"door": "a"}, make.NOON, True,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_line_of_a_change_that_was_rolled_back_stays_but_is_not_sure():
    def change():
        with transaction.atomic():
            write()
            raise LookupError

    with pytest.raises(LookupError):
        change()
    assert [line.is_sure for line in everything()] == [False]


@pytest.mark.django_db
def test_a_journal_that_cannot_be_written_stops_the_change(data, settings):
    (data / "journal").write_text("a file where the folder should be")
    with pytest.raises(trail.TrailClosed):
        write()


@pytest.mark.django_db
def test_a_backup_is_followed_from_its_place_on(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(key="before")
    place = journal.position(NOW)
    write(key="after")
    assert [line.key for line in journal.lines_from(place)] == ["after"]


@pytest.mark.django_db
def test_a_line_whose_commit_a_backup_may_just_miss_is_replayed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(key="before")
    write(key="under way")
    with django_capture_on_commit_callbacks(execute=True):
        write(key="later")
    line = everything()[1]
    place = journal.position(_written(line.number) + 60)
    assert [line.key for line in journal.lines_from(place)] == ["under way", "later"]


@pytest.mark.django_db
def test_a_line_rolled_back_long_ago_does_not_hold_the_place_for_ever():
    write(key="rolled back")
    place = journal.position(_written(1) + 2 * journal.LONGEST_TRANSACTION)
    assert journal.lines_from(place) == []


@pytest.fixture
def three_lines(db):
    for key in "abc":
        write(key=key)
    return journal.path().read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_changed_line_is_found(three_lines, at):
    three_lines[at] = three_lines[at].replace(b"toy", b"tog")
    journal.path().write_bytes(b"".join(three_lines))
    with pytest.raises(journal.BrokenJournal, match=f"line {at + 1}"):
        everything()


@pytest.mark.parametrize("at", [0, 1])
def test_a_missing_line_is_found(three_lines, at):
    del three_lines[at]
    journal.path().write_bytes(b"".join(three_lines))
    with pytest.raises(journal.BrokenJournal, match=f"line {at + 1}"):
        everything()


@pytest.mark.django_db
def test_the_journal_of_another_installation_is_refused(settings):
    write()
    place = journal.position(NOW * 2)
    journal.path().unlink()
    for _ in range(3):
        write(key=uuid4())
    with pytest.raises(journal.BrokenJournal):
        journal.lines_from(place)


@pytest.mark.django_db
def test_a_line_torn_by_a_power_cut_is_dropped_and_the_journal_goes_on():
    write(key="whole")
    with journal.path().open("ab") as file:
        file.write(b'{"kind":"toy.cl')
    assert [line.key for line in everything()] == ["whole"]
    write(key="next")
    assert [line.key for line in everything()] == ["whole", "next"]


def test_a_record_is_on_the_disk_before_the_writer_goes_on(data, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    tape.append(data / "tape", lambda last: b"first", b"\n")
    assert synced[0] == len(b"first\n")
    tape.append(data / "tape", lambda last: last + b" and second", b"\n")
    assert synced[-1] == len(b"first\nfirst and second\n")


@pytest.mark.django_db
def test_the_journal_can_be_read_by_nobody_else():
    write()
    assert journal.path().stat().st_mode & 0o077 == 0


def _written(number):
    return json.loads(journal.path().read_bytes().splitlines()[number - 1])["written"]
