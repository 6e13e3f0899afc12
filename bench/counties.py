"""The databases that are measured: one county of each size, in SQLite or PostgreSQL."""

import os
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from .stand import ROOT

PYTHON = [sys.executable, "-W", "ignore"]


def launcher():
    """Return `./koppi` as a module: it knows how to start a PostgreSQL of its own."""
    loader = SourceFileLoader("koppi_launcher", str(ROOT / "koppi"))
    module = module_from_spec(spec_from_loader("koppi_launcher", loader))
    loader.exec_module(module)
    return module


class Counties:
    """``server`` is the address of a PostgreSQL; without it each county is a SQLite file in ``folder``."""

    def __init__(self, folder: Path, server: str = ""):
        self.folder, self.server = folder, server

    def env(self, name: str) -> dict[str, str]:
        """Return the environment of the county with this name."""
        env = {"KOPPI_DATA": str(self.folder / name), "KOPPI_ENV": "demo", "KOPPI_DEMO": "1"}
        if self.server:
            env["KOPPI_DATABASE_URL"] = self.server.replace("/postgres?", f"/{name}?")
        return env

    def make(self, name: str, scale: float) -> float:
        """Make a county and return the seconds the demo took; nothing when it is there already."""
        env = self.env(name)
        ready = Path(env["KOPPI_DATA"]) / f"{name}{bool(self.server)}.ready"
        if ready.exists() and not self.server:
            return 0
        ready.parent.mkdir(parents=True, exist_ok=True)
        if self.server:
            self._create_database(name)
        self.koppi(name, "migrate", "-v0")
        began = time.monotonic()
        self.koppi(name, "demo", "--scale", str(scale))
        took = time.monotonic() - began
        ready.touch()
        return took

    def koppi(self, name: str, *words: str) -> None:
        """Run one of Koppi's commands in a county; what it prints is shown only when it fails."""
        env = {**os.environ, **self.env(name)}
        command = [*PYTHON, "-m", "koppi", *words]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)  # noqa: S603 - ourselves
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    def _create_database(self, name: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
