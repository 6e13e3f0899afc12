"""Who takes away again what the safety journal says was taken away after a backup.

One line for each kind that any area writes with ``journal.append``. The function gets the system's viewer,
key and payload; it is idempotent, and does nothing when what it is about does not exist in the backup.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from koppi.audit.journal import Line
from koppi.finding import replay as finding
from koppi.help_requests import replay as help_requests
from koppi.people.viewer import Viewer
from koppi.sharing import replay as sharing
from koppi.signin import replay as signin
from koppi.welcome import replay as welcome

Replay = Callable[..., Any]

REPLAY: dict[str, Replay] = {
    **finding.REPLAYS, **help_requests.REPLAYS, **sharing.REPLAYS, **signin.REPLAYS, **welcome.REPLAYS,
}  # fmt: skip


class NobodyReplays(RuntimeError):
    """The journal holds a kind that no area takes back: the site must stay closed."""


def replay(lines: Iterable[Line], by: Viewer) -> None:
    """Take away again what each line says; every kind is known before the first one runs.

    :raises NobodyReplays: a line is of a kind that is not in the table.
    """
    lines = list(lines)
    if unknown := {line.kind for line in lines} - set(REPLAY):
        raise NobodyReplays(f"nobody replays {', '.join(sorted(unknown))}")
    last = [line for line in lines if line.kind in finding.AT_THE_END]
    for line in (*lines, *last):
        with transaction.atomic():
            REPLAY[line.kind](by=by, key=line.key, payload=line.payload)
