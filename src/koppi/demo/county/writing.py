"""What is written of a family together: the summary, own words, and the next agreed step."""

from datetime import datetime, timedelta

from koppi.own_words.models import OwnView
from koppi.sharing.models import Kind, RecordShare
from koppi.summary.models import Part, SummaryPart, SummaryVersion
from koppi.teams.models import AgreedStep

from . import plan
from .fate import first_of
from .making import Case, Making

TO_TEAM = "t:"
AHEAD = 25


def write(making: Making, case: Case) -> None:
    """Put on the shelf what the family was dealt of these."""
    if case.fate.has("summary"):
        _summary(making, case)
    if case.fate.has("own_words"):
        _own_words(making, case)
    if case.fate.has("step"):
        _step(making, case)


def _summary(making: Making, case: Case) -> None:
    at = making.between(case.fate.begun_at, making.now)
    record = case.record(making, Kind.SUMMARY, case.house.at_home, at)
    by = {"person_id": case.holder.person_id, "post_id": case.holder.pk}
    for part in Part:
        text = "\n".join(making.dice.choice(plan.words()["summary"][part.value]))
        row = SummaryPart(
            id=making.dice.key(), record=record, part=part, text=text, version=1, changed_at=at,
            written_with_family=making.dice.often(0.8), **{f"changed_by_{key}": v for key, v in by.items()},
        )  # fmt: skip
        making.shelf.put(row)
        making.shelf.put(
            SummaryVersion(part=row, version=1, text=text, at=at, **{f"by_{key}": v for key, v in by.items()})
        )


def _own_words(making: Making, case: Case) -> None:
    at = making.between(case.fate.begun_at, making.now)
    who = making.dice.choice(case.house.at_home)
    is_told = who.place == "CHILD" or making.dice.often(0.5)
    record = (
        case.record(making, Kind.OWN_WORDS, [who], at)
        if is_told
        else case.own_record(making, Kind.OWN_WORDS, who, at)
    )
    making.shelf.put(
        OwnView(
            id=making.dice.key(), record=record, person_id=who.id, said_at=at,
            text=making.dice.choice(plan.words()["own_words"]), told_to=case.holder if is_told else None,
        )
    )  # fmt: skip
    if making.dice.often(0.8):
        making.shelf.put(RecordShare(record=record, holder=TO_TEAM, starts_at=at))


def _step(making: Making, case: Case) -> None:
    at = making.between(making.now - timedelta(days=20), making.now)
    starts_at = _when(making, case)
    due_on = None
    if making.dice.often(0.25) and not case.fate.cast:
        starts_at, due_on = None, starts_at.date()
    making.shelf.put(
        AgreedStep(
            id=making.dice.key(), record=case.record(making, Kind.STEP, case.house.at_home, at),
            what=making.dice.choice(plan.words()["steps"]), goal=making.dice.choice(plan.words()["goals"]),
            starts_at=starts_at, ends_at=starts_at and starts_at + timedelta(hours=1), due_on=due_on,
            lead=case.holder, place=case.holder.unit.name, who=", ".join(_names(case)),
        )
    )  # fmt: skip


def _when(making: Making, case: Case) -> datetime:
    """Some day of the next weeks, now and then already past; the first of anna's families is met today."""
    if case.house.number == first_of("anna"):
        return making.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    days = (
        -making.dice.randint(1, 6)
        if making.dice.often(0.08) and not case.fate.cast
        else making.dice.randint(1, AHEAD)
    )
    return making.office_hours(making.today + timedelta(days=days))


def _names(case: Case) -> list[str]:
    return [human.given for human in case.house.at_home][:3]
