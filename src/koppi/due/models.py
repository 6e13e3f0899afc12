"""The queue: one row for each thing to do once, and one for each thing done again and again."""

import uuid

from django.db import models
from django.db.models import Q

from .leases import Leased, LeasedQuerySet


class JobQuerySet(LeasedQuerySet):
    def waiting(self):
        return self.filter(done_at=None, dead_at=None)


class Job(Leased):
    """Something to do once at ``run_at``, or a periodic thing whose next turn is at ``run_at``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # One key, one effect: scheduling the same key again changes nothing.
    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    is_periodic = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_done_or_dead", condition=Q(done_at=None) | Q(dead_at=None)),
            models.CheckConstraint(
                name="job_periodic_never_ends", condition=Q(is_periodic=False) | Q(done_at=None, dead_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["run_at"], name="job_waiting", condition=Q(done_at=None, dead_at=None)),
        ]

    def __str__(self) -> str:
        return self.key
