"""Letting what protects one of two rows protect both, when a backup from before their merge is back.

The rows stay two: to make them one is for people to do again. Nothing here opens anything to anybody.
"""

from collections.abc import Mapping
from typing import Any

from koppi.audit import trail
from koppi.people.models import Person
from koppi.people.viewer import Viewer

from . import merging


def persons_merged(*, by: Viewer, key: str, payload: Mapping[str, Any]) -> None:
    """Nothing happens when one of the rows is not in the backup, or they are one in it already."""
    rows = {str(row.pk): row for row in Person.objects.filter(pk__in=(payload["kept"], payload["dropped"]))}
    if len(rows) == 2 and rows[payload["dropped"]].merged_into_id is None:
        kept, dropped = rows[payload["kept"]], rows[payload["dropped"]]
        merging.protect_alike(kept, dropped)
        merging.narrow(kept, dropped, by)
        merging.rebuild_around(kept, dropped)
    trail.leave(by, "finding.replayed", key, kind="finding.persons_merged")


REPLAYS = {"finding.persons_merged": persons_merged}
# Once more at the end: what was restricted after the merge was written of the kept row alone.
AT_THE_END = frozenset(REPLAYS)
