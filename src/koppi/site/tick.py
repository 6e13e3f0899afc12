"""The clock's tick: all that falls due by itself, in one list, for `koppi tick` and `koppi worker`.

Add a line here for what your area reminds of, sends or forgets:
`PERIODIC` for what is found from the state of things again and again, `JOBS` for what is scheduled once,
`STILL_DUE` for whether a mail may still be sent at the moment it goes.
"""

import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from koppi.audit import jobs as audit
from koppi.delivery import jobs as delivery
from koppi.delivery.letters import PostOffice
from koppi.drafts import jobs as drafts
from koppi.due.runner import Periodic, Timetable, Turn, run_due_once, run_forever
from koppi.help_requests import jobs as help_requests
from koppi.help_requests import still_due as help_mail
from koppi.looks import jobs as looks
from koppi.mapping import jobs as mapping
from koppi.mapping import still_due as mapping_mail
from koppi.people.viewer import Viewer
from koppi.sharing import jobs as sharing
from koppi.signin import jobs as signin
from koppi.signin import mail as signin_mail
from koppi.site.address_book import address_of
from koppi.site.keeping import pending
from koppi.teams import jobs as teams
from koppi.welcome import jobs as welcome
from koppi.welcome import mail as welcome_mail


class NoShift(ValueError):
    """The clock is not shifted: the moment makes no sense, or this is production."""


# For each mail template `area/name`: `rule(viewer, slip) -> bool`, asked just before sending.
STILL_DUE: dict[str, Callable[..., bool]] = {
    **help_mail.RULES,
    **mapping_mail.RULES,
    **signin_mail.RULES,
    **welcome_mail.RULES,
}

OFFICE = PostOffice(address_of=address_of, still_due=STILL_DUE, clock=timezone.now)

# Jobs of `due.actions.schedule`, by name: `function(*, by, **payload)`.
JOBS: dict[str, Callable[..., Any]] = {}

PERIODIC = (
    Periodic("audit.checkpoint", audit.make_checkpoint, timedelta(minutes=5)),
    Periodic("help_requests.tell_of_promises", help_requests.tell_of_promises, timedelta(minutes=5)),
    Periodic("help_requests.forget_old", help_requests.forget_old, timedelta(hours=1)),
    Periodic("mapping.remind_unanswered", mapping.remind_unanswered, timedelta(minutes=5)),
    Periodic("mapping.ask_deputies", mapping.ask_deputies, timedelta(minutes=5)),
    Periodic("mapping.expire_links", mapping.expire_links, timedelta(minutes=15)),
    Periodic("mapping.lapse_forgotten", mapping.lapse_forgotten, timedelta(hours=1)),
    Periodic("mapping.remind_reassessment", mapping.remind_reassessment, timedelta(minutes=15)),
    Periodic("mapping.forget_old", mapping.forget_old, timedelta(hours=1)),
    Periodic("looks.escalate_late", looks.escalate_late, timedelta(hours=1)),
    Periodic("looks.draw_sample", looks.draw_sample, timedelta(hours=1)),
    Periodic("looks.comb", looks.comb, timedelta(hours=1)),
    Periodic("teams.pass_on_holds", teams.pass_on_holds, timedelta(minutes=5)),
    Periodic("sharing.remind_of_reviews", sharing.remind_of_reviews, timedelta(hours=1)),
    Periodic("sharing.end_unpledged", sharing.end_unpledged, timedelta(hours=1)),
    Periodic("sharing.check_grants", sharing.check_grants, timedelta(hours=24)),
    Periodic("drafts.forget_old", drafts.forget_old, timedelta(hours=1)),
    Periodic("signin.forget_strangers", signin.forget_strangers, timedelta(hours=24)),
    Periodic("welcome.forget_old", welcome.forget_old, timedelta(hours=24)),
    Periodic("delivery.wipe_dead", delivery.wipe_dead, timedelta(hours=1)),
    # The post leaves after all who may have written something, and the seal closes over everything.
    Periodic(
        "delivery.send_due", partial(delivery.send_due, office=OFFICE), timedelta(seconds=5), is_atomic=False
    ),
    Periodic("audit.seal", audit.seal, timedelta(seconds=10), is_atomic=False),
)

TIMETABLE = Timetable(PERIODIC, JOBS, Viewer.system)


def tick(at: str = "") -> list[Turn]:
    """Run all that is due now, or at the shifted moment ``at`` (``2026-12-03T10:00``, Finnish time).

    :raises NoShift: the moment cannot be read, or this is production.
    """
    pending.need_none()
    now = shifted(at) if at else timezone.now()
    return run_due_once(TIMETABLE, now=now, clock=timezone.now)


def work(pause: float = 2.0) -> None:
    """Run what is due until the process is told to stop; what is at hand is finished first."""
    pending.need_none()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_forever(TIMETABLE, stop=stop, clock=timezone.now, pause=pause)


def shifted(at: str) -> datetime:
    """Return the moment to live in instead of now; for trying things out only."""
    if settings.KOPPI_ENV == "production":
        raise NoShift("In production the clock is not shifted: leave --at out.")
    try:
        moment = parse_datetime(at)
    except ValueError as error:
        raise NoShift(f"{at} is no moment: write it like 2026-12-03T10:00.") from error
    if moment is None:
        raise NoShift(f"{at} is no moment: write it like 2026-12-03T10:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
