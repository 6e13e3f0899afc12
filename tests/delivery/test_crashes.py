"""Two workers at once, and workers killed at the worst moment: everything once, nothing lost."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))


class Office:
    """A database of its own with real processes at work in it."""

    def __init__(self, environment: dict[str, str]):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPPI_")}
        self.environment = {**kept, "PYTHONPATH": "src", "KOPPI_ENV": "test", **environment}

    def start(self, *task: object, minutes_later: int = 0) -> subprocess.Popen:
        return subprocess.Popen(**self.call(task, minutes_later))

    def run(self, *task: object, minutes_later: int = 0) -> str:
        call = self.call(task, minutes_later)
        return subprocess.run(**call, timeout=120, check=True, stdout=subprocess.PIPE, text=True).stdout

    def call(self, task: tuple[object, ...], minutes_later: int) -> dict:
        command = [sys.executable, "-m", "tests.delivery.clerk", *map(str, task)]
        environment = {**self.environment, "CLERK_MINUTES_LATER": str(minutes_later)}
        return {"args": command, "cwd": ROOT, "env": environment}

    def report(self) -> dict:
        return json.loads(self.run("report"))


@pytest.fixture
def office(tmp_path, mail_server, settings, scratch_database_url):
    environment = {"KOPPI_DATA": str(tmp_path), "KOPPI_SMTP_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}"}
    return Office({**environment, **scratch_database_url})


@pytest.fixture
def scratch_database_url(django_db_blocker):
    """A PostgreSQL database beside the tests' own where the tests run on one; else SQLite in KOPPI_DATA."""
    url = os.environ.get("KOPPI_DATABASE_URL", "")
    if connection.vendor != "postgresql":
        yield {}
        return
    name = f"koppi_clerk_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    base, mark, options = url.partition("?")
    yield {"KOPPI_DATABASE_URL": f"{base.rpartition('/')[0]}/{name}{mark}{options}"}
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def mails_by_id(mail_server) -> Counter:
    return Counter(mail["Message-ID"] for mail in mail_server.mails)


def test_two_workers_send_each_message_and_do_each_job_once(office, mail_server):
    office.run("prepare", 30, "told", 30)
    workers = [office.start("work") for _ in range(2)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    assert office.report() == {"waiting": 0, "told": list(range(30))}
    assert len(mail_server.mails) == len(mails_by_id(mail_server)) == 30


def test_killed_between_the_servers_yes_and_the_commit_the_same_mail_goes_again(office, mail_server):
    office.run("prepare", 6, "told", 0)
    worker = office.start("work")
    mail_server.on_mail = lambda: worker.kill() if len(mail_server.mails) in (2, 5) else None
    assert worker.wait(timeout=60) == -signal.SIGKILL
    worker = office.start("work", minutes_later=11)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    office.run("work", minutes_later=22)
    assert office.report()["waiting"] == 0
    copies = mails_by_id(mail_server)
    assert len(copies) == 6  # for whoever reads by Message-ID each mail is one
    assert sum(copies.values()) == 8


def test_killed_in_the_middle_of_a_job_its_effect_happens_once(office):
    office.run("prepare", 0, "told_and_killed", 5)
    worker = office.start("work")
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert office.report() == {"waiting": 5, "told": []}
    office.run("work", minutes_later=11)
    assert office.report() == {"waiting": 0, "told": [0, 1, 2, 3, 4]}


def test_told_to_stop_a_worker_finishes_what_is_at_hand(office, mail_server):
    office.run("prepare", 30, "told", 0)
    worker = office.start("work")
    mail_server.on_mail = lambda: worker.terminate()
    assert worker.wait(timeout=60) == 0
    assert office.report()["waiting"] + len(mail_server.mails) == 30
