"""Coming in as one of the cast, with one click; only where the demo is switched on."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from koppi.people.access import viewer_of
from koppi.signin.actions import signed_in
from koppi.ui.route import route

from .access import account_of_cast

BACKEND = "django.contrib.auth.backends.ModelBackend"


@route(needs="public", audits="signin.in")
@require_POST
def sign_in(request):
    """Sign in as the member of the cast named by ``as``; any other handle is not found."""
    account = settings.KOPPI_DEMO and account_of_cast(request.POST.get("as", ""))
    if not account:
        raise Http404
    logout(request)
    login(request, account, backend=BACKEND)
    signed_in(by=viewer_of(account, request.at), way="demo")
    return redirect("front")
