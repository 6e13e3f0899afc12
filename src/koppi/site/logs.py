"""One-line JSON logs that hold no personal data: paths without queries, and never what was said or sent."""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Everything else a line might carry is dropped.
SAFE = {
    "event", "level", "logger", "timestamp", "request_id", "method", "path", "status", "ms", "raised",
    "job", "count", "try", "address", "reason",
}  # fmt: skip

EventDict = Any
log = structlog.get_logger("koppi.request")


def foreign_line(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Keep a library's message as its source has it: its arguments may name people; Koppi's are codes."""
    record = event.get("_record")
    if record is not None and event.get("_from_structlog") is False:
        given = event["positional_args"] if record.name.startswith("koppi.") else ()
        event["event"] = str(record.msg) % given if given else str(record.msg)
        if request := getattr(record, "request", None):
            event["path"] = getattr(request, "path", "")
    return event


def what_was_raised(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Say which exception came from where; its message may quote a row of the database."""
    raised = event.pop("exc_info", None)
    if raised:
        kind, _, trace = raised
        places = [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in traceback.extract_tb(trace)]
        event["raised"] = {"kind": kind.__qualname__, "at": places[-8:]}
    return event


def only_safe(_logger: Any, _name: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in SAFE}


CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(level: str = "info") -> dict[str, Any]:
    """Return the logging settings, and let structlog write through the same formatter."""
    logging.raiseExceptions = False  # a line that cannot be written must not be shown with its arguments
    structlog.configure(
        processors=[*CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "foreign_pre_chain": CHAIN,
        "use_get_message": False,
        "pass_foreign_args": True,
        "processors": [foreign_line, what_was_raised, only_safe, structlog.processors.JSONRenderer()],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "koppi": {"level": level.upper()},
            # Every answer has its own line already; a server error keeps its own place here.
            "django": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


class RequestLog:
    """Gives every request an id and, when it is answered, one line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers.setdefault("X-Request-ID", request.request_id)  # type: ignore[attr-defined]
        ms = round((time.perf_counter() - started) * 1000)
        level = logging.WARNING if 0 < settings.KOPPI_SLOW_REQUEST_MS <= ms else logging.INFO
        log.log(
            level,
            "answered",
            method=request.method,
            path=plain_path(request),
            status=response.status_code,
            ms=ms,
        )
        return response


def plain_path(request: HttpRequest) -> str:
    """Return the address without the secret of a one-time link: a log is not where keys are kept."""
    match = getattr(request, "resolver_match", None)
    token = match.kwargs.get("token") if match else None
    return request.path.replace(token, "-") if token else request.path
