"""The lock of a session: closing it by hand, and opening it again."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koppi.people.access import viewer_of
from koppi.signin import access, actions, locking
from koppi.signin.forms import WordsForm
from koppi.signin.views.words import DEVICE_COOKIE
from koppi.ui.route import route


@route(needs="any", audits="signin.locked")
@require_POST
def lock_now(request):
    """Lock the session by hand; whoever has nothing to open the lock with is told to sign out."""
    if not locking.can_unlock(request.user):
        return render(request, "signin/cannot_lock.html", status=409)
    actions.locked(by=request.viewer)
    locking.lock(request)
    return locking.to_lock(request)


@route(needs="any", audits="signin.words_tried")
def lock(request):
    """Show the lock; opened by a proof made since it fell, or by one's own words on a known device."""
    if not locking.is_locked(request):
        return redirect("front")
    if locking.is_proved(request):
        return _on(request)
    device = access.known_device(request.COOKIES.get(DEVICE_COOKIE, ""), request.at)
    has_words = device is not None and device.account_id == request.user.pk
    form = WordsForm(request.POST or None) if has_words else None
    if request.method == "POST" and form and form.is_valid():
        by = viewer_of(request.user, request.at)
        if actions.try_words(by=by, device=device, words=form.cleaned_data["words"]):
            return _on(request)
        form.add_error("words", _("Sanat eivät täsmää. Katso ne paperistasi."))
    page = {"form": form, "prove_url": locking.prove_url(request.user)}
    return render(request, "signin/lock.html", page, status=422 if form and form.errors else 200)


def _on(request):
    back = locking.unlock(request)
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, settings.SECURE_SSL_REDIRECT)
    return redirect(back if is_ours else "front")
