"""The family at a glance, its print, and looking at it together with the family."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from koppi.sharing.access import family_for
from koppi.ui.route import route

from . import access

TOGETHER = "together"


@route(needs="any", audits="overview.seen")
def show(request, pk):
    """Show one family as this viewer may see it; ``?tuloste=1`` is the same for paper."""
    is_print = "tuloste" in request.GET
    glance = access.glance_for(
        request.viewer,
        pk,
        together=request.session.get(TOGETHER) == str(pk),
        shown="" if is_print else request.GET.get("palvelut", ""),
        is_print=is_print,
    )
    return render(request, "overview/show.html", {"glance": glance, "family": glance, "is_print": is_print})


@route(needs="professional", audits="overview.together")
@require_POST
def together(request, pk):
    """Turn the screen to the family, or back again."""
    family = family_for(request.viewer, pk)
    if request.POST.get("on") == "1":
        request.session[TOGETHER] = str(family.pk)
    else:
        request.session.pop(TOGETHER, None)
    return redirect("overview:show", family.pk)
