"""What an asker's browser keeps between pages: which request it may open, for half an hour of not looking.

The word pair itself is kept sealed, and only for the page of thanks.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest

from koppi.people.viewer import Viewer
from koppi.sealing import seal, unseal

from .access import asker_of

KEY, IDLE = "asker", timedelta(minutes=30)


def newcomer(request: HttpRequest) -> Viewer:
    """Return somebody who has not asked yet, as the one who acts."""
    return asker_of(uuid4(), request.at, request.request_id, request.LANGUAGE_CODE)


def remember(request: HttpRequest, request_id: UUID, words: str = "") -> None:
    """Let this browser open the request for a while."""
    request.session[KEY] = {
        "request": str(request_id), "seen": request.at.timestamp(), "words": seal(words) if words else "",
    }  # fmt: skip


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def asker_in(request: HttpRequest) -> Viewer | None:
    """Return the asker whose request this browser may open, or None."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    if abs(request.at.timestamp() - kept["seen"]) > IDLE.total_seconds():
        forget(request)
        return None
    if request.at.timestamp() - kept["seen"] > 60:
        request.session[KEY] = kept | {"seen": request.at.timestamp()}
    return asker_of(UUID(kept["request"]), request.at, request.request_id, request.LANGUAGE_CODE)


def words_in(request: HttpRequest) -> str:
    """Return the word pair for the page of thanks."""
    kept = request.session.get(KEY) or {}
    return unseal(kept["words"]) if kept.get("words") else ""
