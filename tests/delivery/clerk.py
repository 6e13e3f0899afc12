"""Processes of their own, to be killed: ``python -m tests.delivery.clerk prepare | work | report``."""

import json
import os
import signal
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from uuid import uuid4

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.delivery.clerk_settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from koppi.delivery import actions, jobs  # noqa: E402
from koppi.delivery.letters import PostOffice, Recipient  # noqa: E402
from koppi.delivery.models import Message, Notice  # noqa: E402
from koppi.due import actions as due  # noqa: E402
from koppi.due.models import Job  # noqa: E402
from koppi.due.runner import Periodic, Timetable, run_forever  # noqa: E402
from koppi.people.viewer import Viewer  # noqa: E402

# Every process that follows a killed one lives later than the killed one's lease.
LATER = timedelta(minutes=float(os.environ.get("CLERK_MINUTES_LATER", 0)))
SUICIDE_NOTE = Path(os.environ["KOPPI_DATA"]) / "died"


def clock():
    return timezone.now() + LATER


def told(*, by, number: int) -> None:
    """Leave an effect that would be seen twice if it happened twice."""
    actions.notify(by=by, to=f"e:{uuid4()}", kind="trial.told", about=Job(), dedupe=str(number))


def told_and_killed(*, by, number: int) -> None:
    """Leave the effect; the first time the process dies before it can be committed."""
    told(by=by, number=number)
    if not SUICIDE_NOTE.exists():
        SUICIDE_NOTE.touch()
        os.kill(os.getpid(), signal.SIGKILL)


OFFICE = PostOffice(lambda *_: Recipient("aino@example.fi", "fi"), {"trial/invited": lambda *_: True}, clock)
SENDING = Periodic(
    "delivery.send_due", partial(jobs.send_due, office=OFFICE), timedelta(milliseconds=10), is_atomic=False
)
TIMETABLE = Timetable((SENDING,), {"told": told, "told_and_killed": told_and_killed}, Viewer.system)


def prepare(messages: str, job: str, jobs_to_do: str) -> None:
    for area in ("audit", "due", "delivery"):
        call_command("migrate", area, verbosity=0)
    by = Viewer.system(timezone.now())
    for number in range(int(messages)):
        actions.enqueue(by=by, to_account=uuid4(), template="trial/invited", dedupe_key=str(number))
    for number in range(int(jobs_to_do)):
        due.schedule(by=by, key=str(number), job=job, run_at=by.at, payload={"number": number})


def work() -> None:
    """Work until everything is done, or until told to stop."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    class UntilDone(Event):
        def is_set(self) -> bool:
            waiting = (
                Message.objects.waiting().exists() or Job.objects.waiting().filter(is_periodic=False).exists()
            )
            return stop.is_set() or not waiting

    run_forever(TIMETABLE, stop=UntilDone(), clock=clock, pause=0.02)


def report() -> None:
    numbers = Notice.objects.filter(kind="trial.told").values_list("dedupe", flat=True)
    print(json.dumps({"waiting": waiting(), "told": sorted(map(int, numbers))}))


def waiting() -> int:
    return Message.objects.waiting().count() + Job.objects.waiting().filter(is_periodic=False).count()


{"prepare": prepare, "work": work, "report": report}[sys.argv[1]](*sys.argv[2:])
