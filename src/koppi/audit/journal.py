"""The safety journal: facts that take access away, kept outside the database so that no restore undoes them.

A line is on the disk before the transaction commits. Written after it, a crash in between would lose a
withdrawal that its giver saw accepted; written before, the worst a crash leaves is a line about a change that
was rolled back, and replaying that takes away too much, never too little. A second line says that the commit
came, so a restore can tell which lines a person should look at. See ``docs/decisions/0002-audit-chain.md``.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import chain, tape
from .keys import derived
from .trail import TrailClosed

END = b"\n"
LONGEST_TRANSACTION = 60 * 60  # seconds


class BrokenJournal(RuntimeError):
    """A line of the journal is not as it was written, or the journal is not this installation's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reduction of access. ``is_sure`` when its transaction is known to have been committed."""

    number: int
    kind: str
    key: str
    payload: dict
    at: datetime
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Position:
    """Where a backup stands in the journal: lines from ``number`` on may be missing in it."""

    number: int
    mac: str


def append(kind: str, key, payload: dict, at: datetime) -> None:
    """Write that access is being taken away: call it inside the transaction that does so.

    ``kind`` names who replays it (``"sharing.consent_withdrawn"``), ``key`` what it is about. Replaying must
    be idempotent and must need nothing but ``payload``: codes and keys, never content.

    :raises TrailClosed: the line could not be written; the change must not happen either.
    """
    said = {"kind": kind, "key": str(key), "payload": payload, "at": at.isoformat(), "written": time.time()}
    try:
        number = _add(said)["n"]
    except (OSError, ValueError) as error:
        raise TrailClosed("the safety journal could not be written") from error
    transaction.on_commit(partial(_add, {"done": number}, sync=False), robust=True)


def lines_from(position: Position, file: Path | None = None) -> list[Line]:
    """Return the reductions that a backup made at ``position`` may lack, the oldest first.

    :raises BrokenJournal: the journal has been changed, or did not pass through ``position``.
    """
    records = _read(file or path())
    if position.number > 1 and _mac_before(records, position.number) != position.mac:
        raise BrokenJournal("the journal does not pass through the place where the backup was made")
    sure = {record["done"] for record in records if "done" in record}
    return [_line(record, sure) for record in records if record["n"] >= position.number and "kind" in record]


def position(now: float) -> Position:
    """Return the place from which a backup begun now must be followed by replay.

    A line whose commit has not been seen may belong to a transaction that the backup just misses.
    """
    records = _read(path())
    sure = {record["done"] for record in records if "done" in record}
    open_ones = (
        record["n"]
        for record in records
        if "kind" in record and record["n"] not in sure and record["written"] > now - LONGEST_TRANSACTION
    )
    number = next(open_ones, len(records) + 1)
    return Position(number, _mac_before(records, number))


def begin() -> None:
    """Let there be a journal, if only an empty one, so that a missing journal is known to be a lost one."""
    path().parent.mkdir(parents=True, exist_ok=True)
    path().touch(0o600)


def path() -> Path:
    """Return the file of the journal, on another disk than the database where the installation says so."""
    return Path(settings.KOPPI_JOURNAL or Path(settings.DATA) / "journal") / "journal"


def length(file: Path) -> int:
    """Return how many whole lines a journal has.

    :raises BrokenJournal: one of them is not as it was written.
    """
    return len(_read(file))


def _add(said: dict, *, sync: bool = True) -> dict:
    def next_line(last: bytes | None) -> bytes:
        before = json.loads(last) if last else {"n": 0, "mac": chain.GENESIS}
        record = {**said, "n": before["n"] + 1}
        return chain.body({**record, "mac": _mac(before["mac"], record)})

    return json.loads(tape.append(path(), next_line, END, sync=sync))


def _read(file: Path) -> list[dict]:
    records = []
    mac = chain.GENESIS
    for number, text in enumerate(tape.read(file, END), 1):
        record = _parsed(text)
        mac = _mac(mac, {name: value for name, value in record.items() if name != "mac"})
        if record.get("n") != number or record.get("mac") != mac:
            raise BrokenJournal(f"line {number} of the safety journal is not as it was written")
        records.append(record)
    return records


def _parsed(text: bytes) -> dict:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _mac(before: str, record: dict) -> str:
    return chain.mac(derived("journal"), before.encode() + chain.body(record))


def _mac_before(records: list[dict], number: int) -> str:
    return records[number - 2]["mac"] if 1 < number <= len(records) + 1 else chain.GENESIS


def _line(record: dict, sure: Iterable[int]) -> Line:
    at = datetime.fromisoformat(record["at"])
    return Line(record["n"], record["kind"], record["key"], record["payload"], at, record["n"] in sure)
