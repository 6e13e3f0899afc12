"""The queue, and one request of it: taking, answering, passing on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from koppi.help_requests import access, actions, clocks, county
from koppi.help_requests.forms import AcceptForm, AnswerForm, QueueFilter, ReceiverForm, StaffForm
from koppi.refusal import NotVisible, Refused
from koppi.ui import export, filters
from koppi.ui.route import route

read = require_http_methods(["GET"])
read_or_send = require_http_methods(["GET", "POST"])
COLUMNS = (
    gettext_lazy("Pyydetty"),
    gettext_lazy("Miten tuli"),
    gettext_lazy("Kuka pyytää"),
    gettext_lazy("Yhteystapa"),
    gettext_lazy("Luvattu vastata"),
    gettext_lazy("Aikaa"),
    gettext_lazy("Tila"),
    gettext_lazy("Kenellä"),
)


@route(needs="professional", audits="help_requests.listed")
@read_or_send
def queue(request: HttpRequest) -> HttpResponse:
    """The shared queue of the family centre, the nearest promise first."""
    if not request.viewer.sees_content:
        raise NotVisible
    form = filters.remembered(request, "help_requests", QueueFilter)
    if request.method == "POST" and form.is_valid():
        return redirect("help_requests:queue")
    which, asker = form.cleaned_data.get("which", ""), form.cleaned_data.get("asker", "")
    if export.wanted(request):
        lines = access.lines_to_export(request.viewer, which, asker)
        return export.export(request, "avunpyynnot", COLUMNS, map(_row, lines))
    page = {
        "form": form,
        "page": access.page_of_queue(request.viewer, which, asker, request.GET.get("page")),
        "has_duty": access.has_duty(request.viewer),
        "may_manage": request.viewer.post.role in {"MANAGER", "ADMIN"},
        "is_narrowed": bool(which or asker),
    }
    return render(request, "help_requests/queue.html", page, status=422 if form.errors else 200)


def _row(line) -> list:
    return [
        line.asked_at, line.channel, line.asker, line.way, line.promised_at, line.left, line.state_words,
        line.taker,
    ]  # fmt: skip


@route(needs="professional", audits="help_requests.asked")
@read_or_send
def enter(request: HttpRequest) -> HttpResponse:
    """Write down a request that came by telephone, visit or on paper."""
    if not request.viewer.sees_content:
        raise NotVisible
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, pair = actions.ask(by=request.viewer, asked=form.asked())
            if form.cleaned_data["takes"] and not made.taken_by_id:
                actions.take(by=request.viewer, request=made)
            return _entered(request, made, pair)
        except Refused as no:
            form.add_error(None, str(no))
    page = {"form": form, "promised_at": access.promise_now(request.at), "numbers": county.numbers()}
    return render(request, "help_requests/enter.html", page, status=422 if request.method == "POST" else 200)


def _entered(request: HttpRequest, made, pair: str) -> HttpResponse:
    page = {
        "made": made,
        "words": pair,
        "numbers": county.numbers(),
        "may_open": access.has_duty(request.viewer),
    }
    return render(request, "help_requests/entered.html", page)


@route(needs="professional", audits="help_requests.saw")
@read_or_send
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: what was asked, what was promised, what the law wants; and the answer to it."""
    asked = access.request_for(request.viewer, pk)
    if request.method == "GET":
        return render(request, "help_requests/show.html", _page(request, asked))
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            said = form.cleaned_data
            actions.answer(by=request.viewer, request=asked, way=said["way"], text=said["text"].strip())
            messages.success(request, _("Vastaus on tallessa. Pyytäjä näkee sen sanaparillaan."))
            return redirect("help_requests:show", pk)
        except Refused as no:
            form.add_error(None, str(no))
    return render(request, "help_requests/show.html", _page(request, asked, form), status=422)


