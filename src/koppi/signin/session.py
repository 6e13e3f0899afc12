"""The session's clock on each request: idle time, longest time, and the second factor of workers."""

from datetime import UTC, datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from koppi.people.viewer import Viewer

from .limits import Limits, ends_at, is_over

STARTED, SEEN = "started_at", "seen_at"
# The session row is written at most this often: each write costs a flush of the disk.
TICK = timedelta(seconds=30)
# A poll is not somebody doing something.
QUIET_HEADER = "X-Koppi-Quiet"


def limits_of(viewer: Viewer) -> Limits:
    """Return the limits of this viewer's sign-in from the settings."""
    idle = settings.KOPPI_WORKER_IDLE_MINUTES if viewer.is_worker else settings.KOPPI_CLIENT_IDLE_MINUTES
    return Limits(timedelta(minutes=idle), timedelta(hours=settings.KOPPI_SESSION_HOURS))


def clock(get_response):
    """End a session whose time is over, and tell pages how long it still lasts.

    Drafts live on the server, so nothing typed is lost by signing in again.
    """

    def middleware(request):
        viewer = request.viewer
        if viewer is None or viewer.guest_id:
            return get_response(request)
        started, seen = _read(request, STARTED), _read(request, SEEN)
        if is_over(limits_of(viewer), started, seen, request.at):
            return _ended(request)
        if not _is_quiet(request) and request.at - seen > TICK:
            request.session[SEEN] = request.at.timestamp()
            seen = request.at
        left = ends_at(limits_of(viewer), started, seen) - request.at
        request.session_left = int(left.total_seconds())
        return get_response(request)

    return middleware


def second_factor(get_response):
    """In production a worker without a second factor gets one before anything else."""

    def middleware(request):
        viewer = request.viewer
        needs_one = settings.KOPPI_ENV == "production" and viewer is not None and viewer.is_worker
        if needs_one and not _is_on_the_way(request) and not _has_factor(request):
            messages.info(request, _("Ota ensin käyttöön toinen tunniste. Sen jälkeen pääset jatkamaan."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


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
    logout(request)
    messages.info(request, _("Istunto päättyi. Kirjaudu uudelleen: kirjoittamasi on tallessa."))
    response = redirect(
        f"{settings.LOGIN_PATH}?next={request.path}" if request.method == "GET" else "account_login"
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
