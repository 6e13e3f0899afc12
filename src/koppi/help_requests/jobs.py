"""What of requests falls due by itself, found from the state of things, so that twice is once."""

from koppi.people.models import Absence
from koppi.people.viewer import Viewer

from . import access, actions, county, sets
from .models import HelpRequest, Told
from .promise import before


def tell_of_promises(*, by: Viewer) -> int:
    """Before a promise breaks tell the taker, then the deputy, then the manager."""
    told, office, hours = 0, county.office(), county.told_before()
    rows = sets.waiting().filter(is_flood=False).select_related("queue__unit", "taken_by__unit")
    known = set(Told.objects.filter(request__in=rows).values_list("request_id", "step"))
    for request in rows:
        for step in Told.Step.values:
            is_due = by.at >= before(request.promised_at, hours[step], office)
            if is_due and (request.pk, step) not in known:
                holders = _whom(request, step, by)
                told += actions.tell(by=by, request=request, step=step, holders=holders)
    return told


def forget_old(*, by: Viewer) -> int:
    """Delete the content of what ended long ago; forget where requests came from after a day."""
    start = county.kept_from(by.at)
    over = HelpRequest.objects.filter(emptied_at=None)
    old = list(over.filter(closed_at__lt=start) | over.filter(withdrawn_at__lt=start))
    for request in old:
        actions.empty(by=by, request=request)
    if HelpRequest.objects.filter(asked_at__lt=by.at - access.HOUR * 24).exclude(origin="").exists():
        actions.forget_origins(by=by)
    return len(old)


def _whom(request: HelpRequest, step: str, by: Viewer) -> list[str]:
    if step == Told.Step.TAKER:
        return _taker(request, by)
    unit = request.taken_by.unit if request.taken_by else request.queue.unit
    post = _deputy(request, by) if step == Told.Step.DEPUTY else access.manager_of(unit)
    post_id = post or None
    return [f"e:{getattr(post_id, 'pk', post_id)}"] if post_id else []


def _taker(request: HelpRequest, by: Viewer) -> list[str]:
    """Whoever has taken it; as long as nobody has, everybody whose duty the queue is."""
    if request.taken_by_id:
        return [f"e:{request.taken_by_id}"]
    return list(request.queue.duties.in_force(by.at).values_list("holder", flat=True))


def _deputy(request: HelpRequest, by: Viewer):
    """The deputy of an absent taker, else the deputy of the unit."""
    away = Absence.objects.in_force(by.at).filter(post=request.taken_by_id).values_list("deputy", flat=True)
    unit = request.taken_by.unit if request.taken_by else request.queue.unit
    return away.first() if request.taken_by_id and away else unit.deputy_id
