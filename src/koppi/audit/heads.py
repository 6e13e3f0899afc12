"""The newest seal, remembered in a small file outside the database: a cut-off end of the chain is missed."""

import fcntl
import json
import os
from pathlib import Path

from django.conf import settings

from . import chain
from .chain import Place
from .keys import derived


def folder() -> Path:
    """Return the folder of what the trail keeps outside the database."""
    return Path(settings.DATA) / "audit"


def remember(place: Place, *, even_if_shorter: bool = False) -> None:
    """Write down how far the chain reaches. Not flushed to disk: a power cut leaves the checkpoints."""
    folder().mkdir(parents=True, exist_ok=True)
    handle = os.open(folder() / "head", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if even_if_shorter or _read(file.read()).size <= place.size:
            os.pwrite(handle, _line(place), 0)


def remembered() -> Place:
    """Return the newest seal this machine remembers; the start of the chain when it remembers none."""
    path = folder() / "head"
    return _read(path.read_bytes()) if path.exists() else chain.START


def _line(place: Place) -> bytes:
    """Return a line of fixed length, so that overwriting it in place leaves nothing of the old one."""
    return b"%20d %s %s\n" % (place.size, place.digest.encode(), _mark(place).encode())


def _read(line: bytes) -> Place:
    parts = line.decode("ascii", "replace").split()
    if len(parts) == 3 and parts[0].isdigit():
        place = Place(int(parts[0]), parts[1])
        if parts[2] == _mark(place):
            return place
    return chain.START


def _mark(place: Place) -> str:
    return chain.mac(derived("head"), json.dumps(place).encode())
