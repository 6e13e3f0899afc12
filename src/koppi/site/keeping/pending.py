"""The mark of an unfinished restore: while it stands, no page is served and no job is run."""

import json
import os
from pathlib import Path

from django.conf import settings


def is_pending() -> bool:
    """Say whether a restore has begun and not ended: rows may be back that somebody has closed since."""
    return _path().exists()


def begin(why: str) -> None:
    """Close Koppi, on the disk before anything is brought back."""
    _path().parent.mkdir(parents=True, exist_ok=True)
    with _path().open("w", encoding="utf-8") as file:
        json.dump({"why": why}, file)
        file.flush()
        os.fsync(file.fileno())


def end() -> None:
    """Open Koppi again: everything is back, and everything taken away since is taken away again."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA) / "restore_pending"
