"""Opening and ending the grounds on which somebody works with a family."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.families.models import Family
from koppi.people.models import Post
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import grants
from koppi.sharing.guards import require_work
from koppi.sharing.models import Grant, Ground, Matter, Record
from koppi.sharing.partners import is_partner

# Those that are opened only through their own verbs, which ask much more.
GUARDED = (Ground.Kind.OTHER_AUTHORITY, Ground.Kind.EMERGENCY)
HOLDERS = ("e:", "u:", "o:", "g:")
PARTNER_USUAL = timedelta(days=90)
PARTNER_LONGEST = timedelta(days=365)


@action
def open_ground(
    *,
    by: Viewer,
    family: Family,
    holder: str,
    kind: str,
    reason: str = "",
    record: Record | None = None,
    matter: str = Matter.ANY,
    ends_at: datetime | None = None,
    source: str = "",
) -> Ground:
    """Give a post, unit, organisation or guest a ground on a family, or on one record of it.

    :raises Refused: the giver does not work with the family. A family just begun nobody works with yet.
    """
    _require_giver(by, family)
    if kind in GUARDED or not holder.startswith(HOLDERS):
        raise ValueError(f"{kind} for {holder} has a verb of its own")
    if record is not None and record.family_id != family.pk:
        raise ValueError("the record is of another family")
    ends_at = _end_for_partner(by, holder, ends_at)
    ground = Ground.objects.create(
        family=family, holder=holder, kind=kind, reason=reason, record=record, matter=matter, source=source,
        given_by=str(by), starts_at=by.at, ends_at=ends_at,
    )  # fmt: skip
    grants.rebuild(family.pk)
    trail.leave(by, "sharing.ground_opened", ground, subjects=[family], ground=kind, holder=holder)
    return ground


@action
def end_ground(*, by: Viewer, ground: Ground) -> Ground:
    """End a ground this very second. What it opened is closed to its holder from now on.

    :raises Refused: it is neither the ender's own nor on a family the ender works with.
    """
    if ground.holder not in by.holders and str(by) != "system":
        require_work(by, ground.family_id)
    if Ground.objects.in_force(by.at).filter(pk=ground.pk).update(ends_at=by.at):
        ground.ends_at = by.at
        grants.rebuild(ground.family_id)
        journal.append("sharing.ground_ended", ground.pk, {"at": by.at.isoformat()}, by.at)
    trail.leave(by, "sharing.ground_ended", ground, subjects=[ground.family_id])
    return ground


@action
def members_changed(*, by: Viewer, family: Family) -> None:
    """Make the grants follow what has just changed in who belongs to the family or has custody in it.

    Families stand below sharing and cannot call it: the page that changes a membership or custody calls this
    in the same transaction.
    """
    people = list(family.members.values_list("person_id", flat=True))
    families = {family.pk, *Family.objects.filter(members__person__in=people).values_list("pk", flat=True)}
    before = _guardians(by, families)
    grants.rebuild_many(families)
    for adult, child in sorted(before - _guardians(by, families), key=str):
        payload = {"adult": adult, "child": str(child)}
        journal.append("sharing.guardian_ended", child, payload, by.at)
    trail.leave(by, "sharing.members_followed", family, subjects=[family])


def _guardians(by: Viewer, families: Iterable[UUID]) -> set[tuple[str, UUID]]:
    live = Grant.objects.in_force(by.at).filter(family__in=families, side=Grant.Side.GUARDIAN)
    return set(live.values_list("holder", "person_id"))


def _require_giver(by: Viewer, family: Family) -> None:
    if str(by) == "system" or _is_fresh(by, family.pk):
        return
    require_work(by, family.pk)


def _end_for_partner(by: Viewer, holder: str, ends_at: datetime | None) -> datetime | None:
    """A partner's named worker works under a pledge of secrecy, for a time that ends by itself.

    :raises Refused: the pledge is missing, or the time is too long.
    """
    if not is_partner(holder):
        return ends_at
    if not holder.startswith("e:"):
        raise Refused(_("Kumppanilta kutsutaan ihminen nimeltä, ei koko yksikköä. Valitse työntekijä."))
    if not Post.objects.filter(pk=holder[2:], pledged_on__lte=by.today).exists():
        raise Refused(
            _("Kumppanin työntekijältä puuttuu vaitiolositoumus. Pyydä häntä allekirjoittamaan se ensin.")
        )
    ends_at = ends_at or by.at + PARTNER_USUAL
    if ends_at > by.at + PARTNER_LONGEST:
        raise Refused(
            _("Kumppanin työ voi kestää enintään vuoden kerrallaan. Valitse aiempi päättymispäivä.")
        )
    return ends_at


def _is_fresh(by: Viewer, family_id: UUID) -> bool:
    """A family with no ground ever belongs to the professional who has just begun it."""
    return by.is_worker and by.sees_content and not Ground.objects.filter(family=family_id).exists()
