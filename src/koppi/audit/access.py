"""Reading the trail: for the people it tells of, and for those who review it. Who may is decided above."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Action, AuditEvent, AuditSubject

LOOKS = (Action.READ, Action.LIST, Action.SEARCH, Action.EXPORT, Action.PRINT, Action.EMERGENCY)


def events_about(subjects: Iterable[UUID], since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return the entries that concern any of these persons or families, the newest first."""
    about = AuditSubject.objects.filter(whom__in=list(subjects), at__gte=since, at__lt=until)
    return AuditEvent.objects.filter(pk__in=about.values("event")).order_by("-at", "-pk")


def looks_at(subjects: Iterable[UUID], since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return who has seen something of these persons or families: "who has looked at my data"."""
    return events_about(subjects, since, until).filter(action__in=LOOKS, result="ok")


def told_about(
    subjects: Iterable[UUID],
    since: datetime,
    until: datetime,
    also: Collection[str] = (),
    only: Collection[int] | None = None,
) -> list[tuple[AuditEvent, frozenset[UUID]]]:
    """Return the looks at any of these and the entries called ``also``, newest first, with their subjects."""
    looks = events_about(subjects, since, until).filter(
        Q(action__in=LOOKS) | Q(did__in=list(also)), result="ok"
    )
    if only is not None:
        looks = looks.filter(pk__in=only)
    whom: dict[int, set[UUID]] = {}
    rows = AuditSubject.objects.filter(event__in=looks.order_by().values("pk"))
    for event_id, one in rows.values_list("event_id", "whom"):
        whom.setdefault(event_id, set()).add(one)
    return [(event, frozenset(whom[event.pk])) for event in looks]


def looks_between(since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return every look of a worker at somebody in a time, in the order of writing: for those who check."""
    named = AuditSubject.objects.filter(event=OuterRef("pk"))
    looks = AuditEvent.objects.filter(at__gte=since, at__lt=until, action__in=LOOKS, result="ok")
    return looks.filter(Exists(named), by__startswith="e:").order_by("pk")


def subjects_of(events: Iterable[int]) -> dict[int, frozenset[UUID]]:
    """Return whom each of these entries concerns."""
    whom: dict[int, set[UUID]] = {}
    rows = AuditSubject.objects.filter(event__in=list(events)).values_list("event_id", "whom")
    for event_id, one in rows:
        whom.setdefault(event_id, set()).add(one)
    return {event_id: frozenset(ones) for event_id, ones in whom.items()}


def events_by(account: UUID, since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return what one account did, the newest first: for review, and for limits on how often."""
    return AuditEvent.objects.filter(account=str(account), at__gte=since, at__lt=until).order_by("-at", "-pk")
