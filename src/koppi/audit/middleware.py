"""The edge of the trail: refusals are written after their request is undone; with no trail nothing opens."""

from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from . import trail

RETRY_AFTER = "60"  # seconds


class Trail:
    """Stands outside the request's transaction."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            with trail.denials_outlive():
                return self.get_response(request)
        except trail.TrailClosed:
            return closed()

    def process_exception(self, request, exception):
        """Answer when the trail or the database cannot be written; the transaction is already rolled back."""
        return closed() if isinstance(exception, trail.TrailClosed | OperationalError) else None


def closed() -> HttpResponse:
    """Return the page that says Koppi is closed for a moment, made without the database."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
