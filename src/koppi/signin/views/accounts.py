"""Own settings, going on with a session, and opening accounts for those at work."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people.access import managed_post_for
from koppi.refusal import NotVisible, Refused
from koppi.signin import access, actions
from koppi.signin.forms import AccountForm, SettingsForm
from koppi.ui.route import route


@route(needs="any", audits="signin.language")
def settings(request):
    """Show and change one's own settings."""
    viewer = request.viewer
    form = SettingsForm(request.POST or None, initial={"language": viewer.language})
    if request.method == "POST" and form.is_valid():
        actions.choose_language(by=viewer, language=form.cleaned_data["language"])
        translation.activate(form.cleaned_data["language"])
        return redirect("signin:settings")
    return render(request, "signin/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@route(needs="any")
@require_POST
def keep(request):
    """Go on with the session: the request itself moves its clock."""
    return JsonResponse({"left": request.session_left})


@route(needs="manager", audits="signin.account_opened")
def open_account(request, pk):
    """Open an account for the person of a post; they are mailed where to set a password."""
    post = managed_post_for(request.viewer, pk)
    first = {"username": access.suggested_name(post.person), "email": post.email, "language": "fi"}
    form = AccountForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _opened(request, post.person, form):
        return redirect("people:manage-post", pk=pk)
    page = {"form": form, "post": post, "account": access.account_of(post.person_id)}
    return render(request, "signin/open_account.html", page, status=422 if form.is_bound else 200)


@route(needs="manager", audits="signin.account_closed")
@require_POST
def close_account(request, pk):
    """Switch an account off at once."""
    actions.close_account(by=request.viewer, account=_account(request, pk))
    return redirect("people:manage-post", pk=pk)


@route(needs="manager", audits="signin.way_in_sent")
@require_POST
def send_way_in(request, pk):
    """Mail the owner where to set a password."""
    actions.send_way_in(by=request.viewer, account=_account(request, pk))
    messages.success(request, _("Ohje salasanan asettamiseen lähti sähköpostiin."))
    return redirect("people:manage-post", pk=pk)


def _account(request, pk):
    account = access.account_of(managed_post_for(request.viewer, pk).person_id)
    if account is None or not account.is_active:
        raise NotVisible
    return account


def _opened(request, person, form) -> bool:
    try:
        actions.open_account(by=request.viewer, person=person, **form.cleaned_data)
    except Refused as no:
        form.add_error(None, str(no))
        return False
    messages.success(request, _("Tunnus on avattu. Ohje salasanan asettamiseen lähti sähköpostiin."))
    return True
