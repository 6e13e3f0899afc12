"""Changes made only to be looked at and undone: plain rows, nothing written outside the database."""

from datetime import datetime

from koppi.people.viewer import Viewer

from .actions.restrictions import put
from .models import Clearance, Restriction


def planned_restriction(
    by: Viewer, *, cleared=(), protected, starts_at: datetime | None = None, **values
) -> Restriction:
    """Put the restriction that is being planned, inside ``seeing.see_as``."""
    restriction = put(by, protected, starts_at=starts_at or by.at, **values)
    Clearance.objects.bulk_create(
        Clearance(restriction=restriction, holder=holder, given_by=str(by), given_at=by.at)
        for holder in cleared
    )
    return restriction
