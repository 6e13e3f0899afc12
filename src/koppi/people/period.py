"""Things that are true for a time: half-open periods ``[starts_at, ends_at)``; null end = open."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q


def in_force(at: datetime, prefix: str = "") -> Q:
    """Return the condition that a dated row is in force at the moment ``at``."""
    start, end = f"{prefix}starts_at", f"{prefix}ends_at"
    return Q(**{f"{start}__lte": at}) & (Q(**{end: None}) | Q(**{f"{end}__gt": at}))


def on_day(day: date, prefix: str = "") -> Q:
    """Return the condition that a row dated by days holds on ``day`` (end day exclusive)."""
    start, end = f"{prefix}starts_on", f"{prefix}ends_on"
    return (Q(**{start: None}) | Q(**{f"{start}__lte": day})) & (Q(**{end: None}) | Q(**{f"{end}__gt": day}))


class PeriodQuerySet(models.QuerySet):
    """Rows with ``starts_at`` and ``ends_at``."""

    def in_force(self, at: datetime):
        return self.filter(in_force(at))


class DayPeriodQuerySet(models.QuerySet):
    """Rows with ``starts_on`` and ``ends_on``."""

    def on_day(self, day: date):
        return self.filter(on_day(day))


def ends_after_start(name: str, start: str = "starts_at", end: str = "ends_at") -> models.CheckConstraint:
    """Return the constraint that a period never ends before it starts."""
    return models.CheckConstraint(
        condition=Q(**{end: None}) | Q(**{start: None}) | Q(**{f"{end}__gte": F(start)}), name=name
    )
