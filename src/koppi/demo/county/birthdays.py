"""When the children of the county were born: exact shares by age, brothers and sisters near each other."""

from datetime import date, timedelta

from .dice import Dice

BANDS = {"0-2": (0, 2), "3-6": (3, 6), "7-12": (7, 12), "13-15": (13, 15), "16-17": (16, 17)}
# Between two children of a family, as a part of the years of childhood.
GAP, NOISE = 0.15, 0.03
LEAST_APART = timedelta(days=300)


def ages_of(dice: Dice, counts: list[int], shares: dict[str, float]) -> list[list[int]]:
    """Return the ages of the children family by family, the oldest first; ``counts`` says how many they are.

    Every child gets a place in the queue of ages: one drawn for the family, moved a little for each child.
    """
    queue = []
    for family, count in enumerate(counts):
        middle = dice.random()
        for child in range(count):
            place = middle + (child - (count - 1) / 2) * GAP + dice.uniform(-NOISE, NOISE)
            queue.append((place, family))
    ages: list[list[int]] = [[] for _count in counts]
    for age, (_place, family) in zip(_all_ages(dice, len(queue), shares), sorted(queue), strict=True):
        ages[family].insert(0, age)
    return ages


def _all_ages(dice: Dice, count: int, shares: dict[str, float]) -> list[int]:
    bands = dice.deal(shares, count)
    return sorted(dice.randint(*BANDS[band]) for band in bands)


def births_of(dice: Dice, ages: list[int], today: date, has_twins: bool) -> list[date]:
    """Return the dates of birth for the ages, the oldest first; of twins the two youngest share theirs."""
    births = sorted(birthday(dice, age, today) for age in ages)
    for place in range(1, len(births)):
        earliest = births[place - 1] + LEAST_APART
        births[place] = min(max(births[place], earliest), today - timedelta(days=3))
    if has_twins and len(births) > 1:
        births[-1] = births[-2]
    return births


def birthday(dice: Dice, age: int, today: date) -> date:
    """Return a date of birth of somebody who is now ``age`` years old."""
    return years_before(today, age) - timedelta(days=dice.randint(0, 364))


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier; of a leap day the day before."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last)
