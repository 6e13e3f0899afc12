"""Ratios with their smallest, middle and largest value over the rounds, and whether the target is met."""

from collections.abc import Sequence
from statistics import median


def say(text: str = "") -> None:
    print(text, flush=True)


def head(title: str) -> None:
    say(f"\n{title}")


def line(name: str, values: Sequence[float], target: float, unit: str = "x", at_most: bool = True) -> bool:
    """Print one figure; the middle of the rounds is held against the target."""
    middle = median(values)
    met = middle <= target if at_most else middle >= target
    sign = "<=" if at_most else ">="
    spread = f"{min(values):9.2f} {middle:9.2f} {max(values):9.2f} {unit:9}"
    say(f"  {name:58} {spread} {sign} {target:<9g} {'met' if met else 'NOT MET'}")
    return met


def note(text: str) -> None:
    say(f"  {text}")


def titles() -> None:
    say(f"  {'':58} {'min':>9} {'median':>9} {'max':>9} {'':9} target")


def ratios(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return round by round how many times the other one is: both were measured next to each other."""
    return [a / b for a, b in zip(one, other, strict=True)]


def part(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
