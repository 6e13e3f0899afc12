"""Making protected records, and what jobs may read of them."""

from datetime import datetime
from uuid import UUID

from koppi.people.viewer import Viewer

from .models import Kind, Matter, Record, RecordSubject


def new_record(
    *,
    by: Viewer,
    family,
    kind: str,
    subjects,
    matter: str = Matter.ANY,
    is_draft: bool = False,
    is_client_visible: bool = True,
    is_sensitive: bool = False,
    shown_from: datetime | None = None,
) -> Record:
    """Make the record an area hangs its content on. The calling action asks the guard and leaves the trace.

    :raises ValueError: nobody is named whom it is about; such a record nobody could ever see.
    """
    whom = {UUID(str(getattr(person, "pk", person))) for person in subjects}
    if not whom:
        raise ValueError("a record is about somebody")
    record = Record(
        family=family,
        kind=Kind(kind),
        matter=Matter(matter),
        controller_id=by.post.organisation_id if by.post else None,
        author_person_id=by.person_id,
        author_post_id=by.post.id if by.post else None,
        is_draft=is_draft,
        is_client_visible=is_client_visible,
        is_sensitive=is_sensitive,
        shown_from=shown_from,
        created_at=by.at,
    )
    record.save(force_insert=True)
    RecordSubject.objects.bulk_create(
        RecordSubject(record=record, person_id=person) for person in sorted(whom)
    )
    return record


def system(reason: str):
    """Return all records, for jobs and for actions on something whose door was passed; say why."""
    return Record.objects.system(reason)
