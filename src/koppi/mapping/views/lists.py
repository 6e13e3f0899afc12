"""The list of invitations received and sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from koppi.mapping import access
from koppi.mapping.forms import ListFilter
from koppi.refusal import NotVisible
from koppi.ui import export, filters
from koppi.ui.route import route


@route(needs="professional", audits="mapping.listed")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Received and sent invitations, filtered as last time."""
    if not request.viewer.sees_content:
        raise NotVisible
    form = filters.remembered(request, "invitations", ListFilter)
    if request.method == "POST" and form.is_valid():
        return redirect("mapping:index")
    which, is_export = form.cleaned_data, bool(export.wanted(request))
    received, sent = which.get("received", ""), which.get("sent", "")
    shown = access.lists_for(request.viewer, received, sent, is_export=is_export)
    if is_export:
        return export.export(request, "kutsut", COLUMNS, _rows(*shown))
    page = {"form": form, "received": shown[0], "sent": shown[1]}
    return render(request, "mapping/index.html", page, status=422 if form.errors else 200)


COLUMNS = (
    _("Suunta"), _("Ketä"), _("Kutsuja"), _("Tila"), _("Lähetetty"), _("Vastaa viimeistään"), _("Vastannut"),
)  # fmt: skip
STATES = {
    "ANSWERED": _("Vastattu"), "WAITING": _("Odottaa vastausta"), "OVER": _("Päättynyt"),
    "OPEN": _("Avoin"), "CLOSED": _("Päätetty"),
}  # fmt: skip


def _rows(received, sent):
    for line in received:
        yield _row(_("Saatu"), line, "")
    for line in sent:
        yield _row(_("Lähetetty"), line, f"{line.answered}/{line.asked}")


def _row(way, line, counted: str) -> list:
    return [way, line.about, line.inviter, STATES[line.state], line.sent_at, line.answer_by, counted]
