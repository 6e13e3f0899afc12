"""Rows that workers take in turns: claimed for a while, finished only by the one whose claim still holds."""

from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q

from .pace import LEASE


class LeaseLost(RuntimeError):
    """Somebody else took the row over because the lease ran out; what was done here is rolled back."""


class LeasedQuerySet(models.QuerySet):
    def waiting(self):
        """Keep those that are still to be done; each kind of row says itself what that is."""
        raise NotImplementedError

    def free(self, machine_now: datetime):
        """Keep those that nobody is doing at this moment: the lease has run out or was never taken."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=machine_now))

    def dead(self):
        return self.exclude(dead_at=None)


class Leased(models.Model):
    """``attempts`` counts the claims; with ``lease_until`` it is the token that fences off a late worker."""

    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error_code = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


def claim(candidates: LeasedQuerySet, machine_now: datetime) -> Row | None:
    """Take the first free one of ``candidates``, in their order, or none. The work begins after the commit.

    PostgreSQL passes over rows another worker is taking just now. SQLite knows no row locks and Django
    leaves the clause out, but the transaction there is IMMEDIATE: one worker at a time.
    """
    free = candidates.free(machine_now)
    if not free.exists():  # an idle worker must not take SQLite's only write lock again and again
        return None
    with transaction.atomic():
        row = free.select_for_update(skip_locked=True).first()
        if row is not None:
            row.attempts += 1
            row.lease_until = machine_now + LEASE
            row.save(update_fields=["attempts", "lease_until"])
    return row


def finish(row: Leased, **changes: object) -> None:
    """Write how a claimed row ended and let it go.

    :raises LeaseLost: the claim is no longer ours.
    """
    rows: LeasedQuerySet = type(row)._default_manager.all()  # type: ignore[assignment]
    ours = rows.waiting().filter(pk=row.pk, attempts=row.attempts, lease_until=row.lease_until)
    if not ours.update(**{"lease_until": None, "last_error_code": "", **changes}):
        raise LeaseLost(str(row.pk))


def error_code(error: BaseException) -> str:
    """Return the kind and place of an error, never its message: a message may hold personal data."""
    frames = extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} {Path(frames[-1].filename).name}:{frames[-1].lineno}"
