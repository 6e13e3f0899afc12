"""What every part of the county is made with, and one family while it is made."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from koppi.demo.scenery import COUNTY, Scenery
from koppi.families.models import Family
from koppi.people.models import Post, Unit
from koppi.people.viewer import HELSINKI
from koppi.sharing.models import Matter, Record, RecordSubject
from koppi.workdays import is_workday

from .dice import Dice
from .fate import Fate
from .household import Household, Human
from .shelf import Shelf
from .workplaces import Workplaces


@dataclass(slots=True)
class Making:
    """The shelf, the dice, the clock and who works where."""

    shelf: Shelf
    dice: Dice
    now: datetime
    scenery: Scenery
    places: Workplaces

    @property
    def today(self) -> date:
        return self.now.astimezone(HELSINKI).date()

    @property
    def county_id(self) -> UUID:
        return self.scenery.organisations[COUNTY].pk

    def between(self, start: datetime, end: datetime) -> datetime:
        """Return any moment between the two."""
        return start + (end - start) * self.dice.random() if start < end else start

    def office_hours(self, day: date, hour: int | None = None) -> datetime:
        """Return a moment of office hours on the day, or on the working day after it."""
        while not is_workday(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(hour or self.dice.randint(8, 15)), HELSINKI)


@dataclass(slots=True)
class Case:
    """One family: as made up, as dealt, as a row, and who works with it."""

    house: Household
    fate: Fate
    family: Family
    holder: Post
    team: list[Post] = field(default_factory=list)
    # Units that give a service or belong to a member of the team: their people are let to know too.
    units: dict[UUID, Unit] = field(default_factory=dict)

    @property
    def until(self) -> datetime | None:
        return self.fate.finished_at

    def record(
        self, making: Making, kind: str, whom: list[Human], at: datetime, by: Post | None = None
    ) -> Record:
        """Put a protected record about these people on the shelf; written by a worker."""
        by = by or self.holder
        return _record(
            making, self, kind, whom, at, author_person_id=by.person_id, author_post_id=by.pk,
            controller_id=by.unit.organisation_id,
        )  # fmt: skip

    def own_record(self, making: Making, kind: str, whom: Human, at: datetime) -> Record:
        """Put a record a family member wrote alone on the shelf."""
        return _record(making, self, kind, [whom], at, author_person_id=whom.id)


def _record(making: Making, case: Case, kind: str, whom: list[Human], at: datetime, **author) -> Record:
    record = Record(
        id=making.dice.key(), family=case.family, kind=kind, matter=Matter.ANY, created_at=at, **author
    )
    making.shelf.put(record)
    for human in whom:
        making.shelf.put(RecordSubject(record=record, person_id=human.id))
    return record
