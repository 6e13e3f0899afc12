"""The pages that say no, not now or not found, and the three public pages about Koppi itself."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from koppi.refusal import NotNow
from koppi.ui.route import route

UNWRITTEN = (OperationalError, InternalError, InterfaceError, NotNow)

_NO_SUCH = (
    gettext_lazy("Et näe tätä sivua"),
    gettext_lazy("Sivua ei ole, tai se ei näy sinulle. Jos tarvitset sitä työssäsi, kysy omatyöntekijältä."),
)


def _said(request: HttpRequest, status: int, title: str | Promise, text: str | Promise) -> HttpResponse:
    """Answer inside the page frame; a part of a page that asked gets the words alone."""
    if getattr(request, "htmx", False):
        return HttpResponse(str(text), status=status, content_type="text/plain; charset=utf-8")
    return render(request, "ui/error.html", {"heading": title, "text": text}, status=status)


def _static(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Answer without asking the database, the session or the viewer anything."""
    if request.headers.get("HX-Request"):
        return HttpResponse(str(text), status=status, content_type="text/plain; charset=utf-8")
    words = {"heading": title, "text": text, "phone": settings.KOPPI_COUNTY_PHONE}
    words["request_id"] = getattr(request, "request_id", "")
    return HttpResponse(render_to_string("ui/broken.html", words), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for what does not exist and for what this viewer may not know of."""
    return _said(request, 404, *_NO_SUCH)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal that told more than `not_found` would tell that there is something to refuse."""
    return not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        text = _("Lähetit enemmän kuin Koppi ottaa kerralla vastaan. Lyhennä tekstiä ja lähetä uudelleen.")
        return _static(request, 413, _("Liian paljon kerralla"), text)
    text = _("Osoite tai lomake oli väärässä muodossa. Palaa edelliselle sivulle ja yritä uudelleen.")
    return _static(request, 400, _("Pyyntöä ei ymmärretty"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("Sivu ehti vanhentua. Palaa takaisin, lataa sivu uudelleen ja lähetä lomake vielä kerran.")
    return _said(request, 403, _("Lähetä lomake uudelleen"), text)


def wrong_method(request: HttpRequest) -> HttpResponse:
    text = _("Tähän osoitteeseen pääsee vain Kopin omalla painikkeella. Palaa takaisin ja paina sitä.")
    return _said(request, 405, _("Tätä ei voi avata näin"), text)


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """A whole sentence from the action that refused, on a page of its own."""
    return _said(request, 409, _("Tämä ei onnistunut"), why)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("Yritit monta kertaa peräkkäin. Odota viisi minuuttia ja yritä uudelleen.")
    return _said(request, 429, _("Odota hetki"), text)


def unwritten(request: HttpRequest) -> HttpResponse:
    """Nothing can be written now, so nothing is shown either."""
    text = _(
        "Koppi ei voi juuri nyt tallentaa mitään, eikä siksi näytä mitään. "
        "Luonnokseksi tallennettu teksti säilyy. Kokeile hetken päästä."
    )
    answer = _static(request, 503, _("Tauko, palaamme pian"), text)
    answer.headers["Retry-After"] = "30"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; when it was the database that refused, say so by 503."""
    kind = sys.exc_info()[0]
    if kind and issubclass(kind, UNWRITTEN):
        return unwritten(request)
    text = _("Luonnokseksi tallennettu teksti on tallessa. Kokeile hetken päästä.")
    return _static(request, 500, _("Jokin meni rikki meillä"), text)


def _about(request: HttpRequest, template: str) -> HttpResponse:
    words = {
        "phone": settings.KOPPI_COUNTY_PHONE,
        "social_emergency_phone": settings.KOPPI_COUNTY_SOCIAL_EMERGENCY_PHONE,
        "urgent_phone": settings.KOPPI_COUNTY_URGENT_PHONE,
        "support_email": settings.KOPPI_COUNTY_SUPPORT_EMAIL,
    }
    return render(request, template, words)


@route(needs="public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _about(request, "ui/accessibility.html")


@route(needs="public")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _about(request, "ui/privacy.html")


@route(needs="public")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _about(request, "ui/help.html")
