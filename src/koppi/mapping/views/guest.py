"""A guest's way in: a one-time link and six digits told by another way. A GET changes and tells nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koppi.mapping import access, actions, guests
from koppi.mapping.forms import CodeForm
from koppi.refusal import NotVisible
from koppi.ui.route import route

from .answering import answer_page, done_page

IN_SESSION = "guest_invitee"
read_or_send = require_http_methods(["GET", "POST"])


@route(needs="public", audits="mapping.link_opened")
@login_not_required
@never_cache
@read_or_send
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the six digits. A dead link and one that never was look the same."""
    found = guests.link_for(token)
    if not guests.can_open(found, request.at):
        return render(
            request, "mapping/guest_dead.html", {"can_renew": guests.can_renew(found, request.at)}, status=404
        )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.open_link(by=_guest(request, found), link=found, code=form.cleaned_data["digits"]):
            return _let_in(request, found)
        form.add_error("digits", _("Numerot eivät täsmää. Tarkista ne kutsujalta."))
    return render(request, "mapping/guest_link.html", {"form": form}, status=422 if form.errors else 200)


def _guest(request: HttpRequest, found):
    return guests.guest_of(found, request.at, request.request_id)


def _let_in(request: HttpRequest, found) -> HttpResponse:
    """Begin a session that holds this one invitation; whoever was signed in is signed out first."""
    request.session.flush()
    request.session[IN_SESSION] = str(found.invitee_id)
    return redirect("mapping:guest-answer")


@route(needs="public", audits="mapping.link_renewed")
@login_not_required
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address the spent one went to."""
    found = guests.link_for(token)
    if guests.can_renew(found, request.at):
        actions.renew_link(by=_guest(request, found), invitee=found.invitee)
    return render(request, "mapping/guest_renewed.html")


@route(needs="public", audits="mapping.not_for_me")
@login_not_required
@require_POST
def wrong_person(request: HttpRequest, token: str) -> HttpResponse:
    """The link came to somebody else: it ends, and the inviter is told. No digits are needed for that."""
    found = guests.link_for(token)
    if guests.can_open(found, request.at):
        actions.not_for_me(by=_guest(request, found), invitee=found.invitee)
    return render(request, "mapping/guest_thanks.html")


@route(needs="public", audits="sharing.saw_record")
@login_not_required
@read_or_send
def answer(request: HttpRequest) -> HttpResponse:
    return answer_page(request, _place(request), guest=True)


@route(needs="public", audits="sharing.saw_record")
@login_not_required
@require_http_methods(["GET"])
def done(request: HttpRequest) -> HttpResponse:
    return done_page(request, _place(request), guest=True)


@route(needs="public", audits="mapping.not_for_me")
@login_not_required
@require_POST
def not_for_me(request: HttpRequest) -> HttpResponse:
    actions.not_for_me(by=request.viewer, invitee=access.invitee_for(request.viewer, _place(request)))
    request.session.flush()
    return render(request, "mapping/guest_thanks.html")


@route(needs="public")
@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the guest's session at once."""
    request.session.flush()
    return render(request, "mapping/guest_thanks.html")


def _place(request: HttpRequest):
    """Return the one place in a grid this session was let in to.

    :raises NotVisible: nobody was let in, or a signed-in person looks.
    """
    if request.viewer is None or not request.viewer.guest_id:
        raise NotVisible
    return request.viewer.guest_id
