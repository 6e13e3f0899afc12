"""`koppi run`: from nothing to a page one can open, and everything stopped again at the end."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from pathlib import Path
from types import FrameType

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from koppi.demo.cast import cast
from koppi.people.models import Organisation
from koppi.site import static
from koppi.site.env import Unusable
from koppi.site.keeping import pending

LONGEST_START_SECONDS = 60
LONGEST_STOP_SECONDS = 30
DEMO_SCALE = "0.01"  # about 200 families


def run() -> int:
    """Make ready, tell the story once, serve until stopped; return the exit code.

    :raises Unusable: this is production, or the port is taken.
    """
    if settings.PRODUCTION:
        raise Unusable(
            "`run` is for trying out. In production use `koppi migrate`, `koppi serve` and `koppi worker`."
        )
    need_free_port()
    pending.need_none()
    make_ready()
    household = Household()
    try:
        return household.live()
    finally:
        household.stop()


def need_free_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.KOPPI_BIND, settings.KOPPI_PORT))
        except OSError as no:
            raise Unusable(
                f"Port {settings.KOPPI_PORT} is taken. Choose another: KOPPI_PORT=8001 ./koppi run"
            ) from no


def make_ready() -> None:
    """Bring words, tables and, into an empty database, the story."""
    call_command("compile_messages")
    if not is_migrated():
        say("Database …")
        call_command("migrate", interactive=False, verbosity=0)
    if not Organisation.objects.exists():
        say("The demo story is told; this is done once …")
        with transaction.atomic():  # half a story would never be finished
            call_command("demo", "--scale", DEMO_SCALE, stdout=StringIO())
    static.collect()


def is_migrated() -> bool:
    """Say whether the database knows all migrations, by their names alone: reading them takes a while."""
    folders = {config.label: Path(config.path) / "migrations" for config in apps.get_app_configs()}
    here = {(label, file.stem) for label, folder in folders.items() for file in folder.glob("[!_]*.py")}
    return here <= MigrationRecorder(connection).applied_migrations().keys()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Household:
    """The server and the worker: first the one that somebody waits for; stopped together."""

    def __init__(self) -> None:
        self.is_over = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.end)
        self.members = {"server": self.start("server")}

    def end(self, _number: int, _frame: FrameType | None) -> None:
        self.is_over = True

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = server() if name == "server" else [sys.executable, "-m", "koppi", "worker"]
        last_word = as_member if os.name == "posix" else None
        return subprocess.Popen(command, preexec_fn=last_word)  # noqa: S603 - ourselves

    def live(self) -> int:
        """Wait until the first page can be opened, tell so, and keep both alive until the end."""
        last = time.monotonic() + LONGEST_START_SECONDS
        while not self.is_over:
            if self.members["server"].poll() is not None or time.monotonic() > last:
                say("The server did not start. `./koppi doctor` may tell why.")
                return 1
            if answers():
                break
            time.sleep(0.1)
        if not self.is_over:
            self.members["worker"] = self.start("worker")
            welcome()
        while not self.is_over:
            time.sleep(0.3)
            self.replace_the_fallen()
        return 0

    def replace_the_fallen(self) -> None:
        for name, process in self.members.items():
            if process.poll() is not None and not self.is_over:
                say(f"{name} ended unexpectedly and is started again.")
                time.sleep(1)
                self.members[name] = self.start(name)

    def stop(self) -> None:
        """Ask both to finish what they are doing; whoever cannot is ended."""
        for process in self.members.values():
            process.terminate()
        for process in self.members.values():
            try:
                process.wait(LONGEST_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def answers() -> bool:
    host = "127.0.0.1" if settings.KOPPI_BIND in ("0.0.0.0", "::") else settings.KOPPI_BIND  # noqa: S104 - not bound
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.KOPPI_PORT}/health/ready", timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def welcome() -> None:
    """Print the address and who can sign in."""
    with translation.override("en"):
        lines = [f"  {member.handle:8} {member.name}, {member.role}" for member in cast()]
    print(f"\nKoppi is ready: {settings.KOPPI_PUBLIC_URL}", flush=True)
    if settings.KOPPI_DEMO:
        print("\nSign in with one click as one of the cast:", *lines, sep="\n", flush=True)
    print("\nStop with Ctrl-C.", flush=True)


def server() -> list[str]:
    """Return the command that serves the pages; the logs are Koppi's own."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "koppi.site.wsgi:application",
        *("--interface", "wsgi"),
        *("--host", settings.KOPPI_BIND),
        *("--port", str(settings.KOPPI_PORT)),
        *("--workers", str(settings.KOPPI_PROCESSES)),
        *("--blocking-threads", str(settings.KOPPI_THREADS)),
        *("--log-level", "warning"),
        *("--workers-kill-timeout", str(LONGEST_STOP_SECONDS)),
        "--respawn-failed-workers",
        "--no-ws",
    ]


def as_member() -> None:
    """Leave Ctrl-C to the one who started this process and will ask it to end; never outlive that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        end_with_parent()


def end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it ends, even by kill -9."""
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)
