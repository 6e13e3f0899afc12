"""The session's clock on each request: idle time and lock, longest time, and second factors."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from koppi.people.viewer import Viewer

from . import locking, shared_device
from .limits import Limits, ends_at, is_over
from .session_keys import SEEN, STARTED

# The session row is written at most this often: each write costs a flush of the disk.
TICK = timedelta(seconds=30)
# A poll is not somebody doing something.
QUIET_HEADER = "X-Koppi-Quiet"


def limits_of(viewer: Viewer, is_shared: bool = False) -> Limits:
    """Return the limits of this viewer's sign-in; a device in many hands has shorter ones."""
    if is_shared:
        idle, longest = settings.KOPPI_SHARED_IDLE_MINUTES, timedelta(minutes=settings.KOPPI_SHARED_MINUTES)
        return Limits(timedelta(minutes=idle), longest)
    idle = settings.KOPPI_WORKER_IDLE_MINUTES if viewer.is_worker else settings.KOPPI_CLIENT_IDLE_MINUTES
    return Limits(timedelta(minutes=idle), timedelta(hours=settings.KOPPI_SESSION_HOURS))


def clock(get_response):
    """Lock a session that was left alone, end one whose time is over, tell pages how long it still lasts.

    Drafts live on the server, so nothing typed is lost.
    """

    def middleware(request):
        viewer = request.viewer
        if viewer is None or viewer.guest_id:
            return get_response(request)
        started, seen = _read(request, STARTED), _read(request, SEEN)
        limits = limits_of(viewer, shared_device.is_shared(request))
        if locking.is_locked(request) or is_over(limits, started, seen, request.at):
            return _closed(request, get_response, limits, started, seen)
        if not _is_quiet(request) and request.at - seen > TICK:
            request.session[SEEN] = request.at.timestamp()
            seen = request.at
        left = ends_at(limits, started, seen) - request.at
        request.session_left = int(left.total_seconds())
        return get_response(request)

    return middleware


def _closed(request, get_response, limits: Limits, started: datetime, seen: datetime):
    """Keep a session behind its lock for a while; end it when it is too old, or has no key to the lock."""
    waits = timedelta(minutes=settings.KOPPI_LOCK_MINUTES)
    fell = locking.locked_at(request) if locking.is_locked(request) else seen + limits.idle
    is_gone = not started <= request.at < min(fell + waits, started + limits.longest)
    if is_gone or shared_device.is_shared(request) or not locking.can_unlock(request.user):
        return _ended(request)
    locking.lock(request)
    request.viewer_behind_lock, request.viewer = request.viewer, None
    if locking.is_let_through(request.path):
        return get_response(request)
    return locking.to_lock(request)


def second_factor(get_response):
    """In production nobody works or comes back with a password alone: the second factor is made first."""

    def middleware(request):
        viewer = request.viewer
        needs_one = settings.KOPPI_ENV == "production" and viewer is not None and _should_have(request)
        if needs_one and not _is_on_the_way(request) and not _has_factor(request):
            messages.info(request, _("Ota ensin käyttöön toinen tunniste. Sen jälkeen pääset jatkamaan."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _should_have(request) -> bool:
    """A family member who came by a worker's link may do without; one who has a password may not."""
    return request.viewer.is_worker or (request.viewer.is_client and request.user.has_usable_password())


def _has_factor(request) -> bool:
    """An organisation's own sign-in brings its own second factor."""
    methods = request.session.get("account_authentication_methods", [])
    return any(way.get("method") == "socialaccount" for way in methods) or is_mfa_enabled(request.user)


def _is_on_the_way(request) -> bool:
    return request.path.startswith(("/tili/", "/static/", "/health/", "/kieli/"))


def _read(request, name: str) -> datetime:
    """Return a moment of the session; a session that has none began now."""
    stamp = request.session.setdefault(name, request.at.timestamp())
    return datetime.fromtimestamp(stamp, UTC)


def _is_quiet(request) -> bool:
    """Return whether the page asks by itself. A draft being typed is somebody at work."""
    return request.headers.get("HX-Trigger-Name") == "poll" or QUIET_HEADER in request.headers


def _ended(request):
    back = locking.where_from(request)
    shared_device.forget_waiting(request)
    logout(request)
    messages.info(request, _("Istunto päättyi. Kirjaudu uudelleen: kirjoittamasi on tallessa."))
    response = redirect(f"{settings.LOGIN_PATH}?{urlencode({'next': back})}")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
