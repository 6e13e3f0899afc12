"""How a service stands on a day, and whether its days agree with what is said of it. Pure thought."""

from dataclasses import dataclass
from datetime import date

PROPOSED, COMING, RUNNING, ENDED = "PROPOSED", "COMING", "RUNNING", "ENDED"
# In this order on the page: what is in use, what is on its way, what has been.
ORDER = (RUNNING, COMING, PROPOSED, ENDED)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Which day disagrees with the state, and how: ``missing``, ``past``, ``future`` or ``order``."""

    field: str
    how: str


def state_on(state: str, starts_on: date | None, ends_on: date | None, today: date) -> str:
    """Return how a service stands on a day: time begins what was coming and ends what had a last day."""
    if state == COMING and starts_on and starts_on <= today:
        state = RUNNING
    if state == RUNNING and ends_on and ends_on < today:
        return ENDED
    return state


def troubles(state: str, starts_on: date | None, ends_on: date | None, today: date) -> list[Trouble]:
    """Return what in the days does not agree with the state."""
    found = []
    if starts_on is None and state != PROPOSED:
        found.append(Trouble("starts_on", "missing"))
    if starts_on and state == RUNNING and starts_on > today:
        found.append(Trouble("starts_on", "future"))
    if starts_on and state == COMING and starts_on < today:
        found.append(Trouble("starts_on", "past"))
    if state == ENDED and ends_on is None:
        found.append(Trouble("ends_on", "missing"))
    if state == ENDED and ends_on and ends_on > today:
        found.append(Trouble("ends_on", "future"))
    if starts_on and ends_on and ends_on < starts_on:
        found.append(Trouble("ends_on", "order"))
    return found
