"""What of requests happens by itself: telling before a promise breaks, and forgetting in time."""

from datetime import timedelta

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.help_requests.models import HelpRequest, Told
from koppi.people.viewer import Viewer

DAY = timedelta(days=1)


@action
def tell(*, by: Viewer, request: HelpRequest, step: str, holders: list[str]) -> int:
    """Tell whose turn it is that a promise is about to break; each step once."""
    _row, is_new = Told.objects.get_or_create(request=request, step=step, defaults={"told_at": by.at})
    if is_new:
        for holder in holders:
            kind = f"help_requests.promise_{step.lower()}"
            delivery.notify(by=by, to=holder, kind=kind, about=request)
    trail.leave(by, "help_requests.promise_told", request, step=step, is_new=is_new, told=len(holders))
    return int(is_new)


@action
def empty(*, by: Viewer, request: HelpRequest) -> None:
    """Delete the content of a finished request, keeping what is counted."""
    request.lines.all().delete()
    request.handovers.update(words="")
    HelpRequest.objects.filter(pk=request.pk).update(
        text="", name="", contact="", contact_hash="", origin="", asker_person=None, emptied_at=by.at
    )
    trail.leave(by, "help_requests.emptied", request, action="delete")


@action
def forget_origins(*, by: Viewer) -> int:
    """Forget after a day where requests came from."""
    old = HelpRequest.objects.filter(asked_at__lt=by.at - DAY).exclude(origin="")
    done = old.update(origin="")
    trail.leave(by, "help_requests.origins_forgotten", None, forgotten=done)
    return done
