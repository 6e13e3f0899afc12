"""A member of a family as one viewer may see them: contact data only where it may be known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from koppi.families.models import Member


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A family member as plain values; ``phone`` and ``email`` only for those who may know them."""

    id: UUID
    member_id: UUID
    name: str
    first_name: str
    face: str
    born_on: date | None
    birth_year: int | None
    expected_on: date | None
    died_on: date | None
    place: str
    is_centre: bool
    word: str
    note: str
    starts_on: date | None
    ends_on: date | None
    service_language: str
    needs_interpreter: bool
    interpreter_language: str
    phone: str
    email: str


def narrower(card: PersonCard, other: PersonCard) -> PersonCard:
    """Return the card with only the contact data both cards have."""
    return card if card == other else replace(card, phone="", email="")


def cards_of(members: Iterable[Member], contactable: Collection[UUID]) -> tuple[PersonCard, ...]:
    return tuple(_card(member, member.person_id in contactable) for member in members)


def _card(member: Member, is_contactable: bool) -> PersonCard:
    person = member.person
    return PersonCard(
        id=person.pk,
        member_id=member.pk,
        name=person.name,
        first_name=person.first_name,
        face=person.face,
        born_on=person.born_on,
        birth_year=person.birth_year,
        expected_on=person.expected_on,
        died_on=person.died_on,
        place=member.place,
        is_centre=member.is_centre,
        word=member.word,
        note=member.note,
        starts_on=member.starts_on,
        ends_on=member.ends_on,
        service_language=person.service_language,
        needs_interpreter=person.needs_interpreter,
        interpreter_language=person.interpreter_language,
        phone=person.phone if is_contactable else "",
        email=person.email if is_contactable else "",
    )
