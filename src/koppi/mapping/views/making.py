"""The pages on which an invitation is made, step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koppi import neutral_words
from koppi.drafts.access import card_for
from koppi.mapping import access, actions, choosing, wizard
from koppi.mapping.people_as_shown import labels
from koppi.refusal import NotVisible, Refused
from koppi.ui.route import route

PAGES = {
    "keta": "mapping/step_about.html",
    "laki": "mapping/step_law.html",
    "kenet": "mapping/step_ask.html",
    "mita": "mapping/step_what.html",
}
read_or_send = require_http_methods(["GET", "POST"])


@route(needs="professional", audits="mapping.families_offered")
@read_or_send
def new(request: HttpRequest) -> HttpResponse:
    """Choose the family the invitation is about, or begin from contact data alone."""
    families = access.families_to_invite_for(request.viewer)
    if request.method == "POST":
        chosen = request.POST.get("family", "")
        if chosen in {str(family.pk) for family in families}:
            return redirect("mapping:new-for", chosen)
        error = _("Valitse perhe luettelosta.")
        return render(request, "mapping/new.html", {"families": families, "error": error}, status=422)
    return render(request, "mapping/new.html", {"families": families})


@route(needs="professional", audits="mapping.duty_shown")
@read_or_send
def new_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell what an invitation never replaces, before one is begun for a family."""
    return _duty(request, access.family_to_invite_for(request.viewer, pk))


@route(needs="professional", audits="mapping.duty_shown")
@read_or_send
def new_by_contact(request: HttpRequest) -> HttpResponse:
    """The same page before an invitation that holds only contact data."""
    return _duty(request, None)


def _duty(request: HttpRequest, family) -> HttpResponse:
    begun = access.begun_for(request.viewer, family.pk if family else None)
    if request.method == "POST":
        return _begin(request, family, begun)
    page = {"numbers": wizard.duty_numbers(), "begun": begun, "is_minimal": family is None}
    return render(request, "mapping/duty.html", page)


def _begin(request: HttpRequest, family, begun) -> HttpResponse:
    if begun and "afresh" not in request.POST:
        start = actions.go_on(by=request.viewer, start=begun)
    else:
        if begun:
            wizard.let_go(request.viewer, begun)
        start = actions.begin(by=request.viewer, family=family)
    return redirect("mapping:step", start.pk, "keta")


def _opened(request: HttpRequest, pk: UUID) -> wizard.Wizard:
    """Open the begun invitation and, each time anew, the door of its family."""
    start = access.start_for(request.viewer, pk)
    if start.family_id:
        start.family = access.family_to_invite_for(request.viewer, start.family_id)
    return wizard.load(request.viewer, start)


@route(needs="professional", audits="sharing.saw")
@read_or_send
def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One step; what is typed is kept whether or not it holds yet."""
    steps = _opened(request, pk)
    if sent := access.sent_from(steps.start):
        return redirect("mapping:show", sent)
    if name not in steps.steps:
        raise NotVisible
    if request.method == "GET":
        return _page(request, steps, name, _restored(steps, name))
    wizard.keep(steps, name, request.POST)
    form = steps.form(name, request.POST)
    if name == "kenet" and request.POST.get("do") in {"search", "add"}:
        return _page(request, steps, name, form)
    if not form.is_valid():
        return _page(request, steps, name, form, status=422)
    return _next(steps, name)


def _next(steps: wizard.Wizard, name: str) -> HttpResponse:
    after = steps.after(name)
    if after == "tarkista":
        return redirect("mapping:check", steps.start.pk)
    return redirect("mapping:step", steps.start.pk, after)


def _restored(steps: wizard.Wizard, name: str):
    kept = steps.kept.get(name)
    if name == "kenet":
        return steps.form(name, kept)
    form = steps.form(name, None)
    if kept is not None:
        form.initial |= {
            field: form.fields[field].widget.value_from_datadict(kept, {}, field)
            for field in form.fields
            if not form.fields[field].widget.value_omitted_from_data(kept, {}, field)
        }
    return form


def _page(request: HttpRequest, steps: wizard.Wizard, name: str, form, status: int = 200) -> HttpResponse:
    key = wizard.draft_key(name, steps.start)
    card = card_for(request.viewer, key)
    page = {
        "wizard": steps, "form": form, "number": wizard.NUMBERS[name], "draft_key": key,
        "saved_at": card.saved_at if card else None, "gentle": getattr(form, "gentle", []),
        "show_errors": status == 422,
    }  # fmt: skip
    if name == "kenet":
        page |= _offers(request, steps, form)
    return render(request, PAGES[name], page, status=status)


def _offers(request: HttpRequest, steps: wizard.Wizard, form) -> dict:
    """Return whom the second step offers: the family's own people, and what was searched for."""
    family, taken = steps.start.family, set(form.keys)
    suggested = choosing.suggested(request.viewer, family) if family else []
    text = form.typed("text")
    found = choosing.found(request.viewer, text[:100])
    known = {card.key for card in suggested}
    return {
        "suggested": [card for card in suggested if card.key not in taken],
        "found": [card for card in found if card.key not in taken | known],
        "searched": bool(text.strip()),
    }


@route(needs="professional", audits="mapping.invited")
@read_or_send
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show exactly what each invited party will see, and send."""
    steps = _opened(request, pk)
    if sent := access.sent_from(steps.start):
        return redirect("mapping:show", sent)
    if missing := steps.first_open():
        return redirect("mapping:step", steps.start.pk, missing)
    if request.method == "GET":
        return render(request, "mapping/step_check.html", _check_page(request, steps))
    try:
        invitation = steps.send()
    except Refused as no:
        return render(
            request, "mapping/step_check.html", _check_page(request, steps) | {"refusal": str(no)}, status=422
        )
    wizard.let_go(request.viewer, steps.start)
    messages.success(request, _("Kutsut on lähetetty. Saat tiedon jokaisesta vastauksesta."))
    return redirect("mapping:show", invitation.pk)


def _check_page(request: HttpRequest, steps: wizard.Wizard) -> dict:
    what = steps.forms["mita"]
    people = [] if steps.is_minimal else steps.subjects()
    return {
        "wizard": steps, "number": 4, "asked": steps.forms["kenet"].asked, "what": what.cleaned_data,
        "slots": what.slots, "gentle": getattr(what, "gentle", []), "permission": steps.permission(),
        "about_whom": labels(people, request.viewer.today) or steps.reader_label(),
        "is_by_law": steps.forms["keta"].is_by_law, "people": people,
        "contact": _contact(steps) if steps.is_minimal else None,
    }  # fmt: skip


def _contact(steps: wizard.Wizard) -> dict:
    contact = steps.forms["keta"].contact
    name = f"{contact.given_names} {contact.family_name}".strip()
    return {"name": name, "phone": contact.phone, "year": contact.birth_year}


@route(needs="professional")
@require_POST
def gentle(request: HttpRequest) -> HttpResponse:
    """Answer a text being typed with gentler words; nothing of it is kept."""
    texts = (request.POST.get(name, "")[:600] for name in ("strengths", "about"))
    found = [one for text in texts for one in neutral_words.find(text)]
    return render(request, "mapping/_gentle.html", {"gentle": found})


@route(needs="professional")
@require_http_methods(["GET"])
def consent_paper(request: HttpRequest) -> HttpResponse:
    """A paper to ask the family with; it names nobody."""
    return render(request, "mapping/consent_paper.html", {"back": reverse("mapping:new")})
