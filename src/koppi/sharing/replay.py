"""Taking away again, when a backup is restored, what had been taken away after it (the safety journal).

Each function is idempotent, needs nothing but its line, and only ever narrows. What the backup does not have
needs no narrowing. Whoever restores finds them in ``REPLAYS`` by the kind of the line.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Q

from koppi.audit import trail
from koppi.families.models import Custody, Family
from koppi.people.models import Person
from koppi.people.viewer import Viewer

from . import grants
from .models import (
    Capacity,
    Clearance,
    Consent,
    Ground,
    LegalBasis,
    Prohibition,
    Protected,
    Record,
    RecordShare,
    Restriction,
)

Payload = Mapping[str, Any]
REPLAYS: dict[str, Callable[..., None]] = {}


def replays(narrow: Callable[[str, Payload], None]) -> Callable[..., None]:
    """Put the function on the list under its own name, and have it leave a trace."""
    kind = f"sharing.{narrow.__name__}"

    @wraps(narrow)
    def replay(*, by: Viewer, key: str, payload: Payload) -> None:
        narrow(key, payload)
        trail.leave(by, "sharing.replayed", key, kind=kind)

    REPLAYS[kind] = replay
    return replay


@replays
def consent_withdrawn(key: str, payload: Payload) -> None:
    for consent in Consent.objects.filter(pk=key, withdrawn_at=None):
        Consent.objects.filter(pk=key).update(withdrawn_at=_moment(payload["at"]))
        grants.rebuild_for_person(consent.person_id)


@replays
def basis_ended(key: str, payload: Payload) -> None:
    for basis in LegalBasis.objects.filter(pk=key, ends_at__gt=_moment(payload["at"])):
        LegalBasis.objects.filter(pk=key).update(ends_at=max(_moment(payload["at"]), basis.starts_at))
        grants.rebuild_for_person(basis.person_id)


@replays
def ground_ended(key: str, payload: Payload) -> None:
    at = _moment(payload["at"])
    for ground in Ground.objects.in_force(at).filter(pk=key):
        Ground.objects.filter(pk=key).update(ends_at=at)
        grants.rebuild(ground.family_id)


@replays
def guardian_ended(key: str, payload: Payload) -> None:
    """Custody, or the right to see online, had ended; which of the two, is put right by hand."""
    seen = Custody.objects.filter(child=key, adult=payload["adult"].removeprefix("p:"), may_see_online=True)
    if seen.update(may_see_online=False):
        grants.rebuild_for_person(key)


@replays
def share_ended(key: str, payload: Payload) -> None:
    at = _moment(payload["at"])
    RecordShare.objects.in_force(at).filter(record=key, holder=payload["holder"]).update(ends_at=at)


@replays
def clearance_ended(key: str, payload: Payload) -> None:
    Clearance.objects.filter(restriction=key, holder=payload["holder"]).delete()


@replays
def restriction_set(key: str, payload: Payload) -> None:
    """Set it again with everything but its words, which the journal does not hold."""
    people = Person.objects.filter(pk__in=payload["protected"])
    family = payload["family"] and Family.objects.filter(pk=payload["family"]).first()
    if not people and not family:
        return
    planned = {
        "family": family or None,
        **{name: payload[name] for name in ("kind", "kept_out", "cause", "decided_by")},
        "decided_at": _moment(payload["at"]),
        "review_on": date.fromisoformat(payload["review_on"]),
        "starts_at": _moment(payload["starts_at"]),
        "ends_at": payload["ends_at"] and _moment(payload["ends_at"]),
    }
    restriction, is_new = Restriction.objects.get_or_create(pk=UUID(key), defaults=planned)
    if is_new:
        Protected.objects.bulk_create(Protected(restriction=restriction, person=person) for person in people)


@replays
def prohibition_set(key: str, payload: Payload) -> None:
    record = payload["record"]
    exists = (
        record is None or Record.objects.system("replay of the safety journal").filter(pk=record).exists()
    )
    if not exists or not Person.objects.filter(pk=payload["minor"]).exists():
        return
    hidden_from = payload["hidden_from"]
    planned = {
        "minor_id": payload["minor"],
        "record_id": record,
        "matter": payload["matter"],
        "cause": payload.get("cause", Prohibition.Cause.OWN),
        # When that person is not in the backup, nobody else sees it either.
        "hidden_from": Person.objects.filter(pk=hidden_from).first() if hidden_from else None,
        "set_by": payload["set_by"],
        "review_on": date.fromisoformat(payload["review_on"]),
        "starts_at": _moment(payload["at"]),
    }
    Prohibition.objects.get_or_create(pk=UUID(key), defaults=planned)


@replays
def showing_delayed(key: str, payload: Payload) -> None:
    until = _moment(payload["until"])
    delayed = Record.objects.system("replay of the safety journal").filter(pk=key)
    delayed.filter(Q(shown_from=None) | Q(shown_from__lt=until)).update(shown_from=until)


@replays
def capacity_denied(key: str, payload: Payload) -> None:
    if not Person.objects.filter(pk=payload["minor"]).exists():
        return
    planned = {
        "minor_id": payload["minor"],
        "matter": payload["matter"],
        "is_capable": False,
        "judged_by": payload["judged_by"],
        "starts_at": _moment(payload["at"]),
    }
    Capacity.objects.get_or_create(pk=UUID(key), defaults=planned)
    grants.rebuild_for_person(payload["minor"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
