"""For each wrong rule a small world in which it shows, so that one need not look through all of them.

They stand in `noticed_by.txt`: the name of a mutant, and under it the world. For a new mutant think of one,
or let `./koppi test --sqlite tests/sharing/test_mutants.py -m exhaustive -k "its name"` find one.
"""

from functools import cache
from pathlib import Path

from .worlds import all_told

Told = dict[str, str]
FILE = Path(__file__).with_name("noticed_by.txt")


@cache
def noticed_by() -> dict[str, Told]:
    """Return the world that notices each mutant."""
    lines = [line.strip() for line in FILE.read_text().splitlines() if line.strip()]
    return {mutant: out_of_words(words) for mutant, words in zip(lines[::2], lines[1::2], strict=True)}


def telltales() -> list[Told]:
    """Return every world that notices something, once."""
    return list({in_words(told): told for told in noticed_by().values()}.values())


def mixed_with_telltales(first: int = 0, one_in: int = 1) -> list[Told]:
    """Return one in so many of all the worlds, and every world that notices something."""
    chosen = {in_words(told): told for told in (*telltales(), *all_told()[first::one_in])}
    return list(chosen.values())


def in_words(told: Told) -> str:
    return "; ".join([told["side"], *(f"{fact}: {said}" for fact, said in told.items() if fact != "side")])


def out_of_words(words: str) -> Told:
    side, *facts = words.split("; ")
    return {"side": side, **dict(fact.split(": ", 1) for fact in facts)}
