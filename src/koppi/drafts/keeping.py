"""The one way something is changed without a trace of its own: docs/decisions/0003-drafts-and-audit.md."""

import json

from . import access


def keep(viewer, key: str, fields: dict[str, list[str]]) -> bool:
    """Write the newer text over the viewer's own draft; False when there is none to go on with.

    It runs each time the hand stops. That a draft was begun and that it ended is in the trail.
    """
    own = access.drafts_of(viewer).filter(key=key)
    return bool(own.update(fields=json.dumps(fields), saved_at=viewer.at))
