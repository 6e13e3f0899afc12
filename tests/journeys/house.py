"""A whole Koppi that people use with browsers: its server, its commands, and where its mail goes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.installation import ROOT, Installation, ask

LONGEST_START = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Letterbox:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.port = free_port()
        self._controller = None

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=default)
        mail["X-Envelope-To"] = envelope.rcpt_tos[0]
        self.mails.append(mail)
        return "250 OK"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def shut(self) -> None:
        if self._controller:
            self._controller.stop()
        self._controller = None

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["X-Envelope-To"] == address]


class House:
    """``folder`` holds the data of a told story and ``map.json``; the house is what `koppi serve` serves."""

    def __init__(self, folder: Path, letters: Letterbox, **environ: str):
        self.folder, self.letters, self.port = folder, letters, free_port()
        self.environ = environ
        self.address = f"http://127.0.0.1:{self.port}"
        self.map = json.loads((folder / "map.json").read_text())
        self.said = folder / "said"
        self.server: subprocess.Popen | None = None
        self.commands = Installation(folder, **self._mail_settings())

    def _mail_settings(self) -> dict[str, object]:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": self.letters.port, "EMAIL_TIMEOUT": 5,
            "KOPPI_PUBLIC_URL": self.address, "DEFAULT_FROM_EMAIL": "Koppi <koppi@post.example>",
        }  # fmt: skip

    def open(self) -> None:
        """Serve, and wait until the first page can be had."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KOPPI_", "DJANGO_"))}
        own = {"KOPPI_DATA": str(self.folder), "KOPPI_PORT": str(self.port), "KOPPI_DEMO": "1"}
        env = kept | own | {"PYTHONPATH": str(ROOT / "src")} | self.environ
        command = [sys.executable, "-m", "koppi", "serve"]
        with self.said.open("a") as said:
            self.server = subprocess.Popen(
                command, env=env, cwd=ROOT, stdout=said, stderr=said, start_new_session=True
            )
        end = time.monotonic() + LONGEST_START
        while not self._answers():
            assert self.server.poll() is None, self.said.read_text()
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.05)

    def shut(self, number: int = signal.SIGTERM) -> None:
        """End the server and everything it has started; ``SIGKILL`` leaves nobody time for a last word."""
        if self.server is not None:
            os.killpg(self.server.pid, number)
            self.server.wait(40)
            self.server = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/ready", timeout=20) as page:
                return page.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def tick(self, at: str = "") -> str:
        """Run `koppi tick`, now or under a shifted clock."""
        return ask(self.commands, "tick", *(["--at", at] if at else []))

    def path_of(self, kind: str) -> str:
        """Return the address of the story's first object of a kind."""
        return next(one["path"] for one in self.map["objects"] if one["kind"] == kind)


def told(fresh: Installation, folder: Path) -> Path:
    """Tell the story, without a county around it, into a new folder."""
    shutil.copytree(fresh.folder, folder)
    ask(fresh, "compile_messages")
    ask(Installation(folder), "demo", "--scale", "0", "--map", str(folder / "map.json"))
    return folder
