"""What processes of a told story do when they are to be killed, filled up or kept from writing."""

import sqlite3
from datetime import UTC, datetime, timedelta

import time_machine
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection
from django.urls import get_resolver

from koppi.demo import scenery, story
from koppi.mapping import actions as mapping
from koppi.mapping.asking import Asked, Consented
from koppi.sharing.models import Consent
from koppi.site.wsgi import application

EACH_ASKS = 6
get_resolver().url_patterns  # noqa: B018 - read here, once for all children


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        """Koppi has a log of its own."""


def serve(port, pragma=""):
    """Serve as granian does, but ready at once; ``pragma`` is said to each connection."""
    if pragma:
        connection.settings_dict["OPTIONS"]["init_command"] += f" PRAGMA {pragma};"
    server = ThreadedWSGIServer(("127.0.0.1", int(port)), Quiet, allow_reuse_address=True)
    server.daemon_threads = True
    server.set_app(application)
    server.serve_forever()


def tick_later(minutes):
    """Run what is due that much later: the whole process lives there, leases and all."""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=int(minutes)), tick=True):
        call_command("tick")


def ask_many(count):
    """Tell the story, and send invitations to guests who will be silent."""
    now = datetime.now(UTC)
    teller = story._Teller(scenery.build(now), now)
    told = teller.tell()
    anna, sanna = teller.at_work("anna"), told.people["sanna"]
    for number in range(int(count)):
        start = mapping.begin(by=anna, family=told.family)
        guests = [
            Asked(guest_name="V", guest_role="ohjaaja", guest_email=f"v{number}.{one}@x.example")
            for one in range(EACH_ASKS)
        ]
        until = anna.today + timedelta(days=90)
        mapping.invite(
            by=anna, family=told.family, subjects=[sanna], to=guests, about="x",
            duty_shown_at=start.duty_shown_at,
            permission=Consented({sanna.pk: sanna}, Consent.Way.WITH_WORKER, until),
        )  # fmt: skip


def pages_of(database) -> int:
    """Return how many pages the database has now."""
    with sqlite3.connect(database) as found:
        return found.execute("PRAGMA page_count").fetchone()[0]


TOYS = {one.__name__: one for one in (serve, tick_later, ask_many)}
