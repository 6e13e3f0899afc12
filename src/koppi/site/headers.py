"""What every page tells the browser beyond Django's own headers."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

HEADERS = {
    "Cache-Control": "no-store, private",  # a shared device keeps no page after signing out
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guarded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/health/"):
            request.get_host()  # a name that is not ours is refused, whatever it asks for
        if _length(request) > settings.KOPPI_UPLOAD_MB * 1_000_000:
            raise RequestDataTooBig("larger than KOPPI_UPLOAD_MB")
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _length(request: HttpRequest) -> int:
    """Return how much the browser says it sends; what is no number is refused by those who read it."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0
