"""Three-way merging of short texts by lines: when two write at once, nothing either wrote is lost. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The suggestion, and whether both had changed the same place so that a person should look twice."""

    lines: tuple[str, ...]
    has_clash: bool

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that say something, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Return one text out of two that both began from ``base``.

    Every line that either added is in the result; a line is left out only when somebody took it away and
    the other had left that place alone.
    """
    old, ours, others = lines_of(base), lines_of(mine), lines_of(theirs)
    result: list[str] = []
    has_clash = False
    for was, left, right in _chunks(old, ours, others):
        if left in (was, right):
            result.extend(right)
        elif right == was:
            result.extend(left)
        else:
            has_clash = True
            result.extend(left)
            result.extend(line for line in right if line not in left)
    return Merged(tuple(result), has_clash)


def _chunks(old: Lines, ours: Lines, others: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Yield the pieces between the lines that all three share, and those lines themselves."""
    at_old = at_ours = at_others = 0
    for line, in_ours, in_others in _shared(old, ours, others):
        yield old[at_old:line], ours[at_ours:in_ours], others[at_others:in_others]
        kept = (old[line],)
        yield kept, kept, kept
        at_old, at_ours, at_others = line + 1, in_ours + 1, in_others + 1
    yield old[at_old:], ours[at_ours:], others[at_others:]


def _shared(old: Lines, ours: Lines, others: Lines) -> list[tuple[int, int, int]]:
    """Return the places of the old lines that both texts still have, in order."""
    mine, theirs = _kept(old, ours), _kept(old, others)
    return [(line, mine[line], theirs[line]) for line in range(len(old)) if line in mine and line in theirs]


def _kept(old: Lines, new: Lines) -> dict[int, int]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
