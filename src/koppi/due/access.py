"""What the queue looks like from outside, for `koppi doctor` and the health pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .models import Job


@dataclass(frozen=True, slots=True)
class JobCard:
    """One job that needs a human eye; it says nothing of whom it concerns."""

    id: UUID
    key: str
    name: str
    attempts: int
    last_error_code: str


def dead_jobs() -> list[JobCard]:
    """Return the jobs that failed ten times and are not tried any more."""
    return _cards(Job.objects.dead())


def failing_jobs() -> list[JobCard]:
    """Return the jobs that failed the last time and will be tried again."""
    return _cards(Job.objects.waiting().exclude(last_error_code=""))


def waiting_since(at: datetime) -> datetime | None:
    """Return since when the longest waiting due job has waited; long means that no worker runs."""
    waiting = Job.objects.waiting().filter(run_at__lte=at).order_by("run_at")
    return waiting.values_list("run_at", flat=True).first()


def _cards(jobs) -> list[JobCard]:
    rows = jobs.order_by("run_at", "pk").values_list("id", "key", "name", "attempts", "last_error_code")
    return [JobCard(*row) for row in rows[:200]]
