"""Traffic lights and what many of them say together. Pure thought."""

from collections import Counter
from dataclasses import dataclass

GREEN, YELLOW, RED = "GREEN", "YELLOW", "RED"


@dataclass(frozen=True, slots=True)
class Tally:
    """How the invited see the situation; counts of people."""

    asked: int
    answered: int
    available: int

    @property
    def is_ready(self) -> bool:
        """Two available people are enough to sit down together."""
        return self.available >= 2


def tally(lights: list[str | None]) -> Tally:
    """Count the availability lights; None stands for no answer yet."""
    counts = Counter(lights)
    return Tally(asked=len(lights), answered=len(lights) - counts[None], available=counts[GREEN])
