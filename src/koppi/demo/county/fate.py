"""What each family is dealt: since when it is known, whether work goes on, its services, and rare things."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from . import plan
from .dice import Dice
from .household import Household, age_of

LONGEST_KNOWN = 900


@dataclass(slots=True)
class Fate:
    """``cast`` are the members of the cast in the team; ``holder`` the one of them who has hold."""

    begun_at: datetime
    finished_at: datetime | None = None
    cast: list[str] = field(default_factory=list)
    holder: str = ""
    is_supervised: bool = False
    services: list[dict] = field(default_factory=list)
    traits: set[str] = field(default_factory=set)

    def has(self, trait: str) -> bool:
        return trait in self.traits


def wanted_names() -> list[str]:
    """Return the family names of the first families, in the order the cast gets them."""
    return [name for _handle, _holds, name in _casting()]


def fates_of(dice: Dice, houses: list[Household], now: datetime) -> list[Fate]:
    """Deal every household its fate, in the shares of the plan."""
    fates = [Fate(now - timedelta(days=dice.randint(20, LONGEST_KNOWN))) for _house in houses]
    _finish(dice, fates, now)
    _cast(dice, fates)
    _supervise(fates)
    _serve(dice, houses, fates, now)
    _rare(dice, houses, fates, now)
    return fates


def _casting() -> list[tuple[str, bool, str]]:
    """Return for the first families in turn: whose it is, whether they have hold, its name."""
    cast = []
    for handle, told in plan.county()["cast"].items():
        for turn in range(told["families"]):
            name = told["names"][turn] if turn < len(told["names"]) else ""
            cast.append((handle, turn < told["holds"], name))
    return cast


def first_of(handle: str) -> int:
    """Return the number of the first family of a member of the cast."""
    return [whose for whose, _holds, _name in _casting()].index(handle)


def count_of_cast() -> int:
    return len(_casting())


def _finish(dice: Dice, fates: list[Fate], now: datetime) -> None:
    """Finish work with some; never with those of the cast: their lists do not depend on luck."""
    rest = fates[count_of_cast() :]
    count = min(round(plan.county()["work"]["finished"] * len(fates)), len(rest))
    for fate in dice.most(range(len(rest)), count):
        known = (now - rest[fate].begun_at).days
        rest[fate].finished_at = rest[fate].begun_at + timedelta(days=max(known * dice.uniform(0.3, 0.95), 1))


def _cast(dice: Dice, fates: list[Fate]) -> None:
    for fate, (handle, holds, _name) in zip(fates, _casting(), strict=False):
        fate.cast.append(handle)
        fate.holder = handle if holds else ""


def _supervise(fates: list[Fate]) -> None:
    told = plan.county()["supervisor"]
    for fate in fates[: min(round(told["share"] * len(fates)), told["most"])]:
        fate.is_supervised = True


def _serve(dice: Dice, houses: list[Household], fates: list[Fate], now: datetime) -> None:
    today = now.date()
    ages = [[age_of(child, today) for child in house.children] for house in houses]
    for service in plan.county()["services"]:
        fits = [number for number, family in enumerate(ages) if _may_use(service["of"], family)]
        for number in dice.most(fits, round(service["share"] * len(houses))):
            fates[number].services.append(service)


def _may_use(whom, ages: list[int]) -> bool:
    return isinstance(whom, str) or any(whom[0] <= age <= whom[1] for age in ages)


def _rare(dice: Dice, houses: list[Household], fates: list[Fate], now: datetime) -> None:
    today = now.date()
    everybody = range(len(houses))
    is_open = [number for number in everybody if fates[number].finished_at is None]
    later = [number for number in is_open if number >= count_of_cast()]
    apart = [number for number in later if any(human.is_apart for human in houses[number].humans)]
    teens = [n for n in later if any(13 <= age_of(child, today) <= 17 for child in houses[n].children)]
    sharing, work = plan.county()["sharing"], plan.county()["work"]
    for trait, among, share, of in (
        ("person_kept_out", apart, sharing["person_kept_out"], everybody),
        ("safety", later, sharing["safety"], everybody),
        ("prohibition", teens, sharing["prohibition"], everybody),
        ("capable_minor", teens, sharing["capable_minor"], teens),
        ("legal_basis", later, sharing["legal_basis"], everybody),
        ("withdrawn", later, sharing["withdrawn"], everybody),
        ("clients", everybody, plan.county()["households"]["clients"], everybody),
        ("summary", is_open, work["summary"], is_open),
        ("own_words", is_open, work["own_words"], is_open),
        ("step", is_open, work["step"], is_open),
        ("hold_offered", later, work["hold_offered"], is_open),
        ("duty", later, work["duty"], is_open),
    ):
        for number in dice.most(among, max(round(share * len(of)), 1)):
            fates[number].traits.add(trait)
