"""The whole examination of the trail: the chain, what waits outside it, and what is kept elsewhere."""

import time
from dataclasses import dataclass, field
from enum import IntEnum

from django.db import connection

from . import chain, checkpoints, guards, ledger
from .chain import Finding, Place, Verdict
from .keys import audit_key
from .note import BadNote, Note

PATIENCE = 60  # seconds an entry may wait for its seal before the trail counts as incomplete


class Outcome(IntEnum):
    """What the examination came to; also the exit code of ``koppi audit verify``."""

    WHOLE = 0
    BROKEN = 2
    INCOMPLETE = 3
    UNREADABLE = 4


@dataclass(slots=True)
class Report:
    """``guards_missing`` are triggers that somebody removed: no proof of tampering, but a reason to ask."""

    size: int
    digest: str
    finding: Finding | None
    unsealed: int
    oldest_unsealed_seconds: int
    checkpoints: int
    guards_missing: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        if self.finding:
            return Outcome.BROKEN
        return Outcome.INCOMPLETE if self.oldest_unsealed_seconds > PATIENCE else Outcome.WHOLE


def examine(start: Note | None = None) -> Report:
    """Read the trail from the first entry, or from a checkpoint taken as given, and say what was found."""
    try:
        known = checkpoints.known()
    except BadNote:
        known, verdict = {}, Verdict(chain.START, Finding("checkpoint", None))
    else:
        verdict = _walk(start.place if start else chain.START, known)
    unsealed, oldest, forged = _waiting()
    return Report(
        *verdict.head,
        verdict.finding or forged,
        unsealed,
        max(0, int(time.time() - oldest)) if unsealed else 0,
        len(known),
        [] if not guards.are_wanted() else guards.missing(connection),
    )


def _walk(start: Place, known: dict[int, str]) -> Verdict:
    if start.size and ledger.digest_at(start.size) != start.digest:
        return Verdict(start, Finding("checkpoint", start.size))
    return chain.verify(ledger.links(start), audit_key(), start=start, known=known)


def _waiting() -> tuple[int, float, Finding | None]:
    """Return how many entries have no seal, when the oldest of them was written, and the first forged one."""
    key = audit_key()
    count, oldest, forged = 0, 0.0, None
    for event, body, mac in ledger.unsealed():
        count, oldest = count + 1, oldest or ledger.written_at(event)
        if forged is None and chain.mac(key, body) != mac:
            forged = Finding("mac", None, event)
    return count, oldest, forged
