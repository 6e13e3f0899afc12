"""Forming the team, moving the hold, agreeing on the next step."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.families.models import Family
from koppi.people import actions as people
from koppi.people.models import Person, Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import actions as sharing
from koppi.sharing.models import Ground, Kind
from koppi.sharing.records import new_record

from .models import AgreedStep, Hold, HoldOffer, HoldReason, Stage, Team, TeamMember


class HoldIsTaken(Refused):
    """Somebody already has hold of the situation."""


class HoldIsElsewhere(Refused):
    """Only the one who has hold (or their deputy) hands it over."""


class OfferIsOver(Refused):
    """The offer has been answered or taken back meanwhile."""


class AlreadyInTeam(Refused):
    """The post is in the team now."""


class EndsBeforeStart(Refused):
    """A membership would end before it begins."""


class HasTheHold(Refused):
    """Whoever has hold stays in the team until somebody else has accepted it."""


class NobodyInTeam(Refused):
    """A team needs at least one member."""


class StepIsOver(Refused):
    """The step has been finished or cancelled already."""


class WorkIsFinished(Refused):
    """The work with the family has been finished."""


@dataclass(frozen=True, slots=True)
class NewTeamMember:
    """Somebody to take into the team; ``ends_at`` is required of partners (see sharing)."""

    post: Post
    task: str = ""
    is_own_worker: bool = False
    ends_at: datetime | None = None


@action
def form_team(*, by: Viewer, family: Family, stage: str, members: list[NewTeamMember]) -> Team:
    """Form the team for a stage. The former team ends the same second, its history stays (C8).

    Whoever has hold is always in the team.

    :raises NobodyInTeam: no members were named.
    """
    if not members:
        raise NobodyInTeam(_("Valitse tiimiin ainakin yksi ihminen."))
    former = _present(by, family)
    Team.objects.filter(family=family, ends_at=None).update(ends_at=by.at)
    team = Team.objects.create(family=family, stage=stage, formed_by=str(by), starts_at=by.at)
    for new in _with_holder(family, members):
        _enter(by, team, new)
    for old in former:
        _end(by, old)
    trail.leave(by, "teams.formed", team, subjects=[family], action="create", members=len(members))
    return team


@action
def join(
    *, by: Viewer, family: Family, post: Post, task: str = "", is_own_worker: bool = False,
    ends_at: datetime | None = None,
) -> TeamMember:  # fmt: skip
    """Take one more post into the team, forming a first team when there is none.

    :raises AlreadyInTeam: the post is in it now.
    :raises EndsBeforeStart: the last day has been already.
    """
    if ends_at and ends_at <= by.at:
        raise EndsBeforeStart(_("Viimeinen päivä on jo mennyt. Valitse myöhempi päivä."))
    team = Team.objects.filter(family=family, ends_at=None).first()
    if team is None:
        team = Team.objects.create(family=family, stage=Stage.BEGINNING, formed_by=str(by), starts_at=by.at)
    if team.members.filter(post=post, ends_at=None).exists():
        raise AlreadyInTeam(_("Hän on jo tiimissä."))
    if is_own_worker:
        team.members.filter(ends_at=None).update(is_own_worker=False)
    member = _enter(by, team, NewTeamMember(post, task, is_own_worker, ends_at))
    trail.leave(by, "teams.joined", member, subjects=[family], post=str(post.pk))
    return member


@action
def leave(*, by: Viewer, member: TeamMember) -> TeamMember:
    """End a membership; what it let one see ends the same second.

    :raises HasTheHold: the member still has hold of the situation.
    """
    family = member.team.family
    if member.ends_at:
        raise AlreadyInTeam(_("Hän ei ole enää tiimissä."))
    if Hold.objects.filter(family=family, ends_at=None, post=member.post).exists():
        raise HasTheHold(_("Hänellä on koppi. Sovi ensin, kuka ottaa kopin."))
    _end(by, member)
    trail.leave(by, "teams.left", member, subjects=[family])
    return member


@action
def name_own_worker(*, by: Viewer, family: Family, post: Post) -> TeamMember:
    """Name the own worker (omatyöntekijä); one at a time.

    Source: sosiaalihuoltolaki (1301/2014) 42 §.
    """
    team = Team.objects.filter(family=family, ends_at=None).first()
    member = team and team.members.filter(post=post, ends_at=None).first()
    if member is None:
        raise NobodyInTeam(_("Ota hänet ensin tiimiin."))
    team.members.filter(ends_at=None).update(is_own_worker=False)
    member.is_own_worker = True
    member.save(update_fields=["is_own_worker"])
    trail.leave(by, "teams.own_worker_named", member, subjects=[family])
    return member


@action
def take_hold(*, by: Viewer, family: Family, post: Post, why: str = "") -> Hold:
    """Take the first hold of a situation that nobody has yet.

    :raises HoldIsTaken: somebody has it; the database decides between two at once.
    """
    try:
        with transaction.atomic():
            hold = Hold.objects.create(family=family, post=post, why=why, starts_at=by.at)
    except IntegrityError:
        raise HoldIsTaken(_("Koppi on jo jollakulla. Pyydä häntä tarjoamaan sitä sinulle.")) from None
    Family.objects.filter(pk=family.pk).update(finished_at=None)
    if not TeamMember.objects.filter(team__family=family, post=post, ends_at=None).exists():
        join(by=by, family=family, post=post)
    trail.leave(by, "teams.hold_taken", hold, subjects=[family], post=str(post.pk))
    return hold


@action
def offer_hold(*, by: Viewer, family: Family, to: Post, words: str = "") -> HoldOffer:
    """Offer the hold to a named receiver. It stays where it is until they accept.

    :raises HoldIsElsewhere: the one who offers neither has it nor stands in for the one who has.
    """
    hold = _hold_in_hand(by, family)
    if hold.post_id == to.pk:
        raise HoldIsTaken(_("Koppi on jo hänellä."))
    HoldOffer.objects.filter(family=family, answered_at=None).update(answered_at=by.at, is_accepted=None)
    offer = HoldOffer.objects.create(
        family=family, giver=hold.post, receiver=to, words=words, offered_at=by.at
    )
    delivery.notify(by=by, to=f"e:{to.pk}", kind="teams.hold_offered", about=offer)
    trail.leave(by, "teams.hold_offered", offer, subjects=[family], to=str(to.pk))
    return offer


@action
def answer_hold(*, by: Viewer, offer: HoldOffer, accepts: bool) -> HoldOffer:
    """Accept or pass the offered hold. Accepting ends the giver's hold and begins the receiver's at once.

    :raises OfferIsOver: it was answered or taken back meanwhile, or the hold has moved.
    """
    if f"e:{offer.receiver_id}" not in by.holders:
        raise HoldIsElsewhere(_("Tarjous on toiselle ihmiselle."))
    open_offer = HoldOffer.objects.filter(pk=offer.pk, answered_at=None)
    if not open_offer.update(answered_at=by.at, is_accepted=accepts):
        raise OfferIsOver(_("Tähän tarjoukseen on jo vastattu."))
    if accepts:
        _move_hold(by, offer)
    delivery.notify(by=by, to=f"e:{offer.giver_id}", kind="teams.hold_answered", about=offer)
    trail.leave(by, "teams.hold_answered", offer, subjects=[offer.family_id], accepts=accepts)
    offer.refresh_from_db()
    return offer


@action
def withdraw_hold_offer(*, by: Viewer, offer: HoldOffer) -> HoldOffer:
    """Take an unanswered offer back."""
    _hold_in_hand(by, offer.family)
    if not HoldOffer.objects.filter(pk=offer.pk, answered_at=None).update(answered_at=by.at):
        raise OfferIsOver(_("Tähän tarjoukseen on jo vastattu."))
    trail.leave(by, "teams.hold_offer_withdrawn", offer, subjects=[offer.family_id])
    return offer


@action
def agree_step(
    *, by: Viewer, family: Family, subjects: list[Person], what: str, lead: Post,
    starts_at: datetime | None = None, ends_at: datetime | None = None, due_on: date | None = None,
    place: str = "", goal: str = "", who: str = "",
) -> AgreedStep:  # fmt: skip
    """Write down the next step agreed with the family."""
    if starts_at is None and due_on is None:
        raise Refused(_("Kerro, milloin tai mihin mennessä."))
    if starts_at and ends_at and ends_at < starts_at:
        raise Refused(_("Päättymisaika on ennen alkua. Tarkista ajat."))
    record = new_record(by=by, family=family, kind=Kind.STEP, subjects=subjects)
    step = AgreedStep.objects.create(
        record=record, what=what, goal=goal, starts_at=starts_at, ends_at=ends_at, due_on=due_on,
        place=place, lead=lead, who=who,
    )  # fmt: skip
    trail.leave(by, "teams.step_agreed", step, subjects=subjects, action="create")
    return step


@action
def finish_step(*, by: Viewer, step: AgreedStep) -> AgreedStep:
    """Mark a step done."""
    return _settle_step(by, step, "done_at", "teams.step_done")


@action
def cancel_step(*, by: Viewer, step: AgreedStep) -> AgreedStep:
    """Cancel a step; it stays in the history."""
    return _settle_step(by, step, "cancelled_at", "teams.step_cancelled")


@action
def finish_work(*, by: Viewer, family: Family) -> Family:
    """Finish the work with a family together: the team and the hold end, the picture stays readable history.

    :raises HoldIsElsewhere: only the one who has hold lets it go.
    """
    hold = _hold_in_hand(by, family)
    HoldOffer.objects.filter(family=family, answered_at=None).update(answered_at=by.at)
    Hold.objects.filter(pk=hold.pk).update(ends_at=by.at)
    for member in _present(by, family):
        _end(by, member)
    Team.objects.filter(family=family, ends_at=None).update(ends_at=by.at)
    Family.objects.filter(pk=family.pk).update(finished_at=by.at)
    trail.leave(by, "teams.work_finished", family, subjects=[family])
    family.refresh_from_db()
    return family


@action
def leave_with_post(*, by: Viewer, post: Post) -> int:
    """A post has ended: its memberships end, and each hold passes to the deputy or the unit's manager.

    The one who gets a hold this way is told at once; no family with open work is left without one.
    Returns how many holds moved.

    :raises HasTheHold: there is nobody to receive a hold; name a deputy for the unit first.
    """
    holds = list(Hold.objects.filter(post=post, ends_at=None))
    heir = _heir_of(post, by.at) if holds else None
    if holds and heir is None:
        raise HasTheHold(_("Hänellä on koppeja. Nimeä yksikölle varahenkilö, joka ottaa ne."))
    # Whoever ends a post (an administrator) sees no family: the house itself moves what it held.
    house = Viewer.system(by.at)
    for hold in holds:
        _pass_hold(house, hold, heir, HoldReason.POST_ENDED)
    for member in TeamMember.objects.filter(post=post, ends_at=None).select_related("ground"):
        _end(house, member)
    trail.leave(by, "teams.post_left", post, holds=len(holds))
    return len(holds)


@action
def end_post(*, by: Viewer, post: Post) -> Post:
    """End a post: what it held passes on first, then its rights end; both or neither.

    :raises Refused: there is no heir to a hold, or the post is not the viewer's to end.
    """
    leave_with_post(by=by, post=post)
    return people.close_post(by=by, post=post)


def _with_holder(family: Family, members: list[NewTeamMember]) -> list[NewTeamMember]:
    hold = Hold.objects.filter(family=family, ends_at=None).select_related("post").first()
    if hold is None or any(new.post.pk == hold.post_id for new in members):
        return members
    return [*members, NewTeamMember(hold.post)]


def _enter(by: Viewer, team: Team, new: NewTeamMember) -> TeamMember:
    ground = sharing.open_ground(
        by=by, family=team.family, holder=f"e:{new.post.pk}", kind=Ground.Kind.TEAM, ends_at=new.ends_at,
        source=str(team),
    )  # fmt: skip
    return TeamMember.objects.create(
        team=team, post=new.post, task=new.task, is_own_worker=new.is_own_worker, ground=ground,
        starts_at=by.at, ends_at=None,
    )  # fmt: skip


def _end(by: Viewer, member: TeamMember) -> None:
    member.ends_at = by.at
    member.save(update_fields=["ends_at"])
    sharing.end_ground(by=by, ground=member.ground)


def _present(by: Viewer, family: Family) -> list[TeamMember]:
    """Return the present members, oneself last: whoever has left the team can end nobody's ground."""
    rows = TeamMember.objects.filter(team__family=family, ends_at=None).select_related("ground")
    return sorted(rows, key=lambda member: member.ground.holder in by.holders)


