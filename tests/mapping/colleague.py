"""A worker process of its own for the tests: prepares a database, reminds, is killed, reports."""

import json
import os
import signal
import sys
from datetime import timedelta

import django

SILENT = 6


def prepare():
    call_command("migrate", verbosity=0)
    told = a_story()
    told.invite(*[make.a_post() for _ in range(SILENT)], permission=told.consented())


def work():
    jobs.remind_unanswered(by=Viewer.system(make.NOON + timedelta(days=3)))


def die():
    """Be killed while the third reminder is being written."""
    enqueue, done = sending.delivery.enqueue, []

    def deadly(**given):
        done.append(given)
        if len(done) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return enqueue(**given)

    sending.delivery.enqueue = deadly
    work()


def report():
    keys = Message.objects.filter(template="mapping/reminder").values_list("recipient", flat=True)
    traces = AuditEvent.objects.filter(did="mapping.reminded").count()
    print(json.dumps({"reminded": sorted(keys), "rows": Reminder.objects.count(), "traces": traces}))


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    from koppi.audit.models import AuditEvent
    from koppi.delivery.models import Message
    from koppi.mapping import jobs, sending
    from koppi.mapping.models import Reminder
    from koppi.people.viewer import Viewer
    from tests import make
    from tests.mapping.conftest import a_story

    {"prepare": prepare, "work": work, "die": die, "report": report}[sys.argv[1]]()
