"""One turn at a time among all threads and processes that write into one file, and nobody is passed over."""

import fcntl
import os
import weakref


class Turns:
    """Two locks of the operating system on files beside the database; they end with whoever holds them.

    Who has gone through the gate is the next to write. Without it, one that writes again and again would be
    back before those who wait have woken up.
    """

    def __init__(self, database: str):
        self.gate, self.turn = (_open(f"{database}-{name}") for name in ("gate", "turn"))
        self.is_mine = False
        self.close = weakref.finalize(self, _close, self.gate, self.turn)

    def take(self) -> None:
        """Wait for the turn, however long the others take."""
        fcntl.flock(self.gate, fcntl.LOCK_EX)
        try:
            fcntl.flock(self.turn, fcntl.LOCK_EX)
            self.is_mine = True
        finally:
            fcntl.flock(self.gate, fcntl.LOCK_UN)

    def give(self) -> None:
        """Let the next one write."""
        self.is_mine = False
        fcntl.flock(self.turn, fcntl.LOCK_UN)


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _close(*handles: int) -> None:
    for handle in handles:
        os.close(handle)
