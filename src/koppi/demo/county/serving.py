"""The services of a family: past, running, coming and proposed."""

from datetime import date, timedelta

from koppi.people.models import Post
from koppi.services.models import ServiceEpisode
from koppi.sharing.models import Kind

from . import plan
from .household import Human, age_of
from .making import Case, Making

State = ServiceEpisode.State
SOURCE = "kerrottu yhdessä perheen kanssa"


def is_everyday(service: dict) -> bool:
    """Is it a service nearly every child has, running as long as the child is of the age?"""
    return "fits" in service


def serve(making: Making, case: Case, states: list[str]) -> list[Post]:
    """Put the family's services on the shelf and return whom to contact in those that run now.

    ``states`` are the states still to be dealt; they are taken from its end.
    """
    contacts = []
    for service in case.fate.services:
        state = _state(case, service, states)
        unit = making.places.unit(making.dice, service["unit"], case.house.municipality)
        contact = making.places.post(making.dice, unit)
        case.units[unit.pk] = unit
        _episode(making, case, service, state, contact)
        if state == State.RUNNING and case.until is None and not is_everyday(service):
            contacts.append(contact)
    return contacts


def _state(case: Case, service: dict, states: list[str]) -> str:
    if is_everyday(service):
        return State.RUNNING
    return State.ENDED if case.until else states.pop()


def _episode(making: Making, case: Case, service: dict, state: str, contact: Post) -> None:
    whom = _whom(making, case, service["of"])
    starts_on, ends_on = _days(making, case, service, state, whom)
    as_of = case.until.date() if case.until else making.today - timedelta(days=making.dice.randint(0, 60))
    created = case.until or making.between(case.fate.begun_at, making.now)
    making.shelf.put(
        ServiceEpisode(
            id=making.dice.key(), record=case.record(making, Kind.SERVICE, whom, created),
            name=service["name"], sector=contact.unit.sector,
            organisation_id=contact.unit.organisation_id, unit=contact.unit,
            contact=contact, reason=making.dice.choice(plan.words()["reasons"]), state=state,
            starts_on=starts_on, ends_on=ends_on, source=SOURCE, as_of=as_of,
        )
    )  # fmt: skip


def _whom(making: Making, case: Case, of) -> list[Human]:
    if of == "adults":
        return case.house.parents[:1]
    if of == "everybody":
        return case.house.at_home
    fits = [child for child in case.house.children if of[0] <= age_of(child, making.today) <= of[1]]
    return [making.dice.choice(fits)]


def _days(
    making: Making, case: Case, service: dict, state: str, whom: list[Human]
) -> tuple[date | None, date | None]:
    """Return first and last day: agreeing with the state, and never before the child was born."""
    today, usual = making.today, service["days"]
    born = max((human.born_on for human in whom), default=today)
    if state == State.PROPOSED:
        return None, None
    if state == State.COMING:
        return today + timedelta(days=making.dice.randint(3, 60)), None
    if state == State.RUNNING:
        start = today - timedelta(days=making.dice.randint(5, usual))
        ends = today + timedelta(days=making.dice.randint(10, usual)) if making.dice.often(0.5) else None
        return max(start, born), ends
    last = case.until.date() if case.until else today - timedelta(days=making.dice.randint(10, 500))
    last = max(last - timedelta(days=making.dice.randint(0, 60)), min(born, today))
    first = last - timedelta(days=round(usual * making.dice.uniform(0.3, 1.2)))
    return min(max(first, born), last), last
