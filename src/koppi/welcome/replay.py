"""Ending again, when a backup is restored, the links that were used or withdrawn after it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from koppi.audit import trail
from koppi.people.viewer import Viewer

from .models import WayIn


def ended(*, by: Viewer, key: str, payload: Mapping[str, Any]) -> None:
    """End the link; nothing happens when the backup has none, or when it has ended already."""
    at = datetime.fromisoformat(payload["at"])
    WayIn.objects.filter(pk=key, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    trail.leave(by, "welcome.replayed", key, kind="welcome.ended")


REPLAYS = {"welcome.ended": ended}
