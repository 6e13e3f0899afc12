"""Having seen a notice."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from koppi.refusal import NotVisible
from koppi.ui.back import way_back
from koppi.ui.route import route

from . import actions


@route(needs="any", audits="delivery.seen")
@require_POST
def seen(request) -> HttpResponse:
    """Mark the notices named in ``id`` as seen and go back."""
    try:
        ids = [UUID(key) for key in request.POST.getlist("id")]
    except ValueError as error:
        raise NotVisible from error
    actions.mark_seen(by=request.viewer, ids=ids)
    return redirect(way_back(request))
