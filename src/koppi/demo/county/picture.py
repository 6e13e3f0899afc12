"""A household becomes the rows of a family: people, members, homes, ties, custody."""

from functools import lru_cache

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from koppi.families.models import Custody, Family, Home, Member, Relation, Resident
from koppi.people import names
from koppi.people.models import Account, Person

from . import plan
from .fate import Fate
from .household import UNBORN, Household, Human
from .making import Making

FOREIGN_SPOKEN = {"ar": "fi", "ru": "fi", "so": "fi"}


def draw(making: Making, house: Household, fate: Fate) -> Family:
    """Put the whole picture of a household on the shelf."""
    family = making.shelf.put(
        Family(
            id=house.id, name=house.name, municipality=house.municipality, created_at=fate.begun_at,
            finished_at=fate.finished_at,
        )
    )  # fmt: skip
    for human in house.humans:
        _person(making, house, human, fate)
        making.shelf.put(
            Member(
                id=making.dice.key(), family=family, person_id=human.id, place=human.place,
                is_centre=human.is_centre, word=human.word,
            )
        )  # fmt: skip
    if fate.has("clients"):
        _account(making, house, house.parents[0])
    _homes(making, house, family)
    _ties(making, house, family)
    return family


def _person(making: Making, house: Household, human: Human, fate: Fate) -> None:
    parent = human in house.parents
    number = making.dice.randint(100, 999)
    making.shelf.put(
        Person(
            id=human.id, given_names=human.given, family_name=human.family, born_on=human.born_on,
            expected_on=human.expected_on, created_at=fate.begun_at,
            service_language=FOREIGN_SPOKEN.get(house.language, house.language),
            mother_tongue=plan.names()[house.language]["tongue"],
            needs_interpreter=house.needs_interpreter and human.place != UNBORN,
            interpreter_language=plan.names()[house.language]["tongue"] if house.needs_interpreter else "",
            phone=f"040 0000 {number}" if parent else "", search_text=_search_text(human.given, human.family),
            email=f"perhe{house.number}@koppi.example" if parent else "",
        )
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def _search_text(given: str, family: str) -> str:
    """The same as ``people.search.text_of``, remembered for the many who share a name."""
    return names.search_text(given, "", family)


def _account(making: Making, house: Household, human: Human) -> None:
    name = f"perhe{house.number}"
    language = house.language if house.language in ("fi", "sv", "en") else "fi"
    making.shelf.put(
        Account(
            id=making.dice.key(), person_id=human.id, username=name, email=f"{name}@koppi.example",
            language=language, password=UNUSABLE_PASSWORD_PREFIX, joined_at=making.now,
        )
    )  # fmt: skip


def _homes(making: Making, house: Household, family: Family) -> None:
    for place in house.homes:
        home = making.shelf.put(
            Home(
                id=making.dice.key(), family=family, label=place.label, municipality=place.municipality,
                address=place.address,
            )
        )  # fmt: skip
        for human, part in place.residents:
            making.shelf.put(Resident(id=making.dice.key(), home=home, person_id=human.id, part=part))


def _ties(making: Making, house: Household, family: Family) -> None:
    for tie in house.ties:
        making.shelf.put(
            Relation(
                id=making.dice.key(), family=family, person_id=tie.person.id, other_id=tie.other.id,
                kind=tie.kind, starts_on=tie.starts_on,
            )
        )  # fmt: skip
    for guard in house.guards:
        making.shelf.put(
            Custody(
                id=making.dice.key(), child_id=guard.child.id, adult_id=guard.adult.id, kind=guard.kind,
                may_see_online=guard.may_see, starts_on=guard.child.born_on or making.today,
                verified_from="väestötietojärjestelmä" if guard.may_see else "",
            )
        )  # fmt: skip
