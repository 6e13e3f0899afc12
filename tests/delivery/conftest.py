"""A real mail server in a thread, and a mail template that exists for the tests only."""

import copy
import socket
from collections import deque
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.apps import apps
from django.db import connection

from koppi.delivery.letters import PostOffice, Recipient

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class MailServer:
    """Keeps what it accepts. ``answers`` is what it says to the next mails; empty means yes."""

    def __init__(self):
        self.mails, self.greetings, self.answers = [], [], deque()
        self.on_mail = lambda: None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.greetings.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
            self.on_mail()
        return answer


@pytest.fixture
def mail_server(settings, unused_port):
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", unused_port, 5
    yield server
    controller.stop()


@pytest.fixture
def unused_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def silent_port():
    """A server that takes the call and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.fixture
def connection_rows():
    """Everything a copy of the table would show, as one text."""

    def rows(table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            return repr(cursor.fetchall())

    return rows


@pytest.fixture(autouse=True)
def neutral_sender(settings):
    """A sender whose domain is not by chance what the machine calls itself."""
    delivery, before = apps.get_app_config("delivery"), settings.DEFAULT_FROM_EMAIL
    settings.DEFAULT_FROM_EMAIL = "Koppi <koppi@post.example>"
    delivery.ready()
    yield
    settings.DEFAULT_FROM_EMAIL = before
    delivery.ready()


@pytest.fixture(autouse=True)
def trial_template(settings):
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.KOPPI_PUBLIC_URL = "https://koppi.example"


def an_office(at=NOON, may_go=True, address="aino@example.fi", language="fi") -> PostOffice:
    """Everybody lives at one address; the trial template may be sent or not."""
    recipient = address and Recipient(address, language)
    return PostOffice(lambda *_: recipient, {"trial/invited": lambda by, slip: may_go}, lambda: at)
