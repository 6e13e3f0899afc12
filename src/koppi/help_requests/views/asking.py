"""Asking for help and coming back with a word pair; nobody signs in here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koppi.help_requests import access, actions, asker_session, county
from koppi.help_requests.forms import AddForm, AskForm, ChildForm, PlainForm, WordsForm
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route
from koppi.workdays import local_day

read_or_send = require_http_methods(["GET", "POST"])
# So many times the marked number an hour from one address is no longer people asking for help.
TURNED_AWAY = 10
PAGES = {
    AskForm: "help_requests/ask.html",
    PlainForm: "help_requests/ask_plain.html",
    ChildForm: "help_requests/ask_child.html",
}


@route(needs="public", audits="help_requests.asked")
@never_cache
@read_or_send
def ask(request: HttpRequest) -> HttpResponse:
    """The public page on which anybody asks for help."""
    return ask_page(request, AskForm)


@route(needs="public", audits="help_requests.asked")
@never_cache
@read_or_send
def ask_plain(request: HttpRequest) -> HttpResponse:
    """The same in plain Finnish."""
    return ask_page(request, PlainForm)


@route(needs="public", audits="help_requests.asked")
@never_cache
@read_or_send
def ask_child(request: HttpRequest) -> HttpResponse:
    """A child or a young person asks alone."""
    return ask_page(request, ChildForm)


def ask_page(request: HttpRequest, form_class: type[AskForm] = AskForm) -> HttpResponse:
    """Show the form, or put what was written into the queue."""
    origin = access.origin_of(request.META.get("REMOTE_ADDR", ""))
    if request.method != "POST":
        return _form_page(request, form_class(), 200)
    form = form_class(request.POST)
    if not form.is_valid():
        return _form_page(request, form, 422)
    if access.asked_lately(origin, request.at) >= settings.KOPPI_REQUESTS_PER_HOUR * TURNED_AWAY:
        words = _("Täältä on tullut juuri hyvin monta pyyntöä. Tekstisi on tallessa tässä. Soita meille.")
        form.add_error(None, words)
        return _form_page(request, form, 429)
    person = request.viewer.person_id if request.viewer else None
    asked = form.asked(origin=origin, language=request.LANGUAGE_CODE[:2], person_id=person)
    try:
        made, pair = actions.ask(by=asker_session.newcomer(request), asked=asked)
    except Refused as no:
        form.add_error(None, str(no))
        return _form_page(request, form, 422)
    asker_session.remember(request, made.pk, pair)
    return redirect("help_requests:thanks")


def _form_page(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    page = {
        "form": form,
        "numbers": county.numbers(),
        "promised_at": access.promise_now(request.at),
        "kept": access.kept_share(local_day(request.at)),
        "is_anonymous_allowed": settings.KOPPI_ANONYMOUS_REQUESTS,
    }
    return render(request, PAGES[type(form)], page, status=status)


def _own(request: HttpRequest):
    """Return the asker and the request this browser may open.

    :raises NotVisible: it may open none.
    """
    asker = asker_session.asker_in(request)
    if asker is None:
        raise NotVisible
    return asker, access.own_request_for(asker)


@route(needs="public", audits="help_requests.own_seen")
@never_cache
@require_http_methods(["GET"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank the asker: what is promised, the word pair, and first of all where to call in danger."""
    if asker_session.asker_in(request) is None:
        return redirect("help_requests:ask")
    _asker, own = _own(request)
    page = {
        "card": access.own_card(own), "words": asker_session.words_in(request), "numbers": county.numbers(),
        "has_danger": own.has_danger, "is_plain": own.is_plain_language, "is_child": own.asker == "CHILD",
        "reads_here": own.way == "HERE",
    }  # fmt: skip
    return render(request, "help_requests/thanks.html", page)


@route(needs="public", audits="help_requests.came_back")
@never_cache
@read_or_send
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the word pair. A wrong one and one that never was look the same."""
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        origin = access.origin_of(request.META.get("REMOTE_ADDR", ""))
        if not access.may_try_words(origin, request.at):
            form.add_error(None, _("Sanaparia on kokeiltu liian monta kertaa. Odota tunti tai soita meille."))
            return render(request, "help_requests/come_back.html", {"form": form}, status=429)
        if found := access.id_by_words(form.cleaned_data["words"]):
            return _let_in(request, found)
        # The count of tries must stay though nothing else happened.
        actions.knock(by=asker_session.newcomer(request), origin=origin)
        form.add_error("words", _("Sanapari ei täsmää. Tarkista sanat ja numerot."))
    status = 422 if request.method == "POST" else 200
    return render(request, "help_requests/come_back.html", {"form": form}, status=status)


def _let_in(request: HttpRequest, found) -> HttpResponse:
    asker = access.asker_of(found, request.at, request.request_id, request.LANGUAGE_CODE)
    actions.let_in(by=asker, request_id=found)
    if not request.user.is_authenticated:
        request.session.cycle_key()
    asker_session.remember(request, found)
    return redirect("help_requests:own")


@route(needs="public", audits="help_requests.own_seen")
@never_cache
@read_or_send
def own(request: HttpRequest) -> HttpResponse:
    """The asker's own request: the answer, and room to add something."""
    if asker_session.asker_in(request) is None:
        return redirect("help_requests:come-back")
    asker, mine = _own(request)
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_words(by=asker, request=mine, text=form.cleaned_data["text"].strip())
            return redirect("help_requests:own")
        except Refused as no:
            form.add_error(None, str(no))
    page = {
        "card": access.own_card(mine), "form": form, "numbers": county.numbers(),
        "has_danger": mine.has_danger,
    }  # fmt: skip
    return render(request, "help_requests/own.html", page, status=422 if request.method == "POST" else 200)


@route(needs="public", audits="help_requests.withdrawn")
@read_or_send
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw one's own request, after being asked once."""
    asker, mine = _own(request)
    if request.method == "POST":
        actions.withdraw(by=asker, request=mine)
        return redirect("help_requests:own")
    return render(request, "help_requests/withdraw.html", {"is_taken": mine.taken_by_id is not None})


@route(needs="public")
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the asker's own page in this browser."""
    asker_session.forget(request)
    return redirect("front")
