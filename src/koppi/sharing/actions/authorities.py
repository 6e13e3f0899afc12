"""Another authority joins for a time: one named worker, on a named section of law, read only."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.families.models import Family
from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import grants, legal, telling
from koppi.sharing.guards import require_authority, require_work
from koppi.sharing.models import Ground

AUTHORITY_LONGEST = timedelta(days=365)


@action
def open_for_authority(
    *,
    by: Viewer,
    family: Family,
    post: Post,
    code: str,
    reason: str,
    ends_at: datetime,
    tells_family: bool = True,
    not_told_why: str = "",
) -> Ground:
    """Let one named post of another authority see the family for a time, on a named section of law.

    The family is told at once, unless telling would endanger somebody; then why not is written down.

    :raises Refused: the giver does not work with the family, or a condition is missing.
    """
    require_authority(by)
    require_work(by, family.pk)
    if not post.unit.organisation.is_authority:
        raise Refused(_("Määräaikainen oikeus annetaan vain viranomaisen työntekijälle."))
    if code not in legal.SECTIONS or not reason.strip():
        raise Refused(_("Valitse laki ja pykälä ja kerro, miksi tieto on välttämätön."))
    if not by.at < ends_at <= by.at + AUTHORITY_LONGEST:
        raise Refused(_("Valitse päättymispäivä enintään vuoden päähän."))
    if not tells_family and not not_told_why.strip():
        raise Refused(_("Kerro, miksi perheelle ei kerrota vielä."))
    ground = Ground.objects.create(
        kind=Ground.Kind.OTHER_AUTHORITY, holder=f"e:{post.pk}", family=family, given_by=str(by), source=code,
        reason=reason.strip(), starts_at=by.at, ends_at=ends_at, told_family=tells_family,
        not_told_why="" if tells_family else not_told_why.strip(),
    )  # fmt: skip
    grants.rebuild(family.pk)
    trail.leave(
        by, "sharing.authority_admitted", ground, subjects=[family], law=code, holder=ground.holder,
        told=tells_family,
    )  # fmt: skip
    telling.colleagues(by, family, "sharing.authority_admitted", ground)
    if tells_family:
        telling.family_members(by, family, "sharing.authority_told", ground)
    return ground


@action
def tell_family_of_authority(*, by: Viewer, ground: Ground) -> Ground:
    """Tell the family of another authority's right that could not be told at once."""
    require_authority(by)
    require_work(by, ground.family_id)
    if Ground.objects.filter(pk=ground.pk, told_family=False).update(told_family=True):
        ground.told_family = True
        telling.family_members(by, ground.family, "sharing.authority_told", ground)
    trail.leave(by, "sharing.authority_told", ground, subjects=[ground.family_id])
    return ground
