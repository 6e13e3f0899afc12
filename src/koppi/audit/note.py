"""A checkpoint in the form of a signed note, as transparency logs write them (C2SP tlog-checkpoint).

Anybody who holds the public key can check one, without the key that marks entries::

    koppi/audit
    1204
    <seal of entry 1204, base64>
    <why it was made, when>

    — koppi/audit <signature, base64>
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .chain import Place

ORIGIN = "koppi/audit"
ED25519 = b"\x01"


class BadNote(ValueError):
    """A note that is torn, of another log, or not signed with our key."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a checkpoint says. ``why`` is ``tick``, ``backup`` or ``restore``; ``at`` is an ISO moment."""

    place: Place
    why: str
    at: str


def write(note: Note, seed: bytes) -> str:
    """Return the note as text, signed with the Ed25519 key grown from ``seed``."""
    root = base64.b64encode(bytes.fromhex(note.place.digest)).decode()
    text = f"{ORIGIN}\n{note.place.size}\n{root}\n{note.why} {note.at}\n"
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = base64.b64encode(_key_id(key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n— {ORIGIN} {signature}\n"


def read(text: str, seed: bytes) -> Note:
    """Return what a note says. It is ours when writing it again gives the same, signature and all.

    :raises BadNote: it is not one of ours, whole and unchanged.
    """
    try:
        _origin, size, root, why_at, *_ = text.split("\n")
        why, at = why_at.split(" ", 1)
        note = Note(Place(int(size), base64.b64decode(root, validate=True).hex()), why, at)
    except ValueError as error:
        raise BadNote("not a checkpoint of this trail") from error
    if write(note, seed).strip() != text.strip():
        raise BadNote("a checkpoint of another trail, or a changed one")
    return note


def public_key(seed: bytes) -> str:
    """Return the verifier's key in the form transparency tools read: name, key id, key."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return f"{ORIGIN}+{_key_id(key).hex()}+{base64.b64encode(ED25519 + key.public_bytes_raw()).decode()}"


def _key_id(key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(ORIGIN.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]
