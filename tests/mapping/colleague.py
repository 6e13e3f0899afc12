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


def start():
    """Begin an invitation that nobody has sent yet."""
    call_command("migrate", verbosity=0)
    told = a_story()
    actions.begin(by=told.by, family=told.family)


def send():
    """Send what was begun, as one of many clicks at the same moment."""
    begun = Start.objects.select_related("family").get()
    child, mother = (begun.family.members.get(place=place).person for place in ("CHILD", "ADULT"))
    consented = Consented({child.pk: mother}, "WITH_WORKER", make.NOON.date() + timedelta(days=90))
    colleague = Post.objects.get(title="koulukuraattori")
    with transaction.atomic():
        actions.invite(
            by=make.a_viewer(begun.post), family=begun.family, subjects=[child], to=[Asked(post=colleague)],
            permission=consented, duty_shown_at=begun.duty_shown_at, once=begun.pk, about="Tukea aamuihin.",
        )  # fmt: skip


def sent():
    mails = Message.objects.filter(template="mapping/invited").count()
    told = AuditEvent.objects.filter(did="mapping.invited").count()
    print(json.dumps({"invitations": Invitation.objects.count(), "mails": mails, "traces": told}))


def report():
    keys = Message.objects.filter(template="mapping/reminder").values_list("recipient", flat=True)
    traces = AuditEvent.objects.filter(did="mapping.reminded").count()
    print(json.dumps({"reminded": sorted(keys), "rows": Reminder.objects.count(), "traces": traces}))


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from koppi.audit.models import AuditEvent
    from koppi.delivery.models import Message
    from koppi.mapping import actions, jobs, sending
    from koppi.mapping.asking import Asked, Consented
    from koppi.mapping.models import Invitation, Reminder, Start
    from koppi.people.models import Post
    from koppi.people.viewer import Viewer
    from tests import make
    from tests.mapping.conftest import a_story

    {one.__name__: one for one in (prepare, work, die, report, start, send, sent)}[sys.argv[1]]()
