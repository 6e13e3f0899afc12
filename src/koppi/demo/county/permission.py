"""Why what is shared may be shared: consents, legal bases, restrictions and what minors have forbidden."""

from datetime import datetime, timedelta
from uuid import UUID

from koppi.sharing.models import (
    Capacity,
    Clearance,
    Consent,
    LegalBasis,
    Prohibition,
    Protected,
    Restriction,
)

from . import plan
from .household import CHILD, NEAR, UNBORN, Human, age_of
from .making import Case, Making

APPEAL = "Hyvinvointialueen kirjaamo, 040 000 1040"


def permit(making: Making, case: Case) -> None:
    """Put on the shelf what covers the family, and what is kept from whom."""
    receivers = _receivers(making, case)
    ends_at = _ends_at(making, case)
    for human in _whom(making, case):
        for receiver in receivers:
            if case.fate.has("legal_basis"):
                _basis(making, case, human, receiver, ends_at)
            else:
                _consent(making, case, human, receiver, ends_at)
    if case.fate.has("withdrawn"):
        _withdraw(making, case)
    _restrict(making, case)
    _of_minors(making, case)


def _receivers(making: Making, case: Case) -> list[str]:
    """The county as a whole, and each unit of others that works with the family."""
    others = [unit for unit in case.units.values() if unit.organisation_id != making.county_id]
    return [f"o:{making.county_id}", *sorted(f"u:{unit.pk}" for unit in others)]


def _ends_at(making: Making, case: Case) -> datetime:
    if case.until:
        return case.until + timedelta(days=1)
    days = making.dice.randint(5, 29) if making.dice.often(0.06) else making.dice.randint(40, 330)
    return making.now + timedelta(days=days)


def _whom(making: Making, case: Case) -> list[Human]:
    near = [human for human in case.house.humans if human.place == NEAR and making.dice.often(0.6)]
    unborn = [human for human in case.house.humans if human.place == UNBORN]
    return [*case.house.at_home, *near, *unborn]


def _giver(case: Case, human: Human) -> UUID:
    """Grown people decide for themselves, a custodian for a child."""
    if human.place not in (CHILD, UNBORN):
        return human.id
    guards = [guard for guard in case.house.guards if guard.child is human and guard.may_see]
    return (guards[0].adult if guards else case.house.parents[0]).id


def _consent(making: Making, case: Case, human: Human, receiver: str, ends_at: datetime, **more) -> None:
    way = making.dice.choices((Consent.Way.WITH_WORKER, Consent.Way.ON_PAPER), (0.8, 0.2))[0]
    making.shelf.put(
        Consent(
            id=making.dice.key(), person_id=human.id, receiver=receiver, given_by_id=_giver(case, human),
            way=way, recorded_by=f"e:{case.holder.pk}", recorded_at=case.fate.begun_at,
            starts_at=case.fate.begun_at, ends_at=ends_at, **more,
        )
    )  # fmt: skip


def _basis(making: Making, case: Case, human: Human, receiver: str, ends_at: datetime) -> None:
    making.shelf.put(
        LegalBasis(
            id=making.dice.key(), person_id=human.id, receiver=receiver, code="SHL_41",
            necessity=plan.words()["necessity"], decided_by=f"e:{case.holder.pk}",
            decided_at=case.fate.begun_at, starts_at=case.fate.begun_at, ends_at=ends_at,
        )
    )  # fmt: skip


def _withdraw(making: Making, case: Case) -> None:
    """A unit that once was let to know, and is not any more."""
    unit = making.places.unit(making.dice, "peer", case.house.municipality)
    at = making.between(case.fate.begun_at, making.now)
    for human in case.house.children:
        ends_at = making.now + timedelta(days=100)
        _consent(making, case, human, f"u:{unit.pk}", ends_at, withdrawn_at=at)


def _restrict(making: Making, case: Case) -> None:
    apart = [human for human in case.house.humans if human.is_apart]
    if case.fate.has("person_kept_out") and apart:
        _restriction(making, case, "PERSON", family=case.family, kept_out=f"p:{apart[0].id}")
    if case.fate.has("safety"):
        hidden = _restriction(making, case, "SAFETY")
        cleared = [f"e:{case.holder.pk}", *(f"p:{human.id}" for human in case.house.parents)]
        for holder in cleared:
            making.shelf.put(
                Clearance(
                    restriction=hidden, holder=holder, given_by=f"e:{case.holder.pk}",
                    given_at=hidden.decided_at,
                )
            )  # fmt: skip


def _restriction(making: Making, case: Case, kind: str, **more) -> Restriction:
    at = making.between(case.fate.begun_at, making.now)
    confirmer = making.places.managers.get(case.holder.unit_id) or making.scenery.posts["satu"]
    restriction = Restriction(
        id=making.dice.key(), kind=kind, cause=making.dice.choice(("VIOLENCE", "CUSTODY_ORDER", "ABDUCTION")),
        decided_by=f"e:{case.holder.pk}", decided_at=at, starts_at=at, confirmed_by=f"e:{confirmer.pk}",
        confirmed_at=at + timedelta(hours=5), appeal_contact=APPEAL,
        review_on=making.today + timedelta(days=making.dice.randint(20, 170)), **more,
    )  # fmt: skip
    making.shelf.put(restriction)
    for human in case.house.at_home:
        making.shelf.put(Protected(restriction=restriction, person_id=human.id))
    return restriction


def _of_minors(making: Making, case: Case) -> None:
    teens = [child for child in case.house.children if 13 <= age_of(child, making.today) <= 17]
    if case.fate.has("capable_minor") and teens:
        making.shelf.put(
            Capacity(
                id=making.dice.key(), minor_id=teens[0].id, matter="EVERYDAY", is_capable=True,
                judged_by=f"e:{case.holder.pk}", starts_at=case.fate.begun_at,
            )
        )  # fmt: skip
    if case.fate.has("prohibition") and teens:
        at = making.now - timedelta(days=making.dice.randint(0, 40))
        is_seen = at < making.now - timedelta(days=6)
        making.shelf.put(
            Prohibition(
                id=making.dice.key(), minor_id=teens[0].id, matter="HEALTH", set_by=f"p:{teens[0].id}",
                starts_at=at, review_on=(at + timedelta(days=7)).date(),
                reviewed_by=f"e:{case.holder.pk}" if is_seen else "",
                reviewed_at=at + timedelta(days=3) if is_seen else None,
            )
        )  # fmt: skip
