"""A process of its own for the tests: many at the same moment press one button, or take one request."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

AT_ONCE = 6


def together(work, things) -> list:
    """Run ``work`` for each thing in a thread of its own, all let go at the same moment."""
    gate = Barrier(len(things))

    def one(thing):
        gate.wait()
        try:
            with transaction.atomic():
                return work(thing)
        except Refused as no:
            return type(no).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(one, things))


def race() -> dict:
    call_command("migrate", verbosity=0)
    centre = a_centre()
    press = str(uuid4())
    pairs = together(lambda _n: centre.ask(once=press)[1], range(AT_ONCE))
    asked = HelpRequest.objects.get()
    takers = [make.a_viewer(make.a_post(unit=centre.unit)) for _n in range(AT_ONCE)]
    taken = together(lambda by: str(actions.take(by=by, request=asked).taken_by), takers)
    asked.refresh_from_db()
    offer = actions.hand_over(by=make.a_viewer(asked.taken_by), request=asked, to=centre.vera)
    vera = centre.viewer(centre.vera)
    accepted = together(
        lambda _n: str(actions.answer_handover(by=vera, handover=offer, accepts=True).is_accepted), range(3)
    )
    return {
        "requests": HelpRequest.objects.count(), "pairs": len(set(pairs)), "taken": taken,
        "accepted": accepted, "traces": AuditEvent.objects.filter(did="help_requests.taken").count(),
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    from uuid import uuid4

    from django.core.management import call_command
    from django.db import connection, transaction

    from koppi.audit.models import AuditEvent
    from koppi.help_requests import actions
    from koppi.help_requests.models import HelpRequest
    from koppi.refusal import Refused
    from tests import make
    from tests.help_requests.conftest import a_centre

    json.dump(race(), sys.stdout)
