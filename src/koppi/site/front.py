"""The front door: where each one lands, which language, and in which post one acts."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST

from koppi.audit import trail
from koppi.help_requests.views.asking import ask_page
from koppi.own_words.own_space import spaces_of
from koppi.people.access import posts_of
from koppi.sharing.access import families_visible_to
from koppi.signin.actions import choose_language
from koppi.site.middleware import POST_IN_SESSION
from koppi.ui.back import way_back
from koppi.ui.route import route


@route(needs="public", audits="site.own_families")
def front(request):
    """Send workers to their day and family members to their family; all others may ask for help."""
    viewer = request.viewer
    if viewer is None or viewer.guest_id:
        return ask_page(request)
    if viewer.is_worker:
        return redirect("day:show" if viewer.sees_content else "people:search")
    families = list(families_visible_to(viewer)[:10])
    if len(families) == 1:
        return redirect("overview:show", pk=families[0].pk)
    if not families and (spaces := spaces_of(viewer)):
        return redirect("own_words:index", spaces[0].pk)
    trail.saw(viewer, "site.own_families", families, kind="family", subjects=[viewer.person_id])
    return render(request, "site/own_families.html", {"families": families})


@route(needs="public")
@require_POST
def language(request):
    """Change the language; the choice is kept with the account, or in a cookie before signing in."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return redirect("front")
    response = redirect(way_back(request))
    if request.user.is_authenticated and request.viewer:
        choose_language(by=request.viewer, language=code)
    translation.activate(code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Lax", httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )  # fmt: skip
    return response


@route(needs="any")
@require_POST
def act_as(request):
    """Choose in which post to act, or "me" to look in as oneself."""
    choice = request.POST.get("post", "")
    mine = {str(post.pk) for post in posts_of(request.viewer.person_id, request.viewer.at)}
    if choice == "me" or choice in mine:
        request.session[POST_IN_SESSION] = choice
    return redirect("front")
