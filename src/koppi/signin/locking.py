"""The lock: a session that has been left alone shows nothing until its owner proves who they are again.

What was being typed is kept as a draft, and the page one was on opens again. Whoever has nothing to prove it
with (they came by a worker's link or by another organisation's sign-in) is signed out instead.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .models import SecretWords
from .session_keys import LOCKED, RETURN, SEEN

PROOFS = "account_authentication_methods"  # where allauth writes down how somebody proved who they are
OPEN = ("/tili/lukko/", "/tili/reauthenticate/", "/tili/logout/", "/tili/laite/", "/static/", "/kieli/")
OPEN_ENDS = ("/reauthenticate/",)


def can_unlock(account) -> bool:
    """Return whether this account has something to open the lock with."""
    return has_factor(account) or has_words(account)


def has_factor(account) -> bool:
    """Return whether there is a password, a passkey or a one-time code to prove oneself with."""
    return bool(get_reauthentication_flows(account))


def prove_url(account) -> str:
    """Return where one proves oneself, the quickest way first; empty when there is none."""
    ways = get_adapter().get_reauthentication_methods(account)
    return ways[0]["url"] if ways else ""


def has_words(account) -> bool:
    return SecretWords.objects.filter(account=account.pk).exists()


def lock(request, return_to: str = "") -> None:
    """Lock the session at this moment."""
    if LOCKED not in request.session:
        request.session[LOCKED] = request.at.timestamp()
        request.session[RETURN] = return_to or where_from(request)


def is_locked(request) -> bool:
    return LOCKED in request.session


def locked_at(request) -> datetime:
    return datetime.fromtimestamp(request.session[LOCKED], UTC)


def where_from(request) -> str:
    """Return the page to come back to: the one asked for, or the one a form was sent from."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return came.path if came.netloc == request.get_host() and came.path.startswith("/") else "/"


def is_let_through(path: str) -> bool:
    """Return whether an address is open while the session is locked."""
    return path.startswith(OPEN) or (path.startswith("/tili/2fa/") and path.endswith(OPEN_ENDS))


def is_proved(request) -> bool:
    """Return whether the owner has proved who they are since the lock fell."""
    proofs = [one for one in request.session.get(PROOFS, []) if one.get("reauthenticated")]
    return bool(proofs) and proofs[-1]["at"] >= request.session[LOCKED]


def unlock(request) -> str:
    """Open the lock; return the page to go on with."""
    request.session.pop(LOCKED, None)
    request.session[SEEN] = request.at.timestamp()
    return request.session.pop(RETURN, "/")


def to_lock(request) -> HttpResponse:
    """Send the browser to the lock, also when only a part of a page was asked for."""
    lock_page = reverse("signin:lock")
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": lock_page})
    response = redirect(lock_page)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
