"""A child's and a youth's own words: coming in with them on a device that is known."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.signin import access, actions
from koppi.signin.entering import let_in
from koppi.signin.forms import WordsForm
from koppi.ui.route import route

DEVICE_COOKIE = "koppi_device"


@route(needs="public", audits="signin.words_tried")
def come_in(request):
    """Ask for the words; only a browser that is known gets the page."""
    device = access.known_device(request.COOKIES.get(DEVICE_COOKIE, ""), request.at)
    if device is None:
        raise NotVisible
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = Viewer.system(request.at)
        if actions.try_words(by=by, device=device, words=form.cleaned_data["words"]):
            let_in(request, device.account, "words")
            return redirect("front")
        form.add_error("words", _("Sanat eivät täsmää. Katso ne paperistasi."))
    return render(request, "signin/words.html", {"form": form}, status=422 if form.errors else 200)
