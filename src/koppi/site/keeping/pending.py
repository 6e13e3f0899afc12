"""The mark of an unfinished restore: while it stands, no page is served and no job is run."""

import json
import os
from pathlib import Path

from django.conf import settings

from koppi.site.env import Unusable
from koppi.ui.views import unwritten

OPEN_TO_WATCHERS = "/health/"


def is_pending() -> bool:
    """Say whether a restore has begun and not ended: rows may be back that somebody has closed since."""
    return _path().exists()


def need_none() -> None:
    """Let nothing run on what has been brought back by half.

    :raises Unusable: a restore has not been finished.
    """
    if is_pending():
        raise Unusable(
            "A restore has not been finished. Run `koppi restore` again; it tells what is missing."
        )


def shut(get_response):
    """Middleware: show nothing but the pause page until the restore is finished."""

    def middleware(request):
        if is_pending() and not request.path.startswith(OPEN_TO_WATCHERS):
            return unwritten(request)
        return get_response(request)

    return middleware


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
