"""The family map as a whole: everybody once, homes around those who live in them, and lines. Pure thought."""

from dataclasses import dataclass

from .family_grid import Box, Grid, Spot
from .family_lines import Label, Line, Pen, is_parted
from .family_rows import Block, House, Kin, Tie, blocks

GAP, PARTED_GAP = 42, 84


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]


def draw(kin: list[Kin], ties: list[Tie], houses: list[House]) -> Drawing:
    """Return the map of the given people; everybody stands on it once, whatever the ties say."""
    columns = blocks(kin, ties, houses)
    grid = Grid(kin, columns, _gaps(columns, ties))
    pen = Pen(grid, ties)
    pen.draw_all()
    return Drawing(
        width=grid.width,
        height=grid.height + (26 if pen.is_low else 0),
        spots=tuple(grid.spots.values()),
        boxes=tuple(grid.boxes),
        lines=tuple(pen.lines),
        labels=tuple(pen.labels),
    )


def _gaps(columns: list[Block], ties: list[Tie]) -> list[int]:
    """Return the room between columns: more where a parted pair needs its words."""
    at = {key: n for n, block in enumerate(columns) for row in block.rows.values() for key in row}
    wide = set()
    for tie in ties:
        ends = sorted({at.get(tie.person, -1), at.get(tie.other, -1)})
        if is_parted(tie) and len(ends) == 2 and ends[0] + 1 == ends[1] > 0:
            wide.add(ends[0])
    return [PARTED_GAP if n in wide else GAP for n in range(len(columns) - 1)]
