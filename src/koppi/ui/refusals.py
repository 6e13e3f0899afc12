"""Turns a refusal that left a view into its page: the action's own sentence, or "not now"."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from koppi.refusal import Refused
from koppi.ui import views

log = structlog.get_logger("koppi.refusals")


class Refusals:
    """Middleware. The view's transaction is rolled back before a page is made of what it raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = views.wrong_method(request)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        if isinstance(raised, Refused):
            return views.refused(request, str(raised))
        if isinstance(raised, views.UNWRITTEN):
            # The message of a database error may quote a row: only its kind is told.
            log.error("the database refused", reason=type(raised).__name__)
            return views.unwritten(request)
        return None
