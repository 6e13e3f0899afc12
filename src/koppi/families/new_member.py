"""What is said of one person when a family is drawn: plain values, no database."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody to add: an existing person by key, or a new one by name."""

    place: str
    person_id: UUID | None = None
    given_names: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    word: str = ""
    note: str = ""
    is_centre: bool = False
    phone: str = ""
    birth_year: int | None = None
