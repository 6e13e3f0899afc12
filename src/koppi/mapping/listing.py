"""Invitations as lines of a list, and what of them waits for a worker today."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.people.viewer import Viewer
from koppi.workdays import local_day

from .cards import Line, Waiting
from .models import Invitation, Invitee
from .sets import OPEN, UNANSWERED, label_of, reassessments_due, received_by, sent_by, with_subjects


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
    asked = Q(invitees__passed_to=None, invitees__not_for_me_at=None)
    rows = sent_by(viewer).annotate(
        asked=Count("invitees", asked),
        answered=Count("invitees", asked & Q(invitees__answered_at__isnull=False)),
        available=Count("invitees", asked & Q(invitees__available="GREEN")),
    )
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


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Return what of the mappings waits for this worker, the earliest promise first."""
    if viewer.post is None or not viewer.sees_content:
        return []
    found = [*_to_answer(viewer), *_to_follow(viewer), *_to_read(viewer), *_to_reassess(viewer)]
    return sorted(found, key=lambda card: (card.due_on, card.about))


def _to_answer(viewer: Viewer) -> list[Waiting]:
    lines = [*received_lines(viewer, "waiting"), *received_lines(viewer, "queue")]
    return [_answer_card(line) for line in lines]


def _answer_card(line: Line) -> Waiting:
    words = _("%(who)s kutsui sinut katsomaan tilannetta yhdessä.") % {"who": line.inviter}
    if line.queue:
        words = _("%(who)s kutsui yksikkösi katsomaan tilannetta yhdessä.") % {"who": line.inviter}
    kind = "QUEUE" if line.queue else "ANSWER"
    return Waiting(kind, line.id, line.about, words, _("Vastaa"), line.url, line.answer_by)


def _to_follow(viewer: Viewer) -> list[Waiting]:
    return [card for line in sent_lines(viewer, "open") if (card := _follow_card(viewer, line))]


def _follow_card(viewer: Viewer, line: Line) -> Waiting | None:
    if line.answered == line.asked or line.available >= 2:
        words = _("Vastauksia on tarpeeksi. Kerro, mitä kutsusta seuraa.")
        return Waiting("READY", line.id, line.about, words, _("Päätä kutsu"), line.url, line.answer_by)
    if line.answer_by < viewer.today:
        words = _("Kaikki eivät ole vastanneet. Soita tai päätä kutsu.")
        return Waiting("UNANSWERED", line.id, line.about, words, _("Katso"), line.url, line.answer_by)
    return None


def _to_read(viewer: Viewer) -> list[Waiting]:
    """What was sent comes back: the results this worker has not read yet."""
    closed = Q(invitation__closed_at__isnull=False, invitation__emptied_at=None, result_seen_at=None)
    rows = received_by(viewer).filter(closed).select_related("invitation__record")
    return [
        _result_card(viewer, row) for row in rows.prefetch_related("invitation__record__subjects__person")
    ]


def _result_card(viewer: Viewer, row: Invitee) -> Waiting:
    invitation = row.invitation
    words = _("Kutsu on päätetty. Katso, mitä siitä seurasi.")
    url = reverse("mapping:done", args=[row.pk])
    closed_on = local_day(invitation.closed_at)
    return Waiting("RESULT", row.pk, label_of(viewer, invitation), words, _("Katso"), url, closed_on)


def _to_reassess(viewer: Viewer) -> list[Waiting]:
    words = _("On aika katsoa tilannetta uudelleen.")
    return [
        Waiting(
            "REASSESS", row.pk, label_of(viewer, row), words, _("Katso uudelleen"),
            reverse("mapping:reassess", args=[row.pk]), row.reassess_on,
        )
        for row in with_subjects(reassessments_due(viewer)).order_by("reassess_on", "id")
    ]  # fmt: skip
