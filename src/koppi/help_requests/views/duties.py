"""Who answers: the queues of a manager's organisation, and whose duty they are."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koppi.help_requests import access, actions
from koppi.help_requests.forms import DutyForm, QueueForm
from koppi.refusal import Refused
from koppi.ui.route import route

read_or_send = require_http_methods(["GET", "POST"])


@route(needs="manager", audits="help_requests.queue_opened")
@read_or_send
def queues(request: HttpRequest) -> HttpResponse:
    """The queues one manages, and a form for a new one."""
    form = QueueForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_queue(by=request.viewer, unit=form.cleaned_data["unit"])
            return redirect("help_requests:duties", made.pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = {"form": form, "queues": access.queues_of(request.viewer)}
    return render(request, "help_requests/queues.html", page, status=422 if request.method == "POST" else 200)


@route(needs="manager", audits="help_requests.duty_given")
@read_or_send
def duties(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who answers one queue, and a form to name more."""
    queue = access.queue_for(request.viewer, pk)
    form = DutyForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_duty(by=request.viewer, queue=queue, holder=form.cleaned_data["holder"])
            messages.success(request, _("Vuoro on merkitty."))
            return redirect("help_requests:duties", pk)
        except Refused as no:
            form.add_error(None, str(no))
    page = {"form": form, "queue": queue, "duties": access.duties_of(request.viewer, queue)}
    return render(request, "help_requests/duties.html", page, status=422 if request.method == "POST" else 200)


@route(needs="manager", audits="help_requests.duty_ended")
@require_POST
def end_duty(request: HttpRequest, pk: UUID, duty: UUID) -> HttpResponse:
    """End a duty at once."""
    queue = access.queue_for(request.viewer, pk)
    actions.end_duty(by=request.viewer, duty=access.duty_in(queue, duty))
    messages.success(request, _("Vuoro on päättynyt. Pyynnöt eivät enää näy hänelle."))
    return redirect("help_requests:duties", pk)
