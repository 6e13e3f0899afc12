"""Closing an invitation, reading what came of it, and looking at the situation again."""

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.families.models import Family
from koppi.mapping import fetching, inviting, sending
from koppi.mapping.asking import Outcome
from koppi.mapping.models import FamilyView, Invitation, Invitee
from koppi.mapping.refusals import Closed, NoSuchOutcome, NotMine
from koppi.people.viewer import Viewer
from koppi.sharing.access import require_change
from koppi.teams import actions as teams
from koppi.teams.models import Hold, HoldReason


@action
def close(*, by: Viewer, invitation: Invitation, outcome: Outcome) -> Invitation:
    """Say what comes of the invitation; everybody who was asked sees it in neutral words.

    TEAM forms the team of those named, HOLD settles who has hold, NOTHING_NOW tells what the family was told.

    :raises Closed: it has been closed meanwhile.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    family = invitation.record.family
    require_change(by, family)
    _check_outcome(by, outcome)
    inviting.end(by, invitation, outcome)
    if outcome.code == Invitation.Outcome.TEAM:
        inviting.form_team(by, family, outcome)
    if outcome.hold:
        _settle_hold(by, family, outcome)
    sending.tell_family(by, invitation, "mapping.family_result")
    trail.leave(
        by, "mapping.closed", invitation, subjects=fetching.subjects_of(invitation), outcome=outcome.code
    )
    return invitation


def _check_outcome(by: Viewer, outcome: Outcome) -> None:
    if outcome.code not in {"TEAM", "HOLD", "NOTHING_NOW"}:
        raise NoSuchOutcome(_("Valitse, mitä kutsusta seuraa."))
    if outcome.code == "TEAM" and not outcome.team:
        raise NoSuchOutcome(_("Valitse tiimiin ainakin yksi ihminen."))
    if outcome.code == "HOLD" and outcome.hold is None:
        raise NoSuchOutcome(_("Valitse, kuka ottaa kopin."))
    if outcome.code == "NOTHING_NOW" and not outcome.family_told.strip():
        raise NoSuchOutcome(_("Kirjoita, mitä perheelle kerrottiin."))
    if outcome.reassess_on and outcome.reassess_on <= by.today:
        raise NoSuchOutcome(_("Uudelleenarvioinnin päivä on mennyt. Valitse tuleva päivä."))


def _settle_hold(by: Viewer, family: Family, outcome: Outcome) -> None:
    """Take the hold nobody has, or offer it: it moves only when the receiver accepts."""
    hold = Hold.objects.filter(family=family, ends_at=None).first()
    if hold is None:
        teams.take_hold(by=by, family=family, post=outcome.hold, why=HoldReason.MAPPED)
    elif hold.post_id != outcome.hold.pk:
        teams.offer_hold(by=by, family=family, to=outcome.hold, words=HoldReason.MAPPED)


@action
def see_result(*, by: Viewer, invitee: Invitee) -> None:
    """An invited party has read what came of it."""
    if invitee.holder not in by.holders or not sending.is_seen_by(by, invitee.invitation):
        raise NotMine(_("Tämä kutsu ei ole enää sinulla. Jos tarvitset sen, soita kutsujalle."))
    Invitee.objects.filter(pk=invitee.pk, result_seen_at=None).update(result_seen_at=by.at)
    trail.leave(by, "mapping.result_seen", invitee)


@action
def see_as_family(*, by: Viewer, invitation: Invitation) -> None:
    """A family member has read what was asked and what came of it."""
    if not by.is_client or not sending.is_seen_by(by, invitation):
        raise NotMine(_("Vain perheen oma väki voi merkitä tämän luetuksi."))
    FamilyView.objects.update_or_create(
        invitation=invitation, person_id=by.person_id, defaults={"seen_at": by.at}
    )
    trail.leave(by, "mapping.family_saw", invitation)


@action
def reassess(*, by: Viewer, invitation: Invitation, needs_new: bool) -> Invitation:
    """The situation has been looked at again: either a new invitation follows, or there is no need.

    :raises Closed: it has been looked at meanwhile, or the invitation is still open.
    """
    require_change(by, invitation.record.family)
    due = Invitation.objects.filter(pk=invitation.pk, closed_at__isnull=False, reassessed_at=None)
    if not due.update(reassessed_at=by.at):
        raise Closed(_("Tilanne on jo katsottu uudelleen."))
    trail.leave(
        by, "mapping.reassessed", invitation, subjects=fetching.subjects_of(invitation), needs_new=needs_new
    )
    invitation.refresh_from_db()
    return invitation
