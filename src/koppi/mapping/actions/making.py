"""Beginning an invitation and sending it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.families import actions as families
from koppi.families.models import Family
from koppi.families.new_member import NewMember
from koppi.mapping import checking, inviting, periods, sending
from koppi.mapping.asking import Asked, ByLaw, Consented, Contact, Slot
from koppi.mapping.models import Invitation, Start
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.sharing.access import require_change
from koppi.sharing.matters import CapacityBasis
from koppi.teams import actions as teams


@action
def begin(*, by: Viewer, family: Family | None = None, again: Invitation | None = None) -> Start:
    """Begin an invitation: its maker has just read what it never replaces, and the trail says so.

    Source: lastensuojelulaki (417/2007) 25 §.
    """
    checking.require_inviter(by)
    if family is not None:
        require_change(by, family)
    start = Start.objects.create(post_id=by.post.id, family=family, again=again, duty_shown_at=by.at)
    subjects = [family] if family else []
    trail.leave(by, "mapping.duty_shown", start, subjects=subjects, action="create")
    return start


@action
def go_on(*, by: Viewer, start: Start) -> Start:
    """Go on with an unsent invitation; what it never replaces has been shown again."""
    Start.objects.filter(pk=start.pk).update(duty_shown_at=by.at)
    trail.leave(by, "mapping.duty_shown", start, subjects=[start.family] if start.family else [])
    start.refresh_from_db()
    return start


@action
def invite(
    *, by: Viewer, family: Family, subjects: list[Person], to: list[Asked], duty_shown_at: datetime,
    permission: Consented | ByLaw | None = None, once: UUID | None = None, mode: str = Invitation.Mode.FREE,
    about: str = "", strengths: str = "", contact_phone: str = "", times: Iterable[Slot] = (),
    answer_by: date | None = None, reassess_on: date | None = None, matter: str = "ANY",
) -> Invitation:  # fmt: skip
    """Ask others to look at a situation together, and tell the family at once.

    With no ``permission`` what has been recorded earlier must cover everybody. The same ``once`` again is the
    same invitation.

    :raises Refused: somebody or something is missing, or the rule keeps an asked party away.
    """
    require_change(by, family)
    texts = {"about": about.strip(), "strengths": strengths.strip(), "contact_phone": contact_phone.strip()}
    return _invite_once(
        by, once, family=family, subjects=subjects, to=to, permission=permission, mode=mode, texts=texts,
        times=list(times), answer_by=answer_by or periods.answer_by(by.today), matter=matter,
        reassess_on=reassess_on or periods.reassess_on(by.today), duty_shown_at=duty_shown_at,
    )  # fmt: skip


@action
def invite_by_contact(
    *, by: Viewer, contact: Contact, to: list[Asked], duty_shown_at: datetime,
    permission: Consented | ByLaw, once: UUID | None = None, answer_by: date | None = None,
    reassess_on: date | None = None,
) -> Invitation:  # fmt: skip
    """Invite with nothing but a name, a telephone number and a year of birth; no reason is stored.

    The person gets a family of their own, so that the same rule protects these data; the inviter has hold.
    ``permission`` names no givers: the person consents for themselves.
    """
    if sent := _sent_before(by, once):
        return _sent_already(by, sent)
    family, person = _begin_from_contact(by, contact)
    if isinstance(permission, Consented):
        permission = Consented({person.pk: person}, permission.way, permission.until, permission.colleagues)
    texts = {"about": "", "strengths": "", "contact_phone": ""}
    return _invite_once(
        by, once, family=family, subjects=[person], to=to, permission=permission, texts=texts, times=[],
        mode=Invitation.Mode.MINIMAL, answer_by=answer_by or periods.answer_by(by.today), matter="ANY",
        reassess_on=reassess_on or periods.reassess_on(by.today), duty_shown_at=duty_shown_at,
    )  # fmt: skip


def _begin_from_contact(by: Viewer, contact: Contact) -> tuple[Family, Person]:
    checking.require_inviter(by)
    is_minor = by.today.year - contact.birth_year <= 18
    member = NewMember(
        "CHILD" if is_minor else "ADULT", given_names=contact.given_names, family_name=contact.family_name,
        phone=contact.phone, birth_year=contact.birth_year, is_centre=True,
    )  # fmt: skip
    name = f"{contact.given_names} {contact.family_name}".strip()
    family = families.begin_family(by=by, name=name, members=[member])
    person = family.members.get().person
    teams.take_hold(by=by, family=family, post=inviting.post_of(by))
    if is_minor:
        basis = CapacityBasis.INVITED
        sharing.judge_capacity(by=by, minor=person, matter="ANY", is_capable=True, words=basis)
    return family, person


def _invite_once(by: Viewer, once: UUID | None, **given) -> Invitation:
    if sent := _sent_before(by, once):
        return _sent_already(by, sent)
    invitation = inviting.make(by, once=once, **given)
    told = sending.tell_family(by, invitation, "mapping.family_told")
    trail.leave(
        by, "mapping.invited", invitation, subjects=given["subjects"], action="create", mode=given["mode"],
        asked=len(given["to"]), family_told=told, permission=invitation.permission,
    )  # fmt: skip
    return invitation


def _sent_before(by: Viewer, once: UUID | None) -> Invitation | None:
    """Return what this key has sent. Two clicks at the same moment wait here for each other."""
    if once is None:
        return None
    list(Start.objects.select_for_update().filter(pk=once))
    return Invitation.objects.filter(once=once, inviter=by.post.id).first()


def _sent_already(by: Viewer, invitation: Invitation) -> Invitation:
    trail.leave(by, "mapping.invited_again", invitation)
    return invitation
