"""A shared device (yhteinen laite): a worker hands the device over during a visit.

The worker's session waits in the database, locked; the browser gets a session of its own that knows nothing
of it but its key, so no way back in the browser leads to the worker's pages. Giving back brings the worker
to their lock; closing for everybody ends both and has the browser forget everything.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser

from . import locking
from .session_keys import SHARED


def is_shared(request) -> bool:
    return SHARED in getattr(request, "session", {})


def hand_over(request, return_to: str) -> None:
    """Lock the worker's session and put a new, empty one into the browser.

    A worker who has nothing to open a lock with is signed out instead.
    """
    waiting = ""
    if locking.can_unlock(request.user):
        locking.lock(request, return_to)
        request.session.save()
        waiting = request.session.session_key
    else:
        logout(request)
    request.session = _session(None)
    request.session[SHARED] = waiting
    request.user, request.viewer = AnonymousUser(), None


def give_back(request) -> bool:
    """Sign out whoever has the device; return whether a worker's session came back, behind its lock."""
    waiting = request.session.get(SHARED, "")
    logout(request)
    if not waiting or not _session(None).exists(waiting):
        return False
    request.session = _session(waiting)
    request.session.modified = True  # so that the browser is told its key
    return True


def close_for_everybody(request) -> None:
    """End both sessions."""
    forget_waiting(request)
    logout(request)


def forget_waiting(request) -> None:
    if waiting := request.session.get(SHARED, ""):
        _session(waiting).delete(waiting)


def _session(key: str | None):
    return import_module(settings.SESSION_ENGINE).SessionStore(key)
