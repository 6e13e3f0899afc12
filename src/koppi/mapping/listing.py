"""Invitations as lines of a list."""

from django.db.models import Q
from django.urls import reverse

from koppi.audit import trail
from koppi.people.viewer import Viewer

from .cards import Line
from .models import Invitation, Invitee
from .sets import COUNTS, OPEN, UNANSWERED, label_of, received_by, sent_by, with_subjects


def lists_for(
    viewer: Viewer, received: str, sent: str, *, is_export: bool = False
) -> tuple[list[Line], list[Line]]:
    """Return the received and the sent, as filtered; the look at them is one entry in the trail."""
    shown = received_lines(viewer, received), sent_lines(viewer, sent)
    ids = [line.id for lines in shown for line in lines]
    trail.saw(
        viewer, "mapping.listed", ids, kind="mapping.Invitation", action="export" if is_export else "list"
    )
    return shown


def received_lines(viewer: Viewer, which: str) -> list[Line]:
    """Return the list of received invitations: ``waiting``, ``queue`` (the unit's), ``answered`` or all."""
    rows = received_by(viewer).select_related("invitation__inviter__person", "invitation__record", "unit")
    running = Q(invitation__closed_at=None, invitation__expires_at__gt=viewer.at)
    wanted = {
        "waiting": UNANSWERED & running & ~Q(post=None),
        "queue": UNANSWERED & running & ~Q(unit=None),
        "answered": Q(answered_at__isnull=False),
    }
    rows = rows.filter(wanted.get(which, Q())).prefetch_related("invitation__record__subjects__person")
    return [_received(viewer, row) for row in rows.order_by("invitation__answer_by", "-asked_at", "id")]


def _received(viewer: Viewer, row: Invitee) -> Line:
    invitation = row.invitation
    over = invitation.closed_at or invitation.expires_at <= viewer.at
    state = "ANSWERED" if row.answered_at else "OVER" if over else "WAITING"
    queue = row.unit.said_name if row.unit else ""
    url = reverse("mapping:answer", args=[row.pk])
    return _line(viewer, invitation, state, url, queue=queue, outcome=invitation.outcome)


def sent_lines(viewer: Viewer, which: str) -> list[Line]:
    """Return the list of sent invitations: ``open``, ``closed`` or all."""
    rows = sent_by(viewer).annotate(**COUNTS)
    wanted = {"open": OPEN, "closed": ~OPEN}
    rows = with_subjects(rows.filter(wanted.get(which, Q())))
    return [_sent(viewer, row) for row in rows.order_by("-sent_at", "id")]


def _sent(viewer: Viewer, row) -> Line:
    state = "OPEN" if row.is_open else "CLOSED"
    counts = {"asked": row.asked, "answered": row.answered, "available": row.available}
    return _line(viewer, row, state, reverse("mapping:show", args=[row.pk]), outcome=row.outcome, **counts)


def _line(viewer: Viewer, invitation: Invitation, state: str, url: str, **more) -> Line:
    return Line(
        id=invitation.pk,
        about=label_of(viewer, invitation),
        inviter=invitation.inviter.person.name,
        mode=invitation.mode,
        sent_at=invitation.sent_at,
        answer_by=invitation.answer_by,
        state=state,
        url=url,
        closed_at=invitation.closed_at,
        **more,
    )
