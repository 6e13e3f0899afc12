"""Making an invitation and ending it, piece by piece. Called by the actions, in their transaction."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.families.models import Family, Member
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import actions as sharing
from koppi.sharing.models import Ground, Kind
from koppi.sharing.records import new_record
from koppi.teams import actions as teams
from koppi.teams.models import Stage, TeamMember

from . import checking, lights, periods, sending
from .asking import Asked, ByLaw, Consented, Outcome, Slot
from .fetching import lights_of
from .models import Invitation, Invitee, ProposedTime
from .refusals import Closed


def post_of(by: Viewer) -> Post:
    """Return the row of the post the viewer acts in."""
    return Post.objects.select_related("unit__organisation", "person").get(pk=by.post.id)


def make(
    by: Viewer, *, once: UUID | None, family: Family, subjects: list[Person], to: list[Asked],
    permission: Consented | ByLaw | None, mode: str, texts: dict[str, str], times: list[Slot],
    answer_by: date, reassess_on: date, matter: str, duty_shown_at: datetime,
) -> Invitation:  # fmt: skip
    """Make the record, the grid, the permission and the grounds, and put the mails into the outbox."""
    checking.require_inviter(by)
    _check_subjects(family, subjects)
    checking.check_asked(by, family, to)
    checking.check_days(by, answer_by, reassess_on, times)
    checking.check_mode(by, mode, mode == "SHL41" and sending.is_social_worker(post_of(by)))
    checking.check_texts(mode, texts)
    is_by_law = isinstance(permission, ByLaw)
    record = new_record(
        by=by, family=family, kind=Kind.INVITATION, subjects=subjects, matter=matter,
        is_client_visible=not is_by_law or permission.told_family,
    )  # fmt: skip
    invitation = Invitation.objects.create(
        record=record, mode=mode, once=once, inviter_id=by.post.id, answer_by=answer_by,
        reassess_on=reassess_on, permission="LAW" if is_by_law else "CONSENT", duty_shown_at=duty_shown_at,
        sent_at=by.at, expires_at=periods.expires_at(by.at, answer_by), **texts,
    )  # fmt: skip
    _propose(invitation, times)
    invitees = [sending.place(by, invitation, asked, number) for number, asked in enumerate(to)]
    permit(by, invitation, subjects, invitees, permission)
    for invitee in invitees:
        _ask(by, invitee)
    if not sending.is_seen_by(by, invitation):
        raise Refused(_("Et näkisi itse tätä kutsua. Pyydä suostumus myös omaan työhösi."))
    return invitation


def _propose(invitation: Invitation, times: list[Slot]) -> None:
    ProposedTime.objects.bulk_create(
        ProposedTime(
            invitation=invitation, starts_at=slot.starts_at, ends_at=slot.ends_at, is_remote=slot.is_remote
        )
        for slot in times
    )


def _ask(by: Viewer, invitee: Invitee) -> None:
    invitation = invitee.invitation
    sending.open_for(by, invitee, invitation.expires_at)
    sending.mail(by, invitee, "mapping/invited", "asked", day=invitation.answer_by)
    sending.tell(by, invitee, "mapping.invited")


def _check_subjects(family: Family, subjects: list[Person]) -> None:
    if not subjects:
        raise Refused(_("Valitse, ketä kutsu koskee."))
    known = set(Member.objects.filter(family=family).values_list("person_id", flat=True))
    if any(person.pk not in known for person in subjects):
        raise Refused(_("Kutsu voi koskea vain perheen omia ihmisiä. Lisää ihminen ensin perheeseen."))


# ---- permission


def permit(
    by: Viewer, invitation: Invitation, subjects: list[Person], invitees: list[Invitee],
    permission: Consented | ByLaw | None,
) -> None:  # fmt: skip
    """Record what lets the invited see it: a consent of each subject, or a legal ground for each receiver.

    The inviter is always among the receivers, and a team formed later rests on the same permission.
    """
    matter = invitation.record.matter
    if isinstance(permission, Consented):
        ends_at = periods.day_after(permission.until)
        receivers = receivers_of(by, invitees, permission.colleagues)
        for person in subjects:
            if giver := permission.givers.get(person.pk):
                sharing.give_consent(
                    by=by, person=person, receivers=receivers, matter=matter, ends_at=ends_at, given_by=giver,
                    way=permission.way,
                )  # fmt: skip
    elif isinstance(permission, ByLaw):
        checking.check_law(by, permission)
        ends_at = periods.day_after(periods.consent_until(by.today))
        for person in subjects:
            for receiver in receivers_of(by, invitees, colleagues=False):
                sharing.state_basis(
                    by=by, person=person, receiver=receiver, code=permission.section, matter=matter,
                    necessity=permission.necessity, ends_at=ends_at, told_family=permission.told_family,
                    not_told_why=permission.not_told_why,
                )  # fmt: skip


def receivers_of(by: Viewer, invitees: list[Invitee], colleagues: bool) -> list[str]:
    """Return the holders a permission names: the inviter, the asked, and where agreed their units.

    A unit as a receiver lets a colleague answer for the one who was asked; it opens nothing by itself.
    """
    asked = [invitee.holder for invitee in invitees]
    units = [f"u:{invitee.post.unit_id}" for invitee in invitees if invitee.post and colleagues]
    return list(dict.fromkeys([by.post.holder, *asked, *units]))


# ---- the end


def tally_of(invitation: Invitation) -> lights.Tally:
    """Return how many have been asked, have answered and can come, in one query."""
    return lights.tally(lights_of(invitation))


def still_asked(invitation: Invitation) -> list[Invitee]:
    rows = invitation.invitees.filter(passed_to=None, not_for_me_at=None, expired_at=None)
    rows = list(rows.select_related("post__person", "post__unit__organisation", "unit"))
    for row in rows:
        row.invitation = invitation
    return rows


def show_result(by: Viewer, invitee: Invitee) -> None:
    """Let an asked party read what came of it for some days, and tell that there is something to read.

    Whoever does not see the invitation any more, because a permission was taken back, is not told either.
    """
    if not sending.can_see(invitee, by.at) and not _has_run_out(invitee, by.at):
        return
    record, until = invitee.invitation.record, periods.result_until(by.at)
    sharing.open_ground(
        by=by, family=record.family, holder=invitee.holder, kind=Ground.Kind.INVITED, record=record,
        matter=record.matter, ends_at=until, source=str(invitee),
    )  # fmt: skip
    sending.tell(by, invitee, "mapping.result")
    sending.mail(by, invitee, "mapping/result", "closed")


def _has_run_out(invitee: Invitee, at: datetime) -> bool:
    return invitee.invitation.expires_at <= at


def form_team(by: Viewer, family: Family, outcome: Outcome) -> None:
    """Form the team of those named. Own worker and tasks of those who go on stay as they were."""
    live = TeamMember.objects.filter(team__family=family, ends_at=None)
    old = {row.post_id: row for row in live}
    members = [
        teams.NewTeamMember(
            post=post,
            task=old[post.pk].task if post.pk in old else "",
            is_own_worker=post.pk in old and old[post.pk].is_own_worker,
            ends_at=periods.partner_until(by.at) if post.role == "PARTNER" else None,
        )
        for post in outcome.team
    ]
    teams.form_team(by=by, family=family, stage=outcome.stage or Stage.AFTER_MAPPING, members=members)


def counts_of(invitation: Invitation) -> dict[str, object]:
    """Return what is kept when the data are deleted."""
    counted = tally_of(invitation)
    return {
        "month": invitation.sent_at.date().replace(day=1),
        "sector": invitation.inviter.unit.sector,
        "mode": invitation.mode,
        "outcome": invitation.outcome,
        "asked": counted.asked,
        "answered": counted.answered,
        "available": counted.available,
    }


def end(by: Viewer, invitation: Invitation, outcome: Outcome) -> None:
    """Close the invitation with an outcome, and let everybody who was asked read it.

    :raises Closed: it has been closed meanwhile.
    """
    still_open = Invitation.objects.filter(pk=invitation.pk, closed_at=None)
    done = still_open.update(
        closed_at=by.at, outcome=outcome.code, outcome_words=outcome.words.strip(),
        family_told=outcome.family_told.strip(), reassess_on=outcome.reassess_on or invitation.reassess_on,
    )  # fmt: skip
    if not done:
        raise Closed(_("Kutsu on jo päätetty. Katso, mitä siitä seurasi."))
    invitation.refresh_from_db()
    sending.touched(invitation)
    for invitee in still_asked(invitation):
        show_result(by, invitee)
