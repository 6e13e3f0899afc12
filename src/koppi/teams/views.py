"""The end of a post: its holds pass on before its rights end, so no family is left without somebody."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.people import access
from koppi.refusal import Refused
from koppi.ui.route import route

from . import actions


@route(needs="manager", audits="people.post_closed")
def close_post(request, pk):
    """The manager sees who leaves, never whose families they were."""
    post = access.managed_post_for(request.viewer, pk)
    sentence = ""
    if request.method == "POST":
        try:
            actions.end_post(by=request.viewer, post=post)
            messages.success(request, _("Tehtävä on päätetty ja sen oikeudet on suljettu."))
            return redirect("people:manage-unit", pk=post.unit_id)
        except Refused as no:
            sentence = str(no)
    context = {
        "heading": _("Päätetäänkö tehtävä?"),
        "text": sentence or f"{post.person.name}, {post.said_title}",
        "points": [
            _("Oikeudet päättyvät heti, myös sijaisilta."),
            _("Kopit siirtyvät hänen sijaiselleen tai yksikön varahenkilölle."),
        ],
        "action_label": _("Päätä tehtävä"),
        "cancel_url": reverse("people:manage-post", args=[pk]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context, status=422 if sentence else 200)
