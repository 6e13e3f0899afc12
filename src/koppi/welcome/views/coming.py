"""The person's own way: the link, the digits, and how to come back. A GET changes and tells nothing."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.signin.entering import let_in
from koppi.signin.forms import OwnPasswordForm
from koppi.signin.shared_device import is_shared
from koppi.signin.views.words import DEVICE_COOKIE
from koppi.ui.route import route
from koppi.welcome import access, actions, begin
from koppi.welcome.forms import DigitsForm, TokenForm


@route(needs="public")
def typed(request):
    """Take the letters of a link from paper, and go where the link goes."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("welcome:link", form.cleaned_data["token"])
    return render(request, "welcome/typed.html", {"form": form}, status=422 if form.errors else 200)


@route(needs="public", audits="welcome.used")
def link(request, token):
    """Ask for the digits. A spent link, one that never was and a wrong number look and answer the same."""
    form = DigitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.viewer is not None and request.viewer.is_worker:
            raise Refused(_("Olet kirjautuneena työntekijänä. Luovuta laite tai avaa linkki toisella."))
        way = access.way_of(token)
        by = Viewer.system(request.at)
        digits = form.cleaned_data["digits"]
        account = way and actions.come_in(by=by, way=way, token=token, digits=digits)
        if account:
            let_in(request, account, "link")
            return redirect("welcome:start")
        form.add_error("digits", _("Numerot eivät täsmää tai linkki on jo päättynyt. Kysy työntekijältä."))
    return render(request, "welcome/link.html", {"form": form}, status=422 if form.errors else 200)


@route(needs="client")
def start(request):
    """Offer ways to come back, those first that suit the age."""
    page = begin.offers(request.viewer, request.user) | {"is_shared": is_shared(request)}
    return render(request, "welcome/start.html", page)


@route(needs="client", audits="signin.password_chosen")
def password(request):
    """Choose a user name and a password; the one-time code of a telephone is made next."""
    form = OwnPasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid() and begin.has_password(request, form):
        messages.success(request, _("Salasana on tallessa. Ota vielä käyttöön toinen tunniste."))
        return redirect("mfa_activate_totp")
    return render(request, "welcome/password.html", {"form": form}, status=422 if form.errors else 200)


@route(needs="client", audits="signin.words_made")
@require_POST
def words(request):
    """Give a child or a youth their words, and make this browser a known device."""
    said, device = begin.new_words(request)
    response = render(request, "welcome/words.html", {"words": said})
    response.set_cookie(
        DEVICE_COOKIE, device, max_age=settings.KOPPI_KNOWN_DEVICE_DAYS * 86400, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response