def _hold_in_hand(by: Viewer, family: Family) -> Hold:
    hold = Hold.objects.select_for_update().filter(family=family, ends_at=None).first()
    if hold is None:
        raise WorkIsFinished(_("Työskentely on valmis. Aloita uudelleen ottamalla koppi."))
    if f"e:{hold.post_id}" not in by.holders:
        raise HoldIsElsewhere(_("Koppi on toisella ihmisellä. Vain hän tai hänen sijaisensa siirtää sen."))
    return hold


def _move_hold(by: Viewer, offer: HoldOffer) -> None:
    hold = Hold.objects.select_for_update().filter(family=offer.family_id, ends_at=None).first()
    if hold is None or hold.post_id != offer.giver_id:
        raise OfferIsOver(_("Koppi on siirtynyt muualle. Tarjous ei ole enää voimassa."))
    # The offer is the giver's word that the receiver may come in.
    trusted = replace(by, stand_ins=(*by.stand_ins, f"e:{offer.giver_id}"))
    _pass_hold(trusted, hold, offer.receiver, offer.words)


def _pass_hold(by: Viewer, hold: Hold, heir: Post, why: str) -> None:
    Hold.objects.filter(pk=hold.pk).update(ends_at=by.at)
    Hold.objects.create(family=hold.family, post=heir, why=why[:200], starts_at=by.at)
    if not TeamMember.objects.filter(team__family=hold.family, post=heir, ends_at=None).exists():
        join(by=by, family=hold.family, post=heir)
    delivery.notify(
        by=by, to=f"e:{heir.pk}", kind="teams.hold_received", about=hold.family, dedupe=str(hold.pk)
    )


def _heir_of(post: Post, at: datetime) -> Post | None:
    absence = post.absences.in_force(at).select_related("deputy").first()
    if absence:
        return absence.deputy
    if post.unit.deputy_id and post.unit.deputy_id != post.pk:
        return post.unit.deputy
    return post.unit.posts.filter(role="MANAGER", ends_on=None).exclude(pk=post.pk).first()


def _settle_step(by: Viewer, step: AgreedStep, field: str, did: str) -> AgreedStep:
    still_open = AgreedStep.objects.filter(pk=step.pk, done_at=None, cancelled_at=None)
    if not still_open.update(**{field: by.at}):
        raise StepIsOver(_("Askel on jo merkitty. Päivitä sivu."))
    subjects = step.record.subjects.values_list("person_id", flat=True)
    trail.leave(by, did, step, subjects=list(subjects))
    step.refresh_from_db()
    return step
