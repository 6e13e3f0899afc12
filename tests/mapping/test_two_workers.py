"""Two workers at the same moment, and one killed in the middle: every reminder once, none lost."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.test_crashes import scratch_database_url
from tests.mapping.colleague import SILENT

__all__ = ["scratch_database_url"]
ROOT = Path(__file__).parents[2]


class Colleague:
    """Processes at work in a database of their own."""

    def __init__(self, folder: Path, database: dict[str, str]):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPPI_")}
        here = {"KOPPI_ENV": "test", "KOPPI_DATA": str(folder), "PYTHONPATH": "src:."}
        self.environment = {**kept, "DJANGO_SETTINGS_MODULE": "koppi.site.settings", **here, **database}

    def call(self, task: str) -> dict:
        args = [sys.executable, "-m", "tests.mapping.colleague", task]
        return {"args": args, "cwd": ROOT, "env": self.environment}

    def start(self, task: str) -> subprocess.Popen:
        return subprocess.Popen(**self.call(task))

    def run(self, task: str) -> int:
        return self.start(task).wait(timeout=120)

    def report(self, task: str = "report") -> dict:
        done = subprocess.run(**self.call(task), timeout=60, stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def colleague(tmp_path, scratch_database_url):
    return Colleague(tmp_path, scratch_database_url)


def test_two_workers_at_the_same_moment_remind_once(colleague):
    assert colleague.run("prepare") == 0
    workers = [colleague.start("work") for _ in range(2)]
    assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    told = colleague.report()
    assert len(told["reminded"]) == len(set(told["reminded"])) == told["rows"] == SILENT


def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_nothing(colleague):
    assert colleague.run("prepare") == 0
    assert colleague.run("die") == -signal.SIGKILL
    half = colleague.report()
    assert len(half["reminded"]) == half["rows"] == half["traces"] == 2
    assert colleague.run("work") == 0
    told = colleague.report()
    assert len(told["reminded"]) == len(set(told["reminded"])) == told["rows"] == SILENT


def test_clicking_twice_at_the_same_moment_sends_once(colleague):
    assert colleague.run("start") == 0
    clicks = [colleague.start("send") for _ in range(4)]
    assert [click.wait(timeout=120) for click in clicks] == [0] * 4
    assert colleague.report("sent") == {"invitations": 1, "mails": 1, "traces": 1}
