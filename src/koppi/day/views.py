"""My day, one page."""

from django.shortcuts import render

from koppi.people.viewer import HELSINKI
from koppi.refusal import NotVisible
from koppi.ui.route import route

from . import access
from .notices import count_new, lines_for


@route(needs="professional", audits="day.saw")
def show(request):
    """Show what waits for me today; those who see no content have no such day."""
    viewer = request.viewer
    if not viewer.sees_content:
        raise NotVisible
    page = {"day": access.day_of(viewer), "hour": viewer.at.astimezone(HELSINKI).hour}
    page["notices"] = count_new(viewer)
    return render(request, "day/show.html", page)


@route(needs="any", audits="day.saw_notices")
def notices(request):
    """Show what has happened, for workers and family members alike."""
    lines = lines_for(request.viewer)
    return render(
        request, "day/notices.html", {"lines": lines, "new": [line for line in lines if line.is_new]}
    )
