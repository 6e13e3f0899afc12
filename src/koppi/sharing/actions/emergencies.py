"""Opening a family in an emergency, and reviewing it afterwards."""

from datetime import timedelta

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery.actions import notify
from koppi.families.models import Family, Member
from koppi.people.models import Post, Role
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import grants, telling
from koppi.sharing.guards import require_authority
from koppi.sharing.models import Emergency, EmergencyCode, Ground
from koppi.sharing.standing import standing_of

LASTS = timedelta(hours=4)  # the pages say it in words
REASON_LENGTH = 20


@action
def open_emergency(
    *,
    by: Viewer,
    family: Family,
    code: str,
    reason: str,
    is_reauthenticated: bool,
    tells_family: bool = True,
    not_told_why: str = "",
) -> Emergency:
    """Open a family for four hours to one authority worker, read only. Everybody concerned is told at once.

    :raises Refused: the opener may not, has not just signed in again, or has not said why.
    """
    _require_opener(by, family)
    _require_reason(code, reason, is_reauthenticated, tells_family, not_told_why)
    ground = Ground.objects.create(
        kind=Ground.Kind.EMERGENCY, holder=str(by), family=family, given_by=str(by), source=code,
        starts_at=by.at, ends_at=by.at + LASTS,
    )  # fmt: skip
    emergency = Emergency.objects.create(
        post_id=by.post.id, family=family, ground=ground, code=code, reason=reason.strip(),
        reviewer=_reviewer_for(by), opened_at=by.at, not_told_why=not_told_why.strip(),
    )  # fmt: skip
    grants.rebuild(family.pk)
    people = Member.objects.filter(family=family).values_list("person_id", flat=True)
    trail.leave(
        by, "sharing.emergency_opened", emergency, subjects=[family, *people], action="emergency", code=code
    )
    telling.colleagues(by, family, "sharing.emergency_opened", emergency)
    if emergency.reviewer_id:
        notify(by=by, to=f"e:{emergency.reviewer_id}", kind="sharing.emergency_review", about=emergency)
    if tells_family:
        _tell(by, emergency)
    return emergency


@action
def tell_family_of_emergency(*, by: Viewer, emergency: Emergency) -> Emergency:
    """Tell the family what could not be told when the emergency was opened."""
    if emergency.post_id != (by.post and by.post.id):
        require_reviewer(by, emergency)
    if emergency.family_told_at is None:
        _tell(by, emergency)
    trail.leave(by, "sharing.emergency_told", emergency, subjects=[emergency.family_id], action="emergency")
    return emergency


@action
def review_emergency(*, by: Viewer, emergency: Emergency, outcome: str) -> Emergency:
    """Look afterwards at an emergency opening and write what came of it.

    :raises Refused: the reviewer opened it, is not its supervisor, or writes nothing.
    """
    require_reviewer(by, emergency)
    if not outcome.strip():
        raise Refused(_("Kirjoita, oliko avaaminen tarpeen ja mitä siitä seurasi."))
    waiting = Emergency.objects.filter(pk=emergency.pk, reviewed_at=None)
    if not waiting.update(reviewed_at=by.at, outcome=outcome.strip(), reviewer=by.post.id):
        raise Refused(_("Hätäavaus on jo tarkistettu."))
    trail.leave(
        by, "sharing.emergency_reviewed", emergency, subjects=[emergency.family_id], action="emergency"
    )
    emergency.refresh_from_db()
    return emergency


def require_reviewer(by: Viewer, emergency: Emergency) -> None:
    """:raises Refused: another than the named supervisor, or without one a manager of the organisation."""
    is_opener = Post.objects.filter(pk=emergency.post_id, person=by.person_id).exists()
    if by.post is not None and not is_opener:
        if emergency.reviewer_id == by.post.id:
            return
        organisation = emergency.post.unit.organisation_id
        if by.post.role == Role.MANAGER and by.post.organisation_id == organisation:
            return
    raise Refused(_("Hätäavauksen tarkistaa avaajan esihenkilö."))


def _require_opener(by: Viewer, family: Family) -> None:
    """One answer for all that stands against, so that it tells nothing of the family."""
    require_authority(by)
    who = standing_of(by)
    if family.pk in who.own_families or family.pk in who.out.families:
        raise Refused(_("Et voi avata tätä. Soita sosiaali- ja kriisipäivystykseen."))
    open_now = Ground.objects.in_force(by.at).filter(
        kind=Ground.Kind.EMERGENCY, holder=str(by), family=family
    )
    if open_now.exists():
        raise Refused(_("Olet jo avannut tämän perheen. Avaus on voimassa neljä tuntia."))


def _require_reason(code: str, reason: str, is_reauthenticated: bool, tells: bool, why_not: str) -> None:
    if not is_reauthenticated:
        raise Refused(_("Vahvista ensin, että olet sinä: kirjoita salasanasi uudelleen."))
    if code not in EmergencyCode.values:
        raise Refused(_("Valitse hätäavauksen syy."))
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(_("Kerro vähintään 20 merkillä, miksi avaat tiedot nyt."))
    if not tells and not why_not.strip():
        raise Refused(_("Kerro, miksi perheelle ei kerrota vielä."))


def _reviewer_for(by: Viewer) -> Post | None:
    """Return the manager of the opener's unit, or of the organisation; never the opener."""
    managers = Post.objects.on_day(by.today).filter(role=Role.MANAGER).exclude(person=by.person_id)
    near = managers.filter(unit=by.post.unit_id).order_by("starts_on", "id").first()
    return (
        near
        or managers.filter(unit__organisation=by.post.organisation_id).order_by("starts_on", "id").first()
    )


def _tell(by: Viewer, emergency: Emergency) -> None:
    emergency.family_told_at = by.at
    emergency.save(update_fields=["family_told_at"])
    telling.family_members(by, emergency.family, "sharing.emergency_told", emergency)
