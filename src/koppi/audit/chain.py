"""How entries of the trail are bound together, so that nobody changes, drops, adds or reorders one unseen.

Each entry carries a keyed mark over its own body; each seal binds an entry to its place and to all before it.
Without the key an entry cannot be forged, and without redoing every later seal none can move. A known head
that is kept elsewhere (see ``note``) shows when the end of the chain has been cut off.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

GENESIS = "0" * 64
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode
Fault = Literal["body", "mac", "link", "gap", "head", "checkpoint"]


class Link(NamedTuple):
    """One sealed entry as it stands in the store; ``body`` is None when the entry itself is gone."""

    seq: int
    event: int
    body: bytes | None
    mac: str
    digest: str


class Place(NamedTuple):
    """A point of the chain: how many entries it has there and what the last seal says."""

    size: int
    digest: str


START = Place(0, GENESIS)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not as it was written. ``seq`` is None for an entry that has no place yet."""

    fault: Fault
    seq: int | None
    event: int | None = None


@dataclass(slots=True)
class Verdict:
    """How far the chain was read, and what was found on the way."""

    head: Place
    finding: Finding | None = None


def moment(at: datetime) -> str:
    """Return the one way a moment is written in a body: UTC, to the microsecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def body(row: Sequence) -> bytes:
    """Return the canonical form of an entry: what its mark is taken over."""
    return _canonical(row).encode()


def mac(key: bytes, body: bytes) -> str:
    return hmac.digest(key, body, "sha256").hex()


def digest(previous: str, seq: int, body: bytes, mac: str) -> str:
    """Return the seal of entry number ``seq``, standing on the seal before it."""
    return hashlib.sha256(b"%s|%d|%s|%s" % (previous.encode(), seq, body, mac.encode())).hexdigest()


def verify(
    links: Iterable[Link], key: bytes, *, start: Place = START, known: Mapping[int, str] | None = None
) -> Verdict:
    """Walk ``links`` in the order of ``seq`` and stop at the first that is not as it was written.

    ``known`` holds seals kept elsewhere, by size of the chain; the chain must pass through each of them.
    """
    known = known or {}
    verdict = Verdict(start)
    for link in links:
        fault = _fault(link, verdict.head, key) or _against(known, link)
        if fault:
            seq = verdict.head.size + 1 if fault == "gap" else link.seq
            verdict.finding = Finding(fault, seq, link.event)
            return verdict
        verdict.head = Place(link.seq, link.digest)
    if known and max(known) > verdict.head.size:
        verdict.finding = Finding("head", verdict.head.size + 1)
    return verdict


def _fault(link: Link, head: Place, key: bytes) -> Fault | None:
    if link.seq != head.size + 1 or link.body is None:
        return "gap"
    right = mac(key, link.body)
    if hmac.compare_digest(right, link.mac):
        return None if digest(head.digest, link.seq, link.body, link.mac) == link.digest else "link"
    sealed_as = (
        digest(head.digest, link.seq, link.body, link.mac),
        digest(head.digest, link.seq, link.body, right),
    )
    return "mac" if link.digest in sealed_as else "body"


def _against(known: Mapping[int, str], link: Link) -> Fault | None:
    return "checkpoint" if known.get(link.seq, link.digest) != link.digest else None
