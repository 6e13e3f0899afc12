"""All comes back as it stood at one commit, and nothing that was taken away since (RE10, RE12)."""

import gzip
import json
import os
import re
import shutil
import signal
import tarfile
import time
from pathlib import Path

import psycopg
import pytest

from koppi.site import run, tick
from koppi.site import settings as settings_file
from koppi.site.env import Unusable
from koppi.site.keeping import envelope, pending
from koppi.site.keeping.replay import REPLAY
from tests.installation import ask


def organisations(installation):
    """Return name → (is open, is known to the trail)."""
    rows = [row.split() for row in ask(installation, "organisations").splitlines()]
    return {name: (bool(int(is_open)), bool(int(traced))) for _key, name, is_open, traced in rows}


def content(installation):
    """Return the hash of every table but the trail's own, which a restore adds to."""
    said = json.loads(ask(installation, "fingerprint"))
    return {table: rows for table, rows in said.items() if not table.startswith("audit_")}


@pytest.fixture
def used(place):
    here = place("here", built=True)
    ask(here, "make", "first")
    (here.folder / "files").mkdir()
    (here.folder / "files" / "picture").write_bytes(b"\x00\x01")
    return here


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "elsewhere" / "one.backup")


def test_every_row_and_file_comes_back_onto_an_empty_place(used, place, file):
    ask(used, "backup", file)
    there = place("there")
    said = ask(there, "restore", file)
    assert "is whole" in said
    assert content(there) == content(used)
    assert (there.folder / "files" / "picture").read_bytes() == b"\x00\x01"
    assert there.verify() == 0
    assert not (there.folder / "restore_pending").exists()
    ask(there, "make", "second")
    assert organisations(there) == {"first": (True, True), "second": (True, True)}
    assert not list(used.folder.glob(".keeping-*"))


def test_a_place_that_has_only_been_looked_at_is_still_empty(used, place, file):
    ask(used, "backup", file)
    there = place("there")
    there.folder.mkdir(exist_ok=True)
    assert there.verify() == 4
    ask(there, "restore", file)
    assert content(there) == content(used)


def test_a_backup_made_while_people_write_is_of_one_commit(used, place, file):
    writer, said = used.start("make_for_ever")
    while len(before := said.read_text().split()) < 20:
        time.sleep(0.01)
    ask(used, "backup", file)
    os.kill(writer, signal.SIGKILL)
    after = set(said.read_text().split())
    there = place("there")
    ask(there, "restore", file)
    rows = [row.split() for row in ask(there, "organisations").splitlines()]
    assert all(traced == "1" for *_, traced in rows)
    restored = {key for key, name, *_ in rows if name == "x"}
    assert set(before) <= restored
    assert len(restored - after) <= 1
    assert there.verify() == 0


def test_what_was_closed_after_the_backup_is_closed_before_the_place_opens(used, place, file):
    key = ask(used, "make", "closed-later")
    ask(used, "backup", file)
    ask(used, "close", key)
    there = place("there")
    assert "1 facts" in ask(there, "restore", file)
    assert organisations(there) == {"first": (True, True), "closed-later": (False, True)}
    assert there.verify() == 0


def test_a_journal_given_by_hand_is_replayed(used, place, file, tmp_path):
    key = ask(used, "make", "closed-later")
    ask(used, "backup", file)
    ask(used, "close", key)
    shutil.move(used.folder / "journal", tmp_path / "rescued")
    there = place("there")
    ask(there, "restore", file, "--journal", str(tmp_path / "rescued" / "journal"))
    assert organisations(there)["closed-later"] == (False, True)


def test_a_withdrawal_a_restriction_and_an_ended_ground_are_in_force_after_the_restore(place, file):
    """The real thing: what a family and its workers took away after the backup, seen by whom it concerns."""
    here, there = place("here", built=True), place("there")
    ask(here, "live")
    ask(here, "backup", file)
    before = ask(here, "who_sees")
    ask(here, "take_away")
    after = ask(here, "who_sees")
    ask(there, "restore", file)
    assert ask(there, "who_sees") == after
    assert {"Mikko True", "terveydenhoitaja True", "consent True"} <= set(before.splitlines())
    assert {"Mikko False", "terveydenhoitaja False", "consent False"} <= set(after.splitlines())
    assert "Sanna True" in after.splitlines()
    assert there.verify() == 0


def test_without_the_journal_nothing_opens_unless_somebody_says_so(used, place, file):
    key = ask(used, "make", "closed-later")
    ask(used, "backup", file)
    ask(used, "close", key)
    shutil.rmtree(used.folder / "journal")
    there = place("there")
    refused = there.run("restore", file)
    assert refused.code == 1
    assert "--journal-is-lost" in refused.err
    ask(there, "restore", file, "--journal-is-lost")
    assert organisations(there)["closed-later"] == (True, True)


def test_a_kind_that_nobody_replays_keeps_the_place_closed(used, place, file):
    key = ask(used, "make", "closed-later")
    ask(used, "backup", file)
    ask(used, "close", key, "toy.unknown")
    there = place("there")
    refused = there.run("restore", file)
    assert refused.code == 1
    assert "Koppi stays closed" in refused.err
    assert (there.folder / "restore_pending").exists()


def test_a_reduction_whose_commit_never_came_is_replayed_and_pointed_out(used, place, file):
    key = ask(used, "make", "half-closed")
    ask(used, "backup", file)
    assert used.run("close_but_die", key).code == 9
    assert organisations(used)["half-closed"] == (True, True)
    there = place("there")
    said = ask(there, "restore", file)
    assert f"Look at toy.closed {key}" in said
    assert organisations(there)["half-closed"] == (False, True)


