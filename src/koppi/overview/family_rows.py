"""Who stands on which row and in which column of the family map. Pure thought, no database.

Generations are rows, homes are columns; whoever lives in no drawn home stands at a side of them.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field

PARENTS = ("PARENT", "CONTACT_PARENT", "EXPECTING")
FOSTERS = ("FOSTER_PARENT", "STEP_PARENT")
PAIRS = ("PARTNER", "EX_PARTNER")
# How many rows above the other the first of a tie stands; the ties left out say nothing of rows.
RISE = {**dict.fromkeys(PARENTS + FOSTERS, 1), "GRANDPARENT": 2, **dict.fromkeys((*PAIRS, "SIBLING"), 0)}
# As many cells side by side as stay readable in one home, and on the whole map.
WIDEST, WIDEST_OF_ALL = 5, 7


@dataclass(frozen=True, slots=True)
class Kin:
    """One person to draw. Children come eldest first."""

    key: str
    name: str
    sub: str = ""
    is_child: bool = False
    is_near: bool = False
    is_centre: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """``person`` is the ``kind`` of ``other``; ``words`` are what the family or the worker said of it."""

    person: str
    other: str
    kind: str
    is_over: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """A home and who lives there; the second of a resident says when, empty for always."""

    key: str
    label: str
    residents: tuple[tuple[str, str], ...] = ()


@dataclass
class Block:
    """A column of the map: a home with the grandparents who stand above it, or those who live in none."""

    house: House | None
    rows: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cap: int = WIDEST
    above: set[str] = field(default_factory=set)

    @property
    def width(self) -> int:
        """How many cells wide the block is."""
        return max((min(self.cap, len(row)) for row in self.rows.values()), default=0)

    def lines_of(self, generation: int) -> int:
        """How many lines the people of one generation take in this block."""
        return -(-len(self.rows[generation]) // self.cap) if generation in self.rows else 0


def generations(kin: list[Kin], ties: list[Tie]) -> dict[str, int]:
    """Return the row of each person counted from the children up; the first tie that says wins."""
    steps = _steps(kin, ties)
    level: dict[str, int] = {}
    for start in sorted(kin, key=lambda one: (not one.is_centre, one.is_near, not one.is_child)):
        if start.key not in level:
            level[start.key] = 0 if start.is_child else 1
            _spread(start.key, steps, level)
    return _beside(kin, ties, level)


def _steps(kin: list[Kin], ties: list[Tie]) -> dict[str, list[tuple[str, int]]]:
    known = {one.key for one in kin}
    steps: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for tie in ties:
        if tie.kind in RISE and {tie.person, tie.other} <= known and tie.person != tie.other:
            steps[tie.other].append((tie.person, RISE[tie.kind]))
            steps[tie.person].append((tie.other, -RISE[tie.kind]))
    return steps


def _spread(start: str, steps: dict[str, list[tuple[str, int]]], level: dict[str, int]) -> None:
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there, rise in steps[here]:
            if there not in level:
                level[there] = level[here] + rise
                waiting.append(there)


def _beside(kin: list[Kin], ties: list[Tie], level: dict[str, int]) -> dict[str, int]:
    """One or two grandparents stand beside the parents: a row of their own would only lengthen the page."""
    top = max(level.values(), default=0)
    elders = [one.key for one in kin if level[one.key] == top]
    if top != 2 or len(elders) > 2 or any(tie.kind in PAIRS and tie.person in elders for tie in ties):
        return level
    return {key: 1 if key in elders else row for key, row in level.items()}


def blocks(kin: list[Kin], ties: list[Tie], houses: list[House]) -> list[Block]:
    """Return the columns from left to right, everybody in exactly one of them."""
    level = generations(kin, ties)
    home_of = _home_of(kin, ties, houses)
    lived_in = _in_order([house for house in houses if house.key in home_of.values()], kin, home_of)
    columns = [Block(None), *(Block(house) for house in lived_in), Block(None)]
    number = {house.key: place for place, house in enumerate(lived_in, 1)}
    place = {key: number[home] for key, home in home_of.items()}
    above = _above(ties, place, level)
    place |= above
    place |= _sides([one for one in kin if one.key not in place], ties, place, len(lived_in))
    for one in kin:
        columns[place[one.key]].rows[level[one.key]].append(one.key)
    for key in above:
        columns[place[key]].above.add(key)
    full = [block for block in columns if block.rows]
    _narrow(full)
    _arrange(full, ties)
    return full


def _home_of(kin: list[Kin], ties: list[Tie], houses: list[House]) -> dict[str, str]:
    """Return the home each person is drawn in: the one they live in always, else the first.

    An unborn child is where the one who expects it lives.
    """
    homes: dict[str, tuple[bool, int, str]] = {}
    known = {one.key for one in kin}
    for order, house in enumerate(houses):
        for key, part in house.residents:
            if key in known:
                homes[key] = min(homes.get(key, (True, len(houses), "")), (bool(part), order, house.key))
    found = {key: home for key, (_part, _order, home) in homes.items()}
    unborn = {tie.other: found[tie.person] for tie in ties if tie.kind == "EXPECTING" and tie.person in found}
    return {key: home for key, home in unborn.items() if key in known} | found


def _above(ties: list[Tie], place: dict[str, int], level: dict[str, int]) -> dict[str, int]:
    """Return the column of each elder who stands over the home of their own child or grandchild."""
    top: dict[int, int] = {}
    for key, column in place.items():
        top[column] = max(top.get(column, 0), level[key])
    found: dict[str, int] = {}
    for tie in sorted(ties, key=lambda tie: RISE.get(tie.kind, 0)):
        column = place.get(tie.other, 0)
        is_elder = RISE.get(tie.kind, 0) and tie.person in level and tie.person not in place
        if is_elder and column and level[tie.person] > top[column]:
            found.setdefault(tie.person, column)
    return found


def _in_order(houses: list[House], kin: list[Kin], home_of: dict[str, str]) -> list[House]:
    """The home of the person in the middle comes first, or second of three or more."""
    centre = next((home_of.get(one.key) for one in kin if one.is_centre), None)
    own = [house for house in houses if house.key == centre]
    rest = [house for house in houses if house.key != centre]
    return [*rest[1:2], *own, *rest[:1], *rest[2:]] if own and len(rest) > 1 else own + rest


def _sides(outside: list[Kin], ties: list[Tie], place: dict[str, int], count: int) -> dict[str, int]:
    """Return the left (0) or right side for those who live in no drawn home: nearest to whom they belong.

    Where no home is drawn at all, the family stands left and those near to it right.
    """
    if not count:
        return {one.key: int(one.is_near) for one in outside}
    chosen = {}
    for one in outside:
        near = [place[b] for a, b in _pairs_of(one.key, ties) if b in place]
        middle = sum(near) / len(near) if near else 0
        elder = any(tie.kind == "GRANDPARENT" and tie.person == one.key for tie in ties)
        left = 0 < middle <= (count + 1) / 2 and (elder or (count > 1 and not one.is_near))
        left = left and not any(tie.kind in PAIRS and one.key in (tie.person, tie.other) for tie in ties)
        chosen[one.key] = 0 if left else count + 1
    return chosen


def _pairs_of(key: str, ties: list[Tie]) -> list[tuple[str, str]]:
    return [(a, b) for tie in ties for a, b in ((tie.person, tie.other), (tie.other, tie.person)) if a == key]


def _narrow(columns: list[Block]) -> None:
    """Wrap the longest rows until the map is narrow enough to read, or cannot get narrower."""
    limit = max(WIDEST_OF_ALL, len(columns))
    while sum(block.width for block in columns) > limit:
        widest = max(columns, key=lambda block: block.width)
        if widest.width <= 2:
            break
        widest.cap = widest.width - 1


def _arrange(columns: list[Block], ties: list[Tie]) -> None:
    """Within a row whoever has ties to the left stands left, and partners side by side."""
    at = {key: n for n, block in enumerate(columns) for row in block.rows.values() for key in row}
    for number, block in enumerate(columns):
        for generation, row in block.rows.items():
            if generation:
                row.sort(key=lambda key: _pull(key, ties, at, number))
                block.rows[generation] = _paired(row, ties)


def _pull(key: str, ties: list[Tie], at: dict[str, int], here: int) -> float:
    others = [at[b] for a, b in _pairs_of(key, ties) if b in at and at[b] != here]
    return sum(others) / len(others) if others else here


def _paired(row: list[str], ties: list[Tie]) -> list[str]:
    mates = {frozenset((tie.person, tie.other)) for tie in ties if tie.kind in PAIRS and not tie.is_over}
    left = list(row)
    made: list[str] = []
    while left:
        made.append(left.pop(0))
        mate = next((other for other in left if frozenset((made[-1], other)) in mates), None)
        if mate:
            left.remove(mate)
            made.append(mate)
    return made
