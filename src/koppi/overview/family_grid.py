"""The places of people and homes on the family map, in the units of one picture. Pure thought."""

from dataclasses import dataclass

from .family_rows import Block, House, Kin

CELL, ROW, PAD = 128, 204, 16
TOP, HOME_TOP, HOME_BOTTOM = 112, 72, 114
# The lane under a row: below the names, above the next circles.
LANE, LANE_STEP, LANES = 96, 4, 4
RADIUS, CENTRE_RADIUS = 40, 42
WIDTH, MARGIN = 740, 8
NAME, SUB, WORDS = 13, 19, 22


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one person stands; ``name`` and ``sub`` are shortened to fit, the kin itself is whole."""

    kin: Kin
    x: float
    y: float
    row: int
    column: int

    @property
    def r(self) -> int:
        return CENTRE_RADIUS if self.kin.is_centre else RADIUS

    @property
    def name(self) -> str:
        return short(self.kin.name, NAME)

    @property
    def sub(self) -> str:
        return short(self.kin.sub, SUB)


@dataclass(frozen=True, slots=True)
class Box:
    """A home. ``is_apart`` is every home but that of the person in the middle."""

    house: House
    x: float
    y: float
    width: float
    height: float
    column: int
    is_apart: bool

    @property
    def label(self) -> str:
        return short(self.house.label, int(self.width / 8.2))

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


def short(words: str, most: int) -> str:
    """Return the words cut to what fits, with a mark where something was left out."""
    return words if len(words) <= most else words[: most - 1].rstrip(" ,-") + "…"


def folded(words: str, most: int) -> tuple[str, ...]:
    """Return the words in at most two lines."""
    if not words:
        return ()
    first: list[str] = []
    rest = words.split()
    while rest and len(" ".join([*first, rest[0]])) <= most:
        first.append(rest.pop(0))
    if not first:
        first, rest = [rest[0]], rest[1:]
    lines = [" ".join(first), " ".join(rest)]
    return tuple(short(line, most + 4) for line in lines if line)


class Grid:
    """The places of people and homes."""

    def __init__(self, kin: list[Kin], columns: list[Block], gaps: list[int]):
        self.kin = {one.key: one for one in kin}
        self.spots: dict[str, Spot] = {}
        self.boxes: list[Box] = []
        self.edges: list[tuple[float, float]] = []
        self.first_row, self.rows = _row_numbers(columns)
        widths = [block.width * CELL + 2 * PAD for block in columns]
        whole = sum(widths) + sum(gaps) + 2 * MARGIN
        self.width = max(WIDTH, whole)
        self.height = TOP + max(0, self.rows - 1) * ROW + HOME_BOTTOM + MARGIN
        x = (self.width - whole) / 2 + MARGIN
        for number, (block, width) in enumerate(zip(columns, widths, strict=True)):
            self.edges.append((x, x + width))
            self._seat(block, number, x, width)
            self._house(block, number)
            x += width + ([*gaps, 0][number])

    def y(self, row: int) -> float:
        return TOP + row * ROW

    def lane(self, row: int, number: int = 0) -> float:
        """Return the height of a lane under a row; row -1 is above everybody."""
        return self.y(row) + LANE + (number % LANES) * LANE_STEP

    def _seat(self, block: Block, number: int, x: float, width: float) -> None:
        for generation, keys in block.rows.items():
            wraps = len(keys) > block.cap
            for order, key in enumerate(keys):
                line, cell = divmod(order, block.cap)
                shift = 0 if wraps else (width - 2 * PAD - len(keys) * CELL) / 2
                row = self.first_row[generation] + line
                place = x + PAD + shift + (cell + 0.5) * CELL
                self.spots[key] = Spot(self.kin[key], place, self.y(row), row, number)

    def _house(self, block: Block, number: int) -> None:
        if block.house is None:
            return
        here = [self.spots[key] for row in block.rows.values() for key in row if key not in block.above]
        left, right = (
            min(spot.x for spot in here) - CELL / 2 - PAD,
            max(spot.x for spot in here) + CELL / 2 + PAD,
        )
        top, bottom = min(spot.y for spot in here) - HOME_TOP, max(spot.y for spot in here) + HOME_BOTTOM
        apart = not any(spot.kin.is_centre for spot in here)
        self.boxes.append(Box(block.house, left, top, right - left, bottom - top, number, apart))

    def is_clear(self, a: Spot, b: Spot) -> bool:
        """Return whether nobody stands between two on the same row."""
        low, high = sorted((a.x, b.x))
        return a.row == b.row and not any(
            low < one.x < high for one in self.spots.values() if one.row == a.row
        )


def _row_numbers(columns: list[Block]) -> tuple[dict[int, int], int]:
    """Return the first row of each generation, the eldest on top, and how many rows there are."""
    all_generations = sorted({generation for block in columns for generation in block.rows}, reverse=True)
    first, row = {}, 0
    for generation in all_generations:
        first[generation] = row
        row += max(block.lines_of(generation) for block in columns)
    return first, row