def test_a_restore_that_failed_can_be_done_again(used, place, file):
    key = ask(used, "make", "closed-later")
    ask(used, "backup", file)
    ask(used, "close", key)
    there = place("there")
    refused = there.run("restore_without_toys", file)
    assert "nobody replays toy.closed. Koppi stays closed." in refused.err
    ask(there, "restore", file)
    assert organisations(there)["closed-later"] == (False, True)
    assert there.verify() == 0


def test_an_older_backup_put_back_in_the_same_place_is_whole_though_later_entries_are_lost(used, file):
    ask(used, "backup", file)
    ask(used, "make", "lost")
    ask(used, "audit", "checkpoints")
    if used.database_url:
        with psycopg.connect(used.database_url, autocommit=True) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute("CREATE SCHEMA public")
    else:
        for left in used.folder.glob("koppi.sqlite3*"):
            left.unlink()
    ask(used, "restore", file)
    assert organisations(used) == {"first": (True, True)}
    assert used.verify() == 0


def test_nothing_is_ever_restored_over_an_installation(used, place, file):
    ask(used, "backup", file)
    there = place("there", built=True)
    before = content(there)
    refused = there.run("restore", file)
    assert "restore needs an empty" in refused.err
    assert content(there) == before


def test_a_backup_overwrites_nothing_and_its_name_tells_only_the_time(used, file):
    ask(used, "backup", file)
    assert "exists already" in used.run("backup", file).err
    named = ask(used, "backup")
    assert named.startswith(f"{used.folder}/backups/koppi-2")


def test_with_a_key_nobody_without_it_reads_or_changes_the_backup(used, place, file):
    used.settings["KOPPI_BACKUP_KEY"] = "k" * 32
    ask(used, "make", "first-secret")
    ask(used, "backup", file)
    raw = Path(file).read_bytes()
    assert raw.startswith(envelope.MAGIC)
    assert b"first-secret" not in raw
    for key, complaint in (("", "set KOPPI_BACKUP_KEY"), ("x" * 32, "does not open this backup")):
        refused = place(f"with-{key[:1]}", KOPPI_BACKUP_KEY=key).run("restore", file)
        assert complaint in refused.err
    there = place("there", KOPPI_BACKUP_KEY="k" * 32)
    ask(there, "restore", file)
    assert "first-secret" in organisations(there)


def test_a_damaged_backup_is_refused_before_anything_is_touched(used, place, file, tmp_path):
    ask(used, "backup", file)
    with tarfile.open(file) as tar:
        tar.extractall(tmp_path / "open", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (tmp_path / "open" / "files" / "picture").write_bytes(b"\x00\x02")
    with tarfile.open(tmp_path / "changed", "w:gz") as tar:
        for path in (tmp_path / "open").iterdir():
            tar.add(path, arcname=path.name)
    short = tmp_path / "short"
    short.write_bytes(Path(file).read_bytes()[:-200])
    (tmp_path / "strange").write_bytes(gzip.compress(b"nothing"))
    there = place("there")
    for damaged in ("changed", "short", "strange"):
        refused = there.run("restore", str(tmp_path / damaged))
        assert refused.code == 1
        assert "Traceback" not in refused.err
        assert not (there.folder / "restore_pending").exists()


def test_a_trail_tampered_with_before_the_backup_keeps_the_place_closed(used, place, file):
    ask(used, "make", "second")
    ask(used, "audit", "seal")
    tamper = "UPDATE audit_auditevent SET did = 'nothing' WHERE did = 'toy.made'"
    if used.database_url:
        with psycopg.connect(used.database_url) as server:
            server.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
            server.execute(tamper)
    else:
        used.rows("DROP TRIGGER audit_auditevent_no_update")
        used.rows(tamper)
    ask(used, "backup", file)
    there = place("there")
    refused = there.run("restore", file)
    assert "of the audit trail: body" in refused.err
    assert "Koppi stays closed" in refused.err


def test_a_second_backup_a_moment_later_is_another_file(used):
    first = ask(used, "backup")
    time.sleep(1)
    assert ask(used, "backup") != first


def test_while_a_restore_is_unfinished_nothing_is_served_and_nothing_runs(client, settings, tmp_path, db):
    settings.DATA = tmp_path
    pending.begin("test")
    assert client.get("/").status_code == 503
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").json()["because"] == ["restore"]
    for work in (tick.tick, tick.work, run.run):
        with pytest.raises(Unusable, match="restore has not been finished"):
            work()
    pending.end()
    assert client.get("/health/ready").status_code == 200


def test_every_kind_of_line_that_any_area_writes_is_replayed():
    written = re.compile(r'journal\.append\(\s*"([^"]+)"')
    code = (settings_file.ROOT / "src").rglob("*.py")
    kinds = {kind for path in code for kind in written.findall(path.read_text())}
    assert kinds
    assert kinds <= set(REPLAY)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.REGTYPE])
def test_a_backup_that_reaches_out_of_its_folder_is_refused(place, tmp_path, kind):
    entry = tarfile.TarInfo("../outside" if kind == tarfile.REGTYPE else "inside")
    entry.type, entry.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "hostile", "w:gz") as tar:
        tar.addfile(entry)
    there = place("there")
    refused = there.run("restore", str(tmp_path / "hostile"))
    assert refused.code != 0
    assert "not a whole backup" in refused.err
    assert not (tmp_path / "outside").exists()
