"""Scheduling one thing for later, and trying a dead one again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.refusal import Refused

from .models import Job
from .references import references


class NotDead(Refused):
    """The job is not among the dead ones."""


@action
def schedule(*, by, key: str, job: str, run_at: datetime, payload: Mapping[str, object] | None = None) -> Job:
    """Have ``job`` run once at ``run_at``. The same ``key`` again changes nothing, not even the time.

    :raises CarriesContent: the payload holds something else than references.
    """
    planned = {"name": job, "run_at": run_at, "payload": references(payload or {})}
    scheduled, is_new = Job.objects.get_or_create(key=key, defaults=planned)
    trail.leave(by, "due.scheduled", scheduled, job=job, is_new=is_new)
    return scheduled


@action
def try_again(*, by, job_id: UUID) -> None:
    """Give a dead job ten new attempts, the first at once.

    :raises NotDead: it has been revived meanwhile, or never died.
    """
    dead = Job.objects.dead().filter(pk=job_id)
    if not dead.update(dead_at=None, attempts=0, run_at=by.at):
        raise NotDead(_("Työ ei ole pysähtynyt. Katso tilanne komennolla koppi doctor."))
    trail.leave(by, "due.tried_again", Job(pk=job_id))
