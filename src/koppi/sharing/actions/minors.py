"""A minor's own prohibition, its review, and the judgement that a minor understands a matter."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.delivery.actions import notify
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import grants, telling
from koppi.sharing.consenting import is_adult
from koppi.sharing.guards import require_authority, require_service
from koppi.sharing.models import Capacity, Matter, Prohibition, Record

# A prohibition that is not upheld ends only after the minor has been told and has had time to talk about it.
ANNOUNCED_BEFORE = timedelta(days=7)


@action
def prohibit(
    *,
    by: Viewer,
    minor: Person,
    record: Record | None = None,
    matter: str = Matter.ANY,
    hidden_from: Person | None = None,
    reason: str = "",
) -> Prohibition:
    """Hide a record, or everything on a matter, from one person or from every other client. In force at once.

    :raises Refused: it is said by somebody else than the minor or a worker of theirs.
    Source: laki sosiaalihuollon asiakkaan asemasta ja oikeuksista (812/2000) 11 §.
    """
    _require_minor(by, minor)
    if not (by.is_client and by.person_id == minor.pk):
        require_service(by, minor.pk)
    if hidden_from is not None and hidden_from.pk == minor.pk:
        raise Refused(_("Valitse, keneltä tieto piilotetaan."))
    prohibition = Prohibition.objects.create(
        minor=minor, record=record, matter=matter, hidden_from=hidden_from, reason=reason.strip(),
        set_by=str(by), starts_at=by.at,
        review_on=by.today + timedelta(days=settings.KOPPI_RESTRICTION_REVIEW_DAYS),
    )  # fmt: skip
    journal.append("sharing.prohibition_set", prohibition.pk, payload_of(prohibition), by.at)
    trail.leave(by, "sharing.prohibited", prohibition, subjects=[minor], action="restrict", matter=matter)
    for membership in minor.memberships.select_related("family"):
        telling.colleagues(by, membership.family, "sharing.prohibition_waits", prohibition)
    return prohibition


@action
def review_prohibition(*, by: Viewer, prohibition: Prohibition, stands: bool) -> Prohibition:
    """Look at a minor's prohibition: it stands, or it ends after the minor has been told.

    :raises Refused: the reviewer does not work with the minor.
    """
    require_service(by, prohibition.minor_id)
    prohibition.reviewed_by, prohibition.reviewed_at = str(by), by.at
    if not stands:
        prohibition.ends_at = by.at + ANNOUNCED_BEFORE
        notify(by=by, to=f"p:{prohibition.minor_id}", kind="sharing.prohibition_ends", about=prohibition)
    prohibition.save(update_fields=["reviewed_by", "reviewed_at", "ends_at"])
    trail.leave(
        by, "sharing.prohibition_reviewed", prohibition, subjects=[prohibition.minor_id], action="restrict",
        stands=stands,
    )  # fmt: skip
    return prohibition


@action
def end_prohibition(*, by: Viewer, prohibition: Prohibition) -> Prohibition:
    """Take a prohibition back; only the minor can do it at once.

    :raises Refused: somebody else tries.
    """
    if not (by.is_client and by.person_id == prohibition.minor_id):
        raise Refused(_("Kiellon voi perua vain nuori itse."))
    if Prohibition.objects.in_force(by.at).filter(pk=prohibition.pk).update(ends_at=by.at):
        prohibition.ends_at = by.at
    trail.leave(by, "sharing.prohibition_ended", prohibition, subjects=[by.person_id], action="restrict")
    return prohibition


@action
def judge_capacity(
    *,
    by: Viewer,
    minor: Person,
    matter: str,
    is_capable: bool,
    words: str = "",
    ends_at: datetime | None = None,
) -> Capacity:
    """Judge that a minor understands a matter, or does not; the newest judgement in force stands.

    :raises Refused: the person is of age, or the judge does not work with them.
    """
    _require_minor(by, minor)
    require_authority(by)
    require_service(by, minor.pk)
    capacity = Capacity.objects.create(
        minor=minor, matter=matter, is_capable=is_capable, judged_by=str(by), words=words.strip(),
        starts_at=by.at, ends_at=ends_at,
    )  # fmt: skip
    grants.rebuild_for_person(minor.pk)
    if not is_capable:
        payload = {"minor": str(minor.pk), "matter": matter, "judged_by": str(by), "at": by.at.isoformat()}
        journal.append("sharing.capacity_denied", capacity.pk, payload, by.at)
    trail.leave(
        by, "sharing.capacity_judged", capacity, subjects=[minor], matter=matter, is_capable=is_capable
    )
    return capacity


def _require_minor(by: Viewer, minor: Person) -> None:
    if is_adult(minor, by):
        raise Refused(_("Täysi-ikäinen päättää tietojensa jakamisesta itse suostumuksilla."))


def payload_of(prohibition: Prohibition) -> dict:
    return {
        "minor": str(prohibition.minor_id),
        "record": prohibition.record_id and str(prohibition.record_id),
        "matter": prohibition.matter,
        "cause": prohibition.cause,
        "hidden_from": prohibition.hidden_from_id and str(prohibition.hidden_from_id),
        "set_by": prohibition.set_by,
        "review_on": prohibition.review_on.isoformat(),
        "at": prohibition.starts_at.isoformat(),
    }
