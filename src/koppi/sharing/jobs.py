"""What the tick does for sharing."""

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.viewer import Viewer

from . import grants


def check_grants(*, by: Viewer) -> int:
    """Make every grant what the facts say; return how many rows were not so already.

    Actions rebuild in their own transaction, so this finds nothing unless a table was changed by hand or a
    unit was given another sector. Idempotent; once a night is enough.
    """
    changed = grants.rebuild_many(Family.objects.values_list("pk", flat=True))
    trail.leave(by, "sharing.grants_checked", changed=changed)
    return changed
