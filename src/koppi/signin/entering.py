"""Letting somebody in who has proved who they are in a way of our own."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login

from koppi.people.access import viewer_of

from . import actions
from .session_keys import ACTING_POST, SHARED

BACKEND = "django.contrib.auth.backends.ModelBackend"


def let_in(request, account, way: str) -> None:
    """Begin a session for the account; ``way`` is link or words. Whoever was signed in here is out."""
    shared = request.session.get(SHARED)
    request.session.flush()
    if shared is not None:
        request.session[SHARED] = shared
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method=way, reauthenticated=True)
    request.session[ACTING_POST] = "me"
    actions.signed_in(by=viewer_of(account, request.at, "me"), way=way)
