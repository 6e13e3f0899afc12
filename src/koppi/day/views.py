"""My day, one page."""

from django.shortcuts import render

from koppi.people.viewer import HELSINKI
from koppi.refusal import NotVisible
from koppi.ui.route import route

from . import access


@route(needs="professional", audits="day.saw")
def show(request):
    """Show what waits for me today; those who see no content have no such day."""
    viewer = request.viewer
    if not viewer.sees_content:
        raise NotVisible
    page = {"day": access.day_of(viewer), "hour": viewer.at.astimezone(HELSINKI).hour}
    return render(request, "day/show.html", page)
