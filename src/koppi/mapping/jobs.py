"""What of mapping invitations falls due by itself, found from the state of things, so that twice is once."""

from datetime import datetime

from django.db.models import Q, QuerySet

from koppi.people.access import may_be_opened_to
from koppi.people.models import Post
from koppi.people.period import in_force, on_day
from koppi.people.viewer import Viewer
from koppi.sharing.models import Grant

from . import actions, periods
from .models import GuestLink, Invitation, Invitee, Start
from .sets import OPEN, UNANSWERED


def remind_unanswered(*, by: Viewer) -> int:
    """Remind everybody who has not answered, after each of the set numbers of working days."""
    sent = 0
    for invitee in _unanswered(by.at):
        days = periods.reminder_due(invitee.asked_at, by.at)
        if days and not _reminded(invitee, f"unanswered-{days}") and _still_opens(invitee, by.at):
            sent += actions.remind(by=by, invitee=invitee, days=days)
    return sent


def ask_deputies(*, by: Viewer) -> int:
    """Ask the unit's deputy instead of whoever has been silent for so long."""
    asked = 0
    for invitee in _unanswered(by.at).filter(guest_name=""):
        if not periods.is_deputy_due(invitee.asked_at, by.at) or _reminded(invitee, "deputy"):
            continue
        deputy = _deputy_of(invitee, by)
        if deputy and _still_opens(invitee, by.at):
            asked += actions.ask_deputy(by=by, invitee=invitee, deputy=deputy)
    return asked


def expire_links(*, by: Viewer) -> int:
    """Delete the links and addresses of guests who did not answer in time."""
    old = GuestLink.objects.filter(expires_at__lte=by.at, invitee__answered_at=None)
    links = list(old.select_related("invitee__invitation__record"))
    for link in links:
        actions.expire_link(by=by, link=link)
    return len(links)


def lapse_forgotten(*, by: Viewer) -> int:
    """Close what nobody has closed: an invitation outlives no question."""
    rows = Invitation.objects.filter(OPEN, sent_at__lt=periods.lapsed_before(by.at), expires_at__lte=by.at)
    old = list(rows)
    for invitation in old:
        actions.lapse(by=by, invitation=invitation)
    return len(old)


def remind_reassessment(*, by: Viewer) -> int:
    """Remind whoever has hold that the day of looking again is near."""
    due = Invitation.objects.filter(
        ~OPEN, reassessed_at=None, reassess_on__lte=periods.reassess_reminder_from(by.today)
    )
    reminded = 0
    for invitation in due.select_related("record"):
        occurrence = f"reassess-{invitation.reassess_on}"
        if not invitation.reminders.filter(invitee=None, occurrence=occurrence).exists():
            reminded += actions.remind_reassessment(by=by, invitation=invitation)
    return reminded


def forget_old(*, by: Viewer) -> int:
    """Delete the data of invitations closed long ago, keeping counts; and what was begun and never sent.

    Only the day of a reassessment that is still ahead stays, until somebody has looked again or let it pass.
    """
    before = periods.forgotten_before(by.at)
    closed = Invitation.objects.filter(closed_at__lt=before, emptied_at=None)
    old = list(closed.select_related("inviter__unit", "record"))
    for invitation in old:
        actions.empty(by=by, invitation=invitation)
    emptied = Invitation.objects.exclude(emptied_at=None).filter(
        Q(reassessed_at__isnull=False) | Q(reassess_on__lt=periods.let_pass_before(by.today))
    )
    shells = list(emptied.select_related("record"))
    for invitation in shells:
        actions.forget(by=by, invitation=invitation)
    unsent = periods.unsent_before(by.at)
    if Start.objects.filter(duty_shown_at__lt=unsent).exists():
        actions.forget_unsent(by=by, before=unsent)
    return len(old) + len(shells)


def _unanswered(at: datetime) -> QuerySet[Invitee]:
    running = Q(invitation__closed_at=None, invitation__expires_at__gt=at)
    rows = Invitee.objects.filter(UNANSWERED, running)
    return rows.select_related("invitation__record", "post__unit__deputy", "unit__deputy").order_by(
        "asked_at", "id"
    )


def _reminded(invitee: Invitee, occurrence: str) -> bool:
    return invitee.reminders.filter(occurrence=occurrence).exists()


def _still_opens(invitee: Invitee, at: datetime) -> bool:
    """A permission taken back ends the reminding too."""
    record = invitee.invitation.record_id
    return Grant.objects.filter(in_force(at), holder=invitee.holder, record=record).exists()


def _deputy_of(invitee: Invitee, by: Viewer) -> Post | None:
    unit = invitee.post.unit if invitee.post else invitee.unit
    if unit is None or unit.deputy_id in {None, invitee.post_id, invitee.invitation.inviter_id}:
        return None
    posts = Post.objects.filter(on_day(by.today), pk=unit.deputy_id)
    deputy = posts.select_related("unit__organisation").first()
    return deputy if deputy and may_be_opened_to(deputy) else None
