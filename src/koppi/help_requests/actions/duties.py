"""Whose duty a queue is. A duty opens the queue's requests; ending it closes them the same second."""

from datetime import datetime

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.help_requests.models import Duty, Queue
from koppi.help_requests.refusals import NotYours
from koppi.people.access import may_manage
from koppi.people.models import Unit
from koppi.people.viewer import Viewer


@action
def open_queue(*, by: Viewer, unit: Unit, is_default: bool = False) -> Queue:
    """Open a family centre's queue; the first one takes the requests of all municipalities."""
    _need_management(by, unit)
    is_first = not Queue.objects.exists()
    queue, _is_new = Queue.objects.get_or_create(unit=unit, defaults={"is_default": is_default or is_first})
    trail.leave(by, "help_requests.queue_opened", queue, action="admin")
    return queue


@action
def give_duty(*, by: Viewer, queue: Queue, holder: str, ends_at: datetime | None = None) -> Duty:
    """Let a post (``e:``) or a unit (``u:``) answer a queue."""
    _need_management(by, queue.unit)
    values = {"starts_at": by.at, "ends_at": ends_at}
    duty = Duty.objects.in_force(by.at).filter(queue=queue, holder=holder).first()
    duty = duty or Duty.objects.create(queue=queue, holder=holder, **values)
    trail.leave(by, "help_requests.duty_given", duty, action="admin", holder=holder)
    return duty


@action
def end_duty(*, by: Viewer, duty: Duty) -> Duty:
    """End a duty now; what it let one see is closed at once."""
    _need_management(by, duty.queue.unit)
    journal.append("help_requests.duty_ended", duty.pk, {"at": by.at.isoformat()}, by.at)
    duty.ends_at = by.at
    duty.save(update_fields=["ends_at"])
    trail.leave(by, "help_requests.duty_ended", duty, action="admin")
    return duty


def _need_management(by: Viewer, unit: Unit) -> None:
    if not may_manage(by, unit.organisation_id):
        raise NotYours(_("Tämä jono ei ole sinun hoidettavanasi. Pyydä pääkäyttäjää."))
