"""Reading the trail: for the people it tells of, and for those who review it. Who may is decided above."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from .models import Action, AuditEvent, AuditSubject

LOOKS = (Action.READ, Action.LIST, Action.SEARCH, Action.EXPORT, Action.PRINT, Action.EMERGENCY)


def events_about(subjects: Iterable[UUID], since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return the entries that concern any of these persons or families, the newest first."""
    about = AuditSubject.objects.filter(whom__in=list(subjects), at__gte=since, at__lt=until)
    return AuditEvent.objects.filter(pk__in=about.values("event")).order_by("-at", "-pk")


def looks_at(subjects: Iterable[UUID], since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return who has seen something of these persons or families: "who has looked at my data"."""
    return events_about(subjects, since, until).filter(action__in=LOOKS, result="ok")


def events_by(account: UUID, since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return what one account did, the newest first: for review, and for limits on how often."""
    return AuditEvent.objects.filter(account=str(account), at__gte=since, at__lt=until).order_by("-at", "-pk")
