"""A whole Koppi of its own, with its data in a folder, driven from outside by its operator.

Starting Python and Django takes a second, so one process (``tests.nursery``) starts them once, and each
command runs in a child of it that has the installation's settings, and can be killed like any other process.
"""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Installation:
    """``database_url`` is that of a PostgreSQL database; without it SQLite's is in ``folder``."""

    def __init__(self, folder: Path, database_url: str = "", **settings: str):
        self.folder, self.database_url, self.settings = folder, database_url, settings

    @property
    def database(self) -> Path:
        return self.folder / "koppi.sqlite3"

    def run(self, *command: str) -> Result:
        """Run one of Koppi's commands, or of the toys', to its end."""
        done = self._ask(command, wait=True)
        return Result(done["code"], Path(done["out"]).read_text(), Path(done["err"]).read_text())

    def start(self, *command: str) -> tuple[int, Path]:
        """Run a command beside the test; return the number of its process, and the file it prints into."""
        started = self._ask(command, wait=False)
        return started["pid"], Path(started["out"])

    def verify(self) -> int:
        return self.run("audit", "verify").code

    def rows(self, sql: str, *given) -> list[tuple]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql, given).fetchall()

    def _ask(self, command, *, wait):
        server, name, options = parted(self.database_url)
        asked = {
            "folder": str(self.folder),
            "database": name or str(self.database),
            "settings": self.settings,
            "command": command,
            "wait": wait,
        }
        nursery = _nursery(name and f"{server}/any?{options}")
        nursery.stdin.write(json.dumps(asked) + "\n")
        nursery.stdin.flush()
        return json.loads(nursery.stdout.readline())


def ask(installation: Installation, *command: str) -> str:
    """Run a command that succeeds; return what it said."""
    done = installation.run(*command)
    assert done.code == 0, done.err
    return done.out.strip()


def parted(database_url: str) -> tuple[str, str, str]:
    """Return the server, the name of the database, and the options."""
    path, _, options = database_url.partition("?")
    server, _, name = path.rpartition("/")
    return server, name, options


@cache
def _nursery(database_url: str) -> subprocess.Popen:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPPI_")}
    environ = {
        **kept,
        "KOPPI_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "koppi.site.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PYTHONWARNINGS": "ignore",
    }
    line = [sys.executable, "-m", "tests.nursery"]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, env=environ, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
