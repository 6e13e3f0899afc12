"""A whole Koppi of its own, with the embedded database in a folder, driven from outside by its operator."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Installation:
    def __init__(self, folder: Path, **more: str):
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPPI_")}
        self.environ = {
            **kept,
            "KOPPI_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "koppi.site.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONWARNINGS": "ignore",
            **more,
        }

    def run(self, *command: str) -> subprocess.CompletedProcess:
        """Run one of Koppi's commands to its end."""
        line = [sys.executable, "-m", "django", *command]
        return subprocess.run(line, env=self.environ, cwd=ROOT, capture_output=True, text=True, timeout=300)

    def start(self, module: str, *given: str) -> subprocess.Popen:
        """Start a process beside the test, spoken with line by line."""
        line = [sys.executable, "-m", module, *given]
        pipe = subprocess.PIPE
        return subprocess.Popen(line, env=self.environ, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def verify(self) -> int:
        return self.run("audit", "verify").returncode

    @property
    def database(self) -> Path:
        return self.folder / "koppi.sqlite3"

    def rows(self, sql: str, *given) -> list[tuple]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql, given).fetchall()
