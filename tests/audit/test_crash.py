"""What was acknowledged is there and in the trail, whatever dies or fills up (RE01, RE03)."""

import os
import random
import signal
import time

KILLS = 40


def killed_at_a_moment(installation):
    """Let a writer work for a while, kill it without warning, and return what it had said was committed."""
    writer, said = installation.start("make_for_ever")
    until = time.monotonic() + 60
    while not said.read_text() and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(random.random() / 10)
    os.kill(writer, signal.SIGKILL)
    return said.read_text().split()


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(installation):
    acknowledged = {key.replace("-", "") for _ in range(KILLS) for key in killed_at_a_moment(installation)}
    made = {key for (key,) in installation.rows("SELECT id FROM people_organisation")}
    traced = {whom for (whom,) in installation.rows("SELECT whom FROM audit_auditsubject")}
    assert len(acknowledged) >= KILLS
    assert acknowledged <= made
    assert made == traced
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert installation.verify() == 0


def test_a_full_disk_refuses_cleanly_and_the_trail_goes_on_once_there_is_room(installation):
    filled = installation.run("fill_the_disk")
    assert filled.code == 0, filled.err
    *acknowledged, after = [line for line in filled.out.split() if len(line) == 36]
    _error, kept, counted = next(line for line in filled.out.splitlines() if " " in line).split()
    assert int(kept) == int(counted) == len(acknowledged) > 10
    assert installation.rows("SELECT count(*) FROM audit_auditevent") == [(int(kept) + 1,)]
    assert installation.rows("SELECT count(*) FROM people_organisation WHERE name = 'after'") == [(1,)]
    assert after
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert installation.verify() == 0
