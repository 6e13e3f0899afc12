"""Doors to invitations and answers, and the sets for lists, My day and the glance page."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.families.models import Family
from koppi.people.models import Person
from koppi.people.period import on_day
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.access import family_for, may_change, record_for, records_visible_to
from koppi.sharing.models import Kind
from koppi.teams.models import Hold

from . import periods, sending, showing
from .cards import Grid, Line, MappingCard, Waiting
from .models import Invitation, Invitee, Start
from .people_as_shown import labels

OPEN = Q(closed_at=None)
UNANSWERED = Q(answered_at=None, passed_to=None, not_for_me_at=None, expired_at=None)
WITH_PEOPLE = ("inviter__person", "inviter__unit__organisation")


# ---- doors


def invitations_visible_to(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this viewer may see: their own, asked of them, or about their family."""
    return Invitation.objects.filter(record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def invitation_for(viewer: Viewer, pk: UUID) -> Invitation:
    """Return one invitation and leave the look in the trail.

    :raises NotVisible: it is absent, or not for this viewer.
    """
    invitation = _with_subjects(Invitation.objects.filter(pk=pk)).first()
    if invitation is None:
        raise NotVisible
    record_for(viewer, invitation.record_id, Kind.INVITATION)
    return invitation


def invitee_for(viewer: Viewer, pk: UUID) -> Invitee:
    """Return the place in the grid this viewer fills in: their own, their unit's, or an absent colleague's.

    :raises NotVisible: somebody else was asked, or the permission has ended.
    """
    invitee = (
        Invitee.objects.select_related(*(f"invitation__{path}" for path in WITH_PEOPLE)).filter(pk=pk).first()
    )
    if invitee is None or invitee.holder not in viewer.holders:
        raise NotVisible
    record_for(viewer, invitee.invitation.record_id, Kind.INVITATION)
    return invitee


def is_over_for(viewer: Viewer, pk: UUID) -> bool:
    """Tell whoever was asked that it is too late; to others there is nothing to tell.

    While an invitation runs, a permission taken back looks like an invitation that never was.
    """
    invitee = Invitee.objects.select_related("invitation").filter(pk=pk).first()
    if invitee is None or invitee.holder not in viewer.holders:
        return False
    invitation = invitee.invitation
    return not (invitee.is_asked and invitation.is_open and invitation.expires_at > viewer.at)


def start_for(viewer: Viewer, pk: UUID) -> Start:
    """Return the invitation this viewer has begun and not yet sent.

    :raises NotVisible: it is somebody else's, absent, or sent.
    """
    if viewer.post is None or not viewer.sees_content:
        raise NotVisible
    start = Start.objects.select_related("family", "again").filter(pk=pk, post=viewer.post.id).first()
    if start is None:
        raise NotVisible
    return start


def sent_from(start: Start) -> UUID | None:
    """Return the key of the invitation that was sent from this beginning."""
    return Invitation.objects.filter(once=start.pk).values_list("pk", flat=True).first()


def begun_for(viewer: Viewer, family_id: UUID | None) -> Start | None:
    """Return an unsent beginning for the same family, so that nothing typed is lost."""
    sent = Invitation.objects.filter(once=OuterRef("pk"))
    mine = Start.objects.filter(post=viewer.post.id, family=family_id).filter(~Exists(sent))
    return mine.order_by("-duty_shown_at").first()


def family_to_invite_for(viewer: Viewer, pk: UUID) -> Family:
    """Open the family an invitation is about to be made for.

    :raises NotVisible: it is not in sight, or the viewer may not act for it.
    """
    family = family_for(viewer, pk)
    if not may_change(viewer, family):
        raise NotVisible
    return family


# ---- one invitation


def hides_places(viewer: Viewer, invitation: Invitation) -> bool:
    return showing.hides_places(viewer, invitation.record.family_id)


def grid_of(viewer: Viewer, invitation: Invitation) -> Grid:
    """Return the grid as this viewer sees it."""
    return showing.grid_of(viewer, invitation, hides_places(viewer, invitation))


def subjects_of(invitation: Invitation) -> list[Person]:
    """Return whom the invitation is about."""
    return [subject.person for subject in invitation.record.subjects.all()]


def label_of(viewer: Viewer, invitation: Invitation) -> str:
    """Return whom the invitation is about, in the words of its pages."""
    return labels(subjects_of(invitation), viewer.today)


def is_inviter(viewer: Viewer, invitation: Invitation) -> bool:
    return sending.holds_inviter(viewer, invitation)


def may_close(viewer: Viewer, invitation: Invitation) -> bool:
    """Tell whether the viewer may say what comes of it: a worker of the family's team."""
    return viewer.is_worker and may_change(viewer, invitation.record.family)


def version_if_newer(viewer: Viewer, pk: UUID, known: int) -> bool:
    """Tell whether the grid has changed since ``known``; nothing is shown, so no look is left in the trail.

    :raises NotVisible: the invitation is not, or not any more, for this viewer.
    """
    version = invitations_visible_to(viewer).filter(pk=pk).values_list("version", flat=True).first()
    if version is None:
        raise NotVisible
    return version > known


def colleagues_of(invitee: Invitee, viewer: Viewer) -> list:
    """Return the posts of the same unit that have not been asked yet."""
    unit = invitee.post.unit if invitee.post else invitee.unit
    if unit is None:
        return []
    asked = invitee.invitation.invitees.exclude(post=None).values("post")
    posts = (
        unit.posts.filter(on_day(viewer.today))
        .exclude(pk__in=asked)
        .select_related("person", "unit__organisation")
    )
    return [
        post for post in posts.order_by("person__family_name", "person__given_names") if post.sees_content
    ]


# ---- sets for lists and counts


def received_by(viewer: Viewer) -> QuerySet[Invitee]:
    """Return the places in grids that this viewer or their unit is asked to fill in, and may still see."""
    mine = Invitee.objects.filter(_held(viewer), passed_to=None, not_for_me_at=None)
    return mine.filter(invitation__record__in=records_visible_to(viewer, kind=Kind.INVITATION))


def sent_by(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations this post, or one it stands in for, has made."""
    return invitations_visible_to(viewer).filter(inviter__in=_posts(viewer))


def waiting_places(viewer: Viewer) -> QuerySet[Invitee]:
    """Return the places that wait for an answer of this viewer."""
    running = Q(invitation__closed_at=None, invitation__expires_at__gt=viewer.at)
    return received_by(viewer).filter(UNANSWERED, running)


def count_waiting(viewer: Viewer) -> int:
    """Return how many invitations wait for an answer of this viewer or their unit; for the navigation."""
    if viewer.post is None or not viewer.sees_content:
        return 0
    return waiting_places(viewer).count()


def _posts(viewer: Viewer) -> list[str]:
    return [holder[2:] for holder in viewer.holders if holder.startswith("e:")]


def _held(viewer: Viewer) -> Q:
    held = Q(post__in=_posts(viewer))
    return held | Q(unit=viewer.post.unit_id) if viewer.post else held


def received_lines(viewer: Viewer, which: str) -> list[Line]:
    """Return the list of received invitations: ``waiting``, ``queue`` (the unit's), ``answered`` or all."""
    rows = received_by(viewer).select_related("invitation__inviter__person", "unit")
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
    queue = row.unit.name if row.unit else ""
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
    rows = _with_subjects(rows.filter(wanted.get(which, Q())))
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


def _with_subjects(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    rows = invitations.select_related("record__family", *WITH_PEOPLE)
    return rows.prefetch_related("record__subjects__person")


# ---- My day and the glance page


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Return what of the mappings waits for this worker, the earliest promise first."""
    if viewer.post is None or not viewer.sees_content:
        return []
    found = [*_to_answer(viewer), *_to_follow(viewer), *_to_reassess(viewer)]
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


def reassessments_due(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the closed invitations whose situation this holder, or else the inviter, looks at again."""
    mine = _posts(viewer)
    hold = Hold.objects.filter(family=OuterRef("record__family"), ends_at=None)
    due = invitations_visible_to(viewer).filter(
        ~OPEN, reassessed_at=None, reassess_on__lte=periods.reassess_reminder_from(viewer.today)
    )
    return due.filter(Exists(hold.filter(post__in=mine)) | (~Exists(hold) & Q(inviter__in=mine)))


def _to_reassess(viewer: Viewer) -> list[Waiting]:
    words = _("On aika katsoa tilannetta uudelleen.")
    return [
        Waiting(
            "REASSESS", row.pk, label_of(viewer, row), words, _("Katso uudelleen"),
            reverse("mapping:reassess", args=[row.pk]), row.reassess_on,
        )
        for row in _with_subjects(reassessments_due(viewer)).order_by("reassess_on", "id")
    ]  # fmt: skip


def state_of(viewer: Viewer, family: Family, sight) -> MappingCard | None:
    """Return the mapping state for the glance page; ``sight`` has already decided what is seen."""
    rows = Invitation.objects.filter(record__in=list(sight.records), record__family=family, emptied_at=None)
    newest = rows.select_related(*WITH_PEOPLE).order_by("-sent_at")
    invitation = newest.filter(OPEN).first() or newest.first()
    if invitation is None:
        return None
    grid = showing.grid_of(viewer, invitation, sight.is_place_hidden)
    return MappingCard(
        id=invitation.pk,
        url=reverse("mapping:show", args=[invitation.pk]),
        is_open=invitation.is_open,
        is_mine=is_inviter(viewer, invitation),
        inviter=invitation.inviter.person.name,
        sent_at=invitation.sent_at,
        answer_by=invitation.answer_by,
        reassess_on=invitation.reassess_on,
        is_reassess_due=not invitation.reassessed_at and invitation.reassess_on <= viewer.today,
        outcome=invitation.outcome,
        outcome_words=invitation.outcome_words,
        tally=grid.tally,
        rows=grid.rows,
    )
