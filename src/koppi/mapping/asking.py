"""What an inviter decides, as plain values: whom to ask, on what permission, and what comes of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from koppi.people.models import Person, Post, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """One party to invite: a post, a unit's shared queue, or a guest by name, role and e-mail."""

    post: Post | None = None
    unit: Unit | None = None
    guest_name: str = ""
    guest_role: str = ""
    guest_email: str = ""
    why: str = ""

    @property
    def is_guest(self) -> bool:
        return self.post is None and self.unit is None

    @property
    def key(self) -> str:
        """Two of the same key are the same party."""
        if self.post:
            return f"e:{self.post.pk}"
        return f"u:{self.unit.pk}" if self.unit else f"@{self.guest_email.strip().casefold()}"


@dataclass(frozen=True, slots=True)
class Consented:
    """Who gave consent for each subject, how, until which day, and whether it covers a colleague's answer.

    A subject left out of ``givers`` is covered by what has been recorded earlier.
    """

    givers: dict[UUID, Person]
    way: str
    until: date
    colleagues: bool = True


@dataclass(frozen=True, slots=True)
class ByLaw:
    """The legal ground of an invitation without consent."""

    section: str
    necessity: str
    told_family: bool = True
    not_told_why: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time the inviter proposes for meeting."""

    starts_at: datetime
    ends_at: datetime
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """All that is known in the minimal mode: a name, a telephone number and a year of birth."""

    given_names: str
    family_name: str
    phone: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an invitation: the end, the words, and who goes on with what."""

    code: str
    words: str = ""
    family_told: str = ""
    reassess_on: date | None = None
    hold: Post | None = None
    team: list[Post] = field(default_factory=list)
    stage: str = ""
