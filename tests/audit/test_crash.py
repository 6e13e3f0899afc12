"""What was acknowledged is there and in the trail, whatever dies or fills up (RE01, RE03, AU05)."""

import os
import random
import signal
import time

KILLS = 20


def acknowledged(installation):
    path = installation.folder / "acknowledged"
    return path.read_text().split() if path.exists() else []


def kill_at_a_moment(writers, installation):
    """Let a writer work for a while after its first acknowledgement, and kill it without warning."""
    before = len(acknowledged(installation))
    writers.stdin.write("one more\n")
    writers.stdin.flush()
    writer = int(writers.stdout.readline())
    until = time.monotonic() + 60
    while len(acknowledged(installation)) == before and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(random.random() / 10)
    os.kill(writer, signal.SIGKILL)


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(installation):
    with installation.start("tests.audit.writer", str(installation.folder / "acknowledged")) as writers:
        for _ in range(KILLS):
            kill_at_a_moment(writers, installation)
        writers.stdin.close()
    made = {row[0] for row in installation.rows("SELECT id FROM people_organisation")}
    traced = {row[0] for row in installation.rows("SELECT whom FROM audit_auditsubject")}
    said = {line.replace("-", "") for line in acknowledged(installation)}
    assert len(said) >= KILLS
    assert said <= made
    assert made == traced
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert installation.verify() == 0


FULL_DISK = """
from datetime import UTC, datetime
from django.db import OperationalError, connection, transaction
from koppi.audit import trail
from koppi.people.models import Organisation
from koppi.people.viewer import Viewer

def pragma(text):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {text}").fetchone()[0]

def write():
    with transaction.atomic():
        made = Organisation.objects.create(name="x" * 100, kind="NGO")
        trail.leave(Viewer.system(datetime.now(UTC)), "people.organisation_made", made, subjects=[made.pk])

pragma(f"max_page_count = {pragma('page_count') + 10}")
kept = 0
while True:
    try:
        write()
    except (trail.TrailClosed, OperationalError):
        break
    kept += 1
print(kept, Organisation.objects.count())
pragma("max_page_count = 1000000")
write()
print(Organisation.objects.count())
"""


def test_a_full_disk_refuses_cleanly_and_the_trail_goes_on_once_there_is_room(installation):
    said = installation.run("shell", "--no-imports", "-c", FULL_DISK)
    assert said.returncode == 0, said.stderr
    kept, counted, after = said.stdout.split()
    assert int(kept) > 10
    assert counted == kept
    assert int(after) == int(kept) + 1
    assert installation.rows("SELECT count(*) FROM audit_auditevent") == [(int(after),)]
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert installation.verify() == 0
