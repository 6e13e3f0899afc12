"""Chance with a seed. What must come out in a given share is dealt like cards, not thrown."""

from collections.abc import Hashable, Mapping, Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing", bound=Hashable)


class Dice(Random):
    """The same seed gives the same county."""

    def key(self) -> UUID:
        return UUID(int=self.getrandbits(128), version=4)

    def deal(self, shares: Mapping[Thing, float], count: int) -> list[Thing]:
        """Return ``count`` things in the given shares, as exactly as whole numbers allow, in any order."""
        dealt = [thing for thing, times in _whole(shares, count).items() for _ in range(times)]
        self.shuffle(dealt)
        return dealt

    def some(self, share: float, count: int) -> list[bool]:
        """Return ``count`` answers of which the share is yes; of a rare thing at least one."""
        yes = max(round(share * count), int(share > 0 and count >= 20))
        answers = [True] * yes + [False] * (count - yes)
        self.shuffle(answers)
        return answers

    def spread(self, count: int) -> list[float]:
        """Return numbers between 0 and 1, one from each of ``count`` equal parts, in any order."""
        numbers = [(place + self.random()) / count for place in range(count)]
        self.shuffle(numbers)
        return numbers

    def lognormal(self, median: float, sigma: float, count: int) -> list[float]:
        """Return ``count`` values that have this median and this spread."""
        normal = NormalDist(0, sigma)
        return [median * 2.718281828 ** normal.inv_cdf(part) for part in self.spread(count)]

    def often(self, share: float) -> bool:
        return self.random() < share

    def most(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Return at most ``count`` of the things."""
        return self.sample(list(things), min(count, len(things)))


def _whole(shares: Mapping[Thing, float], count: int) -> dict[Thing, int]:
    """Share ``count`` out in whole numbers; what is left over goes to the largest remainders."""
    total = sum(shares.values())
    exact = {thing: count * share / total for thing, share in shares.items()}
    whole = {thing: int(value) for thing, value in exact.items()}
    by_remainder = sorted(exact, key=lambda thing: exact[thing] - whole[thing], reverse=True)
    for thing in by_remainder[: count - sum(whole.values())]:
        whole[thing] += 1
    return whole
