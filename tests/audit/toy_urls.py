"""A page about somebody, for tests of what happens when its look cannot be written into the trail."""

from datetime import UTC, datetime
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from koppi.audit import trail
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible

SECRET = "KN-5eC2e7"


@login_not_required
def page(request):
    trail.saw(Viewer.system(datetime.now(UTC)), "toy.seen", uuid4(), kind="toy.Toy")
    return HttpResponse(SECRET)


@login_not_required
def closed_door(request):
    trail.denied(Viewer.system(datetime.now(UTC)), "toy.seen", uuid4(), ["D3"], kind="toy.Toy")
    raise NotVisible


urlpatterns = [path("toy/", page), path("closed/", closed_door)]
handler500 = "koppi.ui.views.server_error"
