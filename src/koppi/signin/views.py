"""Own settings, and going on with a session."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST

from koppi.ui.route import route

from . import actions
from .forms import SettingsForm


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
