"""What falls due by itself: reminders, deputies, expiry and forgetting. Each thing once, whoever runs it."""

from datetime import datetime

from django.db import transaction

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.mapping import fetching, inviting, passing, sending
from koppi.mapping.asking import Outcome
from koppi.mapping.models import GuestLink, Invitation, Invitee, PastInvitation, Reminder, Start
from koppi.mapping.refusals import NotToBeAsked
from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.teams.models import Hold


@action
def remind(*, by: Viewer, invitee: Invitee, days: int) -> bool:
    """Remind an asked party once of one occurrence; False when it has been done already."""
    invitation = invitee.invitation
    is_new = _first_time(by, f"unanswered-{days}", invitee=invitee)
    if is_new:
        sending.mail(by, invitee, "mapping/reminder", f"unanswered-{days}", day=invitation.answer_by)
    trail.leave(by, "mapping.reminded", invitee, days=days, is_new=is_new)
    return is_new


@action
def ask_deputy(*, by: Viewer, invitee: Invitee, deputy: Post) -> bool:
    """Ask the unit's deputy instead; where the permission does not reach, tell the inviter to call."""
    invitation = Invitation.objects.select_for_update().get(pk=invitee.invitation_id)
    is_new = _first_time(by, "deputy", invitee=invitee)
    if is_new:
        try:
            with transaction.atomic():
                passing.put_instead(by, invitation, invitee, deputy, "mapping.deputy_asked")
        except NotToBeAsked:
            sending.tell_inviter(by, invitation, "mapping.unanswered", invitee)
    trail.leave(by, "mapping.deputy_considered", invitee, is_new=is_new)
    return is_new


@action
def expire_link(*, by: Viewer, link: GuestLink) -> None:
    """Delete an unanswered guest's link and address when the link's time is over."""
    invitee = link.invitee
    link.delete()
    Invitee.objects.filter(pk=invitee.pk).update(expired_at=by.at, guest_email="")
    sending.end_for(by, invitee)
    sending.tell_inviter(by, invitee.invitation, "mapping.link_expired", invitee)
    sending.touched(invitee.invitation)
    trail.leave(by, "mapping.link_expired", invitee)


@action
def lapse(*, by: Viewer, invitation: Invitation) -> None:
    """Close an invitation nobody closed: it outlives no question."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    inviting.end(by, invitation, Outcome(Invitation.Outcome.LAPSED))
    sending.tell_inviter(by, invitation, "mapping.lapsed", invitation)
    trail.leave(by, "mapping.lapsed", invitation, subjects=fetching.subjects_of(invitation))


@action
def remind_reassessment(*, by: Viewer, invitation: Invitation) -> bool:
    """Remind the one who has hold, or else the inviter, to look at the situation again."""
    is_new = _first_time(by, f"reassess-{invitation.reassess_on}", invitation=invitation)
    if is_new:
        hold = Hold.objects.filter(family=invitation.record.family_id, ends_at=None).first()
        post_id = hold.post_id if hold else invitation.inviter_id
        delivery.notify(by=by, to=f"e:{post_id}", kind="mapping.reassess", about=invitation)
        day = invitation.reassess_on.isoformat()
        slip = {"about": invitation.pk, "link": f"/kutsut/{invitation.pk}/uudelleen/", "due_on": day}
        delivery.enqueue(
            by=by, template="mapping/reassess", dedupe_key=f"reassess:{invitation.pk}:{day}",
            to=f"e:{post_id}", context=slip,
        )  # fmt: skip
    trail.leave(by, "mapping.reassessment_reminded", invitation, is_new=is_new)
    return is_new


@action
def empty(*, by: Viewer, invitation: Invitation) -> None:
    """Delete the data of an invitation long since closed; counts stay, and the day of reassessment."""
    PastInvitation.objects.create(**inviting.counts_of(invitation))
    invitation.invitees.all().delete()
    invitation.times.all().delete()
    invitation.family_views.all().delete()
    Invitation.objects.filter(pk=invitation.pk).update(
        about="", strengths="", contact_phone="", outcome_words="", family_told="", emptied_at=by.at
    )
    trail.leave(by, "mapping.emptied", invitation)


@action
def forget(*, by: Viewer, invitation: Invitation) -> None:
    """Delete what is left of an emptied invitation once its situation has been looked at again."""
    record = invitation.record
    trail.leave(by, "mapping.forgotten", invitation)
    record.delete()


@action
def forget_unsent(*, by: Viewer, before: datetime) -> int:
    """Delete old beginnings, sent or not: what was sent stands on its own."""
    count, _rows = Start.objects.filter(duty_shown_at__lt=before).delete()
    trail.leave(by, "mapping.unsent_forgotten", forgotten=count)
    return count


def _first_time(by: Viewer, occurrence: str, **about) -> bool:
    """Claim one occurrence; the unique key lets exactly one claimer through."""
    _row, is_new = Reminder.objects.get_or_create(
        occurrence=occurrence, invitee=about.get("invitee"), invitation=about.get("invitation"),
        defaults={"sent_at": by.at},
    )  # fmt: skip
    return is_new
