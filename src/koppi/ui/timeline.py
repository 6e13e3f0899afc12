"""Where a bar of the services timeline stands, in percent of the window it is drawn in."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Window:
    """The stretch of time one timeline shows; `today` stands somewhere inside it."""

    starts: date
    ends: date
    today: date

    def percent(self, on: date | None, otherwise: float = 100.0) -> float:
        """Return the place of a day, kept inside the window; an open end stands at `otherwise`."""
        if on is None:
            return otherwise
        whole = (self.ends - self.starts).days or 1
        return round(min(100.0, max(0.0, 100 * (on - self.starts).days / whole)), 2)

    def ticks(self) -> list[date]:
        """Return the first days of months worth a label: at most six, every one, two, four … months."""
        firsts = _months(self.starts, self.ends)
        step = next(n for n in (1, 2, 3, 4, 6, 12, 24, 48, 96, 999) if len(firsts) <= 6 * n)
        return firsts[::step]


def _months(starts: date, ends: date) -> list[date]:
    first = starts.replace(day=1)
    found = []
    while first <= ends:
        if first >= starts:
            found.append(first)
        first = _month_after(first)
    return found


def _month_after(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def window_around(spans: list[tuple[date | None, date | None]], today: date) -> Window:
    """Return a window that holds `today` and, within reason, every span.

    At most fifteen months back and seven ahead, so that what runs now stays wide enough to read.
    """
    known = [on for pair in spans for on in pair if on]
    earliest = min([*known, today])
    latest = max([*known, today])
    back = max(earliest, _months_from(today, -15))
    ahead = min(max(latest, _months_from(today, 3)), _months_from(today, 7))
    return Window(back.replace(day=1), _month_after(ahead.replace(day=1)), today)


def _months_from(on: date, months: int) -> date:
    total = on.year * 12 + on.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


@dataclass(frozen=True)
class Piece:
    """One rectangle of a bar: `kind` is past, done, ahead or next."""

    kind: str
    x: float
    width: float


def pieces(window: Window, state: str, starts: date | None, ends: date | None) -> list[Piece]:
    """Return what to draw: an ended service is an outline, a running one is solid until today and
    dashed after it, a coming or proposed one is dashed.
    """
    left, right = window.percent(starts, 0.0), window.percent(ends)
    now = window.percent(window.today)
    if state.upper() == "ENDED":
        return [_piece("past", left, right)]
    if state.upper() == "RUNNING":
        return [_piece("ahead", now, max(now, right)), _piece("done", min(left, now), now)]
    return [_piece("next", left, right)]


def _piece(kind: str, left: float, right: float) -> Piece:
    """A bar too short to see is drawn a little wide, and never past the edge."""
    width = max(right - left, 0.8 if kind != "ahead" else 0.0)
    return Piece(kind, round(min(left, 100 - width), 2), round(width, 2))
