"""Where a backup is put together and taken apart: a folder beside the data, open to nobody else."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROWS, FILES, JOURNAL, CHECKPOINTS = "rows", "files", "journal", "checkpoints"  # what a backup holds
PREFIX = ".keeping-"
FORGOTTEN = 24 * 60 * 60  # seconds after which what a killed process left is removed


@contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder, and leave nothing of it."""
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob(f"{PREFIX}*"):
        if left.stat().st_mtime < time.time() - FORGOTTEN:
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=data) as made:
        yield Path(made)
