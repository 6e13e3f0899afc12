"""Saving while typing, and starting afresh; invited guests type too, so it is not for accounts only."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.refusal import NotVisible
from koppi.ui.back import way_back
from koppi.ui.route import route

from . import actions, keeping
from .typed import TooMuch, typed


@route(needs="public", audits="drafts.saved")
@require_POST
def save(request, key: str) -> JsonResponse:
    if request.viewer is None:
        raise NotVisible
    try:
        fields = typed(request.POST.lists())
    except TooMuch:
        too_much = _("Luonnosta ei tallennettu: tekstiä on liikaa. Lyhennä tai lähetä osissa.")
        return JsonResponse({"status": too_much}, status=413)
    if not keeping.keep(request.viewer, key, fields):
        actions.save(by=request.viewer, key=key, fields=fields)
    clock = formats.time_format(timezone.localtime(request.viewer.at), "TIME_FORMAT")
    return JsonResponse({"status": _("Tallennettu luonnos klo %(clock)s") % {"clock": clock}})


@route(needs="public", audits="drafts.discarded")
@require_POST
def discard(request, key: str) -> HttpResponse:
    if request.viewer is None:
        raise NotVisible
    actions.discard(by=request.viewer, key=key)
    return redirect(way_back(request))
