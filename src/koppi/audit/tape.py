"""Files that are only ever added to, a whole record at a time, each on the disk before the caller goes on."""

import fcntl
import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

LONGEST = 1 << 16  # bytes of the longest record


def append(path: Path, make: Callable[[bytes | None], bytes], end: bytes, *, sync: bool = True) -> bytes:
    """Add the record that ``make`` builds from the last one; return it. One writer at a time, over processes.

    A last record torn by a power cut is dropped: nobody was told that it had been kept.
    """
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with FileIO(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        record = make(_last(file, end))
        file.write(record + end)
        if sync:
            os.fsync(file.fileno())
    if is_new:
        _sync_folder(path.parent)
    return record


def read(path: Path, end: bytes) -> list[bytes]:
    """Return the whole records of a file, the oldest first; none when there is no file."""
    return path.read_bytes().split(end)[:-1] if path.exists() else []


def _last(file: FileIO, end: bytes) -> bytes | None:
    """Return the last whole record and leave the file ready for the next one."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - LONGEST)
    file.seek(start)
    whole, found, _torn = file.read(size - start).rpartition(end)
    file.truncate(start + len(whole) + len(found))
    file.seek(0, os.SEEK_END)
    return whole.rsplit(end, 1)[-1] if found else None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
