"""The strokes of the family map. Pure thought.

Lines run only where nobody stands: along a row between neighbours, in the lane under a row, and in the
margin of a column. So a line never crosses a face or a name, however large the family is.
"""

from collections import defaultdict
from dataclasses import dataclass

from .family_grid import CELL, PAD, WORDS, Box, Grid, Spot, folded
from .family_rows import FOSTERS, PAIRS, PARENTS, Tie


@dataclass(frozen=True, slots=True)
class Line:
    """One stroke: ``kind`` is pair, parted, parent, foster, kin, near, contact or slash."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a line, in one or two lines."""

    x: float
    y: float
    lines: tuple[str, ...]


def is_parted(tie: Tie) -> bool:
    """Return whether two who were a couple are so no more."""
    return tie.kind == "EX_PARTNER" or (tie.kind == "PARTNER" and tie.is_over)


class Pen:
    """The strokes between people."""

    def __init__(self, grid: Grid, ties: list[Tie]):
        self.grid = grid
        self.ties = [tie for tie in ties if tie.person in grid.spots and tie.other in grid.spots]
        self.lines: list[Line] = []
        self.labels: list[Label] = []
        self.straight: dict[frozenset[str], tuple[float, float]] = {}
        self.used: dict[int, int] = defaultdict(int)
        self.is_low = False

    def draw_all(self) -> None:
        self._pairs()
        self._parents()
        self._others()
        self._stays()

    # ---- couples

    def _pairs(self) -> None:
        done = set()
        for tie in sorted(self.ties, key=lambda tie: not is_parted(tie)):
            both = frozenset((tie.person, tie.other))
            if tie.kind in PAIRS and len(both) == 2 and both not in done:
                done.add(both)
                self._pair(tie)

    def _pair(self, tie: Tie) -> None:
        a, b = sorted((self.grid.spots[tie.person], self.grid.spots[tie.other]), key=lambda spot: spot.x)
        kind = "parted" if is_parted(tie) else "pair"
        if not self.grid.is_clear(a, b):
            self._around(a, b, kind)
            return
        start, end = a.x + a.r, b.x - b.r
        self.lines.append(Line(kind, f"M{start:g} {a.y:g}H{end:g}"))
        self.straight[frozenset((tie.person, tie.other))] = (a.x, b.x)
        if kind == "parted":
            self._slash(a, b, tie.words)

    def _slash(self, a: Spot, b: Spot, words: str) -> None:
        x = (a.x + b.x) / 2
        has_room = a.column != b.column
        if has_room:
            x = (self.grid.edges[a.column][1] + self.grid.edges[b.column][0]) / 2
        self.lines.append(Line("slash", f"M{x - 6:g} {a.y + 12:g}L{x + 6:g} {a.y - 12:g}"))
        if words and has_room and b.column == a.column + 1:
            self.labels.append(Label(x, a.y + 34, folded(words, 10)))

    # ---- parents and children

    def _parents(self) -> None:
        for kinds, kind in ((PARENTS, "parent"), (FOSTERS, "foster")):
            families: dict[tuple[str, ...], list[Spot]] = defaultdict(list)
            for child, parents in self._parents_of(kinds).items():
                families[tuple(sorted(parents))].append(self.grid.spots[child])
            for couple, children in families.items():
                self._family([self.grid.spots[key] for key in couple], children, kind)

    def _parents_of(self, kinds: tuple[str, ...]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            if tie.kind in kinds and tie.person != tie.other and not self._is_step_in_pair(tie):
                found[tie.other].add(tie.person)
        return found

    def _is_step_in_pair(self, tie: Tie) -> bool:
        """A parent's partner needs no line of their own to the child: the couple's line says it."""
        parents = {t.person for t in self.ties if t.other == tie.other and t.kind in PARENTS}
        return tie.kind == "STEP_PARENT" and any(
            t.kind in PAIRS and tie.person in (t.person, t.other) and parents & {t.person, t.other}
            for t in self.ties
        )

    def _family(self, parents: list[Spot], children: list[Spot], kind: str) -> None:
        couple = self.straight.get(frozenset(spot.kin.key for spot in parents)) if len(parents) == 2 else None
        below = [child for child in children if child.row > parents[0].row]
        if couple and below:
            row = parents[0].row
            low, high = couple[0] + CELL / 2, couple[1] - CELL / 2
            wish = sum(child.x for child in below) / len(below)
            self._descend(min(max(wish, low), high), parents[0].y, row, below, kind)
            children = [child for child in children if child not in below]
            parents = parents[:1]
        for parent in parents if children else ():
            self._from_one(parent, children, kind)

    def _from_one(self, parent: Spot, children: list[Spot], kind: str) -> None:
        below = [child for child in children if child.row > parent.row]
        if below:
            side = self._free_side(parent, below)
            x = parent.x + side * CELL / 2
            self.lines.append(Line(kind, f"M{parent.x + side * parent.r:g} {parent.y:g}H{x:g}"))
            self._descend(x, parent.y, parent.row, below, kind)
        for child in children:
            if child not in below:
                self._across(parent, child, kind)

    def _free_side(self, parent: Spot, children: list[Spot]) -> int:
        """Return 1 for right, -1 for left: the side towards the children that no couple's line takes."""
        taken = {1 if pair[0] == parent.x else -1 for pair in self.straight.values() if parent.x in pair}
        wish = 1 if sum(child.x for child in children) / len(children) >= parent.x else -1
        return -wish if wish in taken and -wish not in taken else wish

    def _descend(self, x: float, y: float, row: int, children: list[Spot], kind: str) -> None:
        """Draw from a point on a row down to each child, along one shared lane."""
        lane = self._lane(row)
        for child in children:
            self.lines.append(Line(kind, f"M{x:g} {y:g}V{lane:g}{self._drop(child, row)}"))

    def _drop(self, to: Spot, row: int) -> str:
        """Return the rest of a path from the lane under ``row`` to the top of somebody below it."""
        end = f"H{to.x:g}V{to.y - to.r - (9 if to.kin.is_centre else 2):g}"
        if to.row == row + 1:
            return end
        channel = self.grid.edges[to.column][0] + PAD / 3
        return f"H{channel:g}V{self.grid.lane(to.row - 1):g}{end}"

    def _lane(self, row: int) -> float:
        number = self.used[row]
        self.used[row] += 1
        return self.grid.lane(row, number)

    # ---- other ties

    def _others(self) -> None:
        drawn = self._parents_of((*PARENTS, *FOSTERS))
        for tie in self.ties:
            a, b = self.grid.spots[tie.person], self.grid.spots[tie.other]
            shared = drawn[tie.person] & drawn[tie.other]
            through = any(tie.person in drawn[parent] for parent in drawn[tie.other])
            if (tie.kind == "SIBLING" and not shared) or (tie.kind == "GRANDPARENT" and not through):
                self._across(a, b, "kin")
            elif tie.kind in ("SUPPORT_PERSON", "FRIEND", "OTHER_NEAR") and not tie.is_over:
                self._across(a, b, "near")

    def _across(self, a: Spot, b: Spot, kind: str) -> None:
        """Join two: straight when they are neighbours, else around everybody."""
        if a.kin.key == b.kin.key:
            return
        a, b = sorted((a, b), key=lambda spot: spot.x)
        if self.grid.is_clear(a, b):
            self.lines.append(Line(kind, f"M{a.x + a.r + 2:g} {a.y:g}H{b.x - b.r - 2:g}"))
        else:
            self._around(a, b, kind)

    def _around(self, a: Spot, b: Spot, kind: str) -> None:
        a, b = sorted((a, b), key=lambda spot: spot.row)
        side = 1 if b.x >= a.x else -1
        start = f"M{a.x + side * a.r:g} {a.y:g}H{a.x + side * CELL / 2:g}"
        if a.row == b.row:
            lane, end = self._lane(a.row), b.x - side * CELL / 2
            self.lines.append(Line(kind, f"{start}V{lane:g}H{end:g}V{b.y:g}H{b.x - side * b.r:g}"))
            self.is_low = self.is_low or a.row == self.grid.rows - 1
        else:
            self.lines.append(Line(kind, f"{start}V{self._lane(a.row):g}{self._drop(b, a.row)}"))

    # ---- children who stay in another home part of the time

    def _stays(self) -> None:
        for box in self.grid.boxes:
            stays: dict[tuple[str, int], list[Spot]] = defaultdict(list)
            for key, part in box.house.residents:
                spot = self.grid.spots.get(key)
                if spot and spot.column != box.column:
                    stays[part, 1 if box.middle > spot.x else -1].append(spot)
            for child, words in self._visits(box):
                stays[words, 1 if box.middle > child.x else -1].append(child)
            for (part, side), spots in stays.items():
                self._stay(box, part, side, spots)

    def _visits(self, box: Box) -> list[tuple[Spot, str]]:
        """Return the children who meet a parent of this home but are not written down as living in it."""
        residents = {key for key, _part in box.house.residents}
        seen = [
            (self.grid.spots[tie.other], tie.words)
            for tie in self.ties
            if tie.kind == "CONTACT_PARENT" and tie.person in residents and tie.other not in residents
        ]
        return [(child, words) for child, words in seen if child.column != box.column]

    def _stay(self, box: Box, part: str, side: int, spots: list[Spot]) -> None:
        spot = max(spots, key=lambda one: (one.row, side * one.x))
        start = f"M{spot.x + side * (spot.r + 12):g} {spot.y:g}"
        if box.bottom > spot.y:
            edge = box.x if side > 0 else box.x + box.width
            lane = self._low_lane(spot)
            height = min(max(lane, box.y + 60), box.bottom - 20)
            way = f"H{spot.x + side * CELL / 2:g}V{lane:g}H{edge - side * 5:g}V{height:g}H{edge:g}"
            self.lines.append(Line("contact", start + way))
            return
        self.labels.append(Label(box.middle, spot.y + 24, folded(part, WORDS)))
        if self._is_open(spot, box):
            bend = box.middle - side * min(60, abs(box.middle - spot.x - side * (spot.r + 12)) / 2)
            way = f"H{bend:g}Q{box.middle:g} {spot.y:g} {box.middle:g} {box.bottom + 6:g}"
        else:
            lane = self._low_lane(spot)
            way = f"H{spot.x + side * CELL / 2:g}V{lane:g}H{box.middle:g}V{box.bottom + 6:g}"
        self.lines.append(Line("contact", start + way))

    def _low_lane(self, spot: Spot) -> float:
        self.is_low = self.is_low or spot.row == self.grid.rows - 1
        return self._lane(spot.row)

    def _is_open(self, spot: Spot, box: Box) -> bool:
        """Return whether nobody stands between somebody and the middle of a home, on their own row."""
        low, high = sorted((spot.x, box.middle))
        others = (one for one in self.grid.spots.values() if one.row == spot.row and one is not spot)
        return not any(low < one.x < high + CELL / 2 for one in others)
