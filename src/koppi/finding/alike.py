"""When two rows may be the same person: names alike and births that do not disagree."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from koppi.people import names


@dataclass(frozen=True, slots=True)
class Known:
    """A person as far as names and birth tell them apart."""

    id: UUID | None
    given_names: str
    call_name: str
    family_name: str
    born_on: date | None
    birth_year: int | None = None

    @classmethod
    def of(cls, person: Any) -> "Known":
        """Return what is known of a row."""
        return cls(
            person.pk, person.given_names, person.call_name, person.family_name, person.born_on,
            person.birth_year,
        )  # fmt: skip

    @property
    def words(self) -> list[str]:
        return names.words(f"{self.given_names} {self.call_name} {self.family_name}")

    @property
    def year(self) -> int | None:
        return self.born_on.year if self.born_on else self.birth_year

    @property
    def keys(self) -> tuple[object, ...]:
        """What two rows of the same person have in common, so that not everybody is compared with all."""
        first = (names.words(self.given_names) or [""])[0]
        plain = (names.sound(first), names.sound(names.fold(self.family_name)))
        return (self.born_on, plain) if self.born_on else (plain,)

    def is_born(self, query: names.Query) -> bool:
        return names.is_born(query, self.born_on, self.birth_year)


def are_alike(one: Known, other: Known) -> bool:
    """Return whether two rows may be the same person."""
    if one.id is not None and one.id == other.id:
        return False
    if one.born_on and other.born_on and one.born_on != other.born_on:
        return False
    if one.year and other.year and one.year != other.year:
        return False
    is_same_day = one.born_on is not None and one.born_on == other.born_on
    if not is_same_day and not _is_full_name(one, other):
        return False
    return _fits(one.given_names, other) and _fits(one.family_name, other, other.family_name)


def _is_full_name(one: Known, other: Known) -> bool:
    """Without the same day of birth only the same full name makes two rows alike."""
    return names.is_same_name([one.given_names, one.family_name], [other.given_names, other.family_name])


def _fits(typed: str, other: Known, among: str = "") -> bool:
    """The first word of one has its fellow in the other, a slip of the keys allowed."""
    query = names.asked(typed)
    first = names.Query(query.words[:1])
    known = names.words(among) if among else names.words(f"{other.given_names} {other.call_name}")
    return not first.words or not known or names.fit(first, known) is not None


def is_exact(typed_given: str, typed_family: str, person: Any) -> bool:
    """Return whether a full name was typed: all the given names or the one used, and the family name."""
    if not names.is_same_name([typed_family], [person.family_name]):
        return False
    used = (person.given_names, person.call_name, person.given_names.split(" ")[0])
    return any(given and names.is_same_name([typed_given], [given]) for given in used)