def _page(request: HttpRequest, asked, form: AnswerForm | None = None) -> dict:
    handover = access.open_handover(asked)
    way = {"CALL": "CALL", "SMS": "SMS", "EMAIL": "EMAIL", "REMOTE": "REMOTE"}.get(asked.way, "HERE")
    return {
        "asked": asked,
        "line": access.line_of(request.viewer, asked),
        "lines": access.lines_of(asked),
        "named": access.named_for(asked),
        "clocks": clocks.running(asked, request.viewer.today),
        "handover": handover,
        "is_mine": asked.is_open and access.is_mine(request.viewer, asked),
        "is_offered": handover is not None and f"e:{handover.receiver_id}" in request.viewer.holders,
        "is_giver": handover is not None and f"e:{handover.giver_id}" in request.viewer.holders,
        "form": form or AnswerForm(initial={"way": way}),
        "family_url": access.family_url(request.viewer, asked),
    }


@route(needs="professional", audits="help_requests.taken")
@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request: from now on it is this worker's."""
    actions.take(by=request.viewer, request=access.request_for(request.viewer, pk))
    messages.success(request, _("Sinulla on koppi. Pyytäjä näkee nimesi."))
    return redirect("help_requests:show", pk)


@route(needs="professional", audits="help_requests.urgency_assessed")
@require_POST
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that the need of urgent help has been looked at."""
    asked = access.request_for(request.viewer, pk)
    actions.assess_urgency(by=request.viewer, request=asked)
    return redirect("help_requests:show", pk)


@route(needs="professional", audits="help_requests.handed_over")
@read_or_send
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name who can help, and offer the request to them."""
    asked = access.request_for(request.viewer, pk)
    form = ReceiverForm(request.POST or None, viewer=request.viewer, request=asked)
    if request.method == "POST" and not form.is_search and form.is_valid():
        try:
            to = access.receiver(request.viewer, form.cleaned_data["to"])
            actions.hand_over(by=request.viewer, request=asked, to=to, words=form.cleaned_data["words"])
            messages.success(request, _("Pyyntöä on tarjottu. Se siirtyy, kun vastaanottaja ottaa sen."))
            return redirect("help_requests:show", pk)
        except Refused as no:
            form.add_error("to", str(no))
    page = {"form": form, "asked": asked, "line": access.line_of(request.viewer, asked)}
    return render(request, "help_requests/hand_over.html", page, status=_status(request, form))


@route(needs="professional", audits="help_requests.handover_answered")
@read_or_send
def answer_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take what is offered, or name who can."""
    handover = access.handover_for(request.viewer, pk)
    form = AcceptForm(request.POST or None, viewer=request.viewer, request=handover.request)
    if request.method == "POST" and not form.is_search and form.is_valid():
        said = form.cleaned_data
        accepts = said["accepts"] == "yes"
        try:
            actions.answer_handover(
                by=request.viewer, handover=handover, accepts=accepts, words=said["words"],
                who_can=None if accepts else access.receiver(request.viewer, said["to"]),
            )  # fmt: skip
            words = (
                _("Sinulla on koppi.")
                if accepts
                else _("Kiitos. Pyyntöä on tarjottu nimeämällesi ihmiselle.")
            )
            messages.success(request, words)
            return redirect("help_requests:show", pk) if accepts else redirect("help_requests:queue")
        except Refused as no:
            form.add_error(None if accepts else "to", str(no))
    page = {
        "form": form, "handover": handover, "asked": handover.request,
        "line": access.line_of(request.viewer, handover.request),
    }  # fmt: skip
    return render(request, "help_requests/answer_handover.html", page, status=_status(request, form))


@route(needs="professional", audits="help_requests.handover_withdrawn")
@require_POST
def withdraw_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an unanswered offer back."""
    asked = access.request_for(request.viewer, pk)
    if handover := access.open_handover(asked):
        actions.withdraw_handover(by=request.viewer, handover=handover)
    return redirect("help_requests:show", pk)


def _status(request: HttpRequest, form) -> int:
    return 422 if request.method == "POST" and not form.is_search else 200


@route(needs="professional")
@read
def urgent(request: HttpRequest) -> HttpResponse:
    """What must go to child welfare or the police at once; never mixed with an invitation."""
    page = {
        "numbers": county.numbers(),
        "forms": county.forms(),
        "rules": clocks.urgent_rules(request.viewer.today),
    }
    return render(request, "help_requests/urgent.html", page)
