"""A backup's outer form: a stream, encrypted piece by piece when there is a key.

Each piece is bound to its place and to whether it is the last one, so none is swapped, dropped or added
unseen, and a cut end shows (the STREAM construction over AES-GCM). Without a key the stream stands as it is.
"""

import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"KOPPI-SEALED-1\n"
PIECE = 1 << 20
TAG = 16
SALT = 16


class Sealed(RuntimeError):
    """The backup is encrypted, and the key at hand does not open it; or somebody has changed it."""


class _Writer(io.RawIOBase):
    def __init__(self, out: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT)
        self.out, self.cipher = out, AESGCM(_key(key, salt))
        self.held, self.number = bytearray(), 0
        out.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        while len(self.held) > PIECE:  # one piece is always held back: the last must be marked as the last
            self._put(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self.held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(_nonce(self.number, last), piece, None))
        self.number += 1


class _Reader(io.RawIOBase):
    def __init__(self, source: BinaryIO, key: str) -> None:
        self.source, self.cipher = source, AESGCM(_key(key, source.read(SALT)))
        self.pieces, self.held = self._pieces(), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.held = self.held or next(self.pieces, b"")
        given, self.held = self.held[: len(buffer)], self.held[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def _pieces(self) -> Iterator[bytes]:
        this = self.source.read(PIECE + TAG)
        for number in count():
            following = self.source.read(PIECE + TAG)
            try:
                piece = self.cipher.decrypt(_nonce(number, not following), this, None)
            except InvalidTag:
                raise Sealed("the key does not open this backup, or the backup has been changed") from None
            yield piece
            if not following:
                return
            this = following


@contextmanager
def written(out: BinaryIO, key: str) -> Iterator[BinaryIO | io.RawIOBase]:
    """Give a stream to write the backup into; with a ``key`` nobody without it can read or change it."""
    if not key:
        yield out
        return
    sealed = _Writer(out, key)
    yield sealed
    sealed.finish()


def opened(source: BinaryIO, key: str) -> BinaryIO:
    """Return the stream that was written into the envelope.

    :raises Sealed: it is encrypted and ``key`` is not the right one, or, while reading, it has been changed.
    """
    if source.read(len(MAGIC)) != MAGIC:
        source.seek(0)
        return source
    if not key:
        raise Sealed("this backup is encrypted: set KOPPI_BACKUP_KEY")
    return io.BufferedReader(_Reader(source, key), PIECE)


def _key(key: str, salt: bytes) -> bytes:
    """Return the key of one file. The installation's key is long and random: no slow derivation needed."""
    return hmac.digest(hashlib.sha256(key.encode()).digest(), b"koppi backup" + salt, "sha256")


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
