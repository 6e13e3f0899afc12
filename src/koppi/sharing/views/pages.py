"""How every form of these pages is shown, checked, sent and answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from koppi.drafts.actions import discard
from koppi.drafts.forms import restored
from koppi.refusal import Refused

Act = Callable[[Form], object]
SURE = "sure"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form page: what it is called, what its button says, where one goes afterwards."""

    heading: str
    button: str
    done: str
    back: str
    lead: str = ""
    points: tuple[str, ...] = ()
    is_serious: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def filled(request: HttpRequest, sheet: Sheet, form_class, act: Act, **given) -> HttpResponse:
    """Show the form, or carry out what was sent; nothing typed is lost when it is refused."""
    form = _form(request, form_class, given)
    if form.is_bound and form.is_valid() and carried_out(form, act):
        discard(by=request.viewer, key=draft_key(request))
        return _done(request, sheet)
    return _sheet(request, "sharing/form.html", sheet, form)


def checked(request: HttpRequest, sheet: Sheet, form_class, act: Act, look: Callable[[Form], dict], **given):
    """As ``filled``, with a page between that shows what is about to be saved. ``look`` says it."""
    form = _form(request, form_class, given)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        if SURE in request.POST and carried_out(form, act):
            discard(by=request.viewer, key=draft_key(request))
            return _done(request, sheet)
        if not form.errors:
            page = {"sheet": sheet, "form": form, "sure": SURE, **sheet.more, **look(form)}
            return render(request, "sharing/check.html", page)
    return _sheet(request, "sharing/form.html", sheet, form, is_looked_at=True)


def confirmed(request: HttpRequest, sheet: Sheet, act: Callable[[], object]) -> HttpResponse:
    """Ask once more on a page of its own, and carry out when the button there is pressed."""
    if request.method == "POST":
        act()
        return _done(request, sheet)
    page = {
        "heading": sheet.heading, "text": sheet.lead, "points": sheet.points, "action_label": sheet.button,
        "cancel_url": sheet.back, "danger": sheet.is_serious,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page)


def carried_out(form: Form, act: Act) -> bool:
    try:
        with transaction.atomic():
            act(form)
    except Refused as no:
        form.add_error(None, str(no))
        return False
    return True


def draft_key(request: HttpRequest) -> str:
    """Return where this form is kept while it is being typed: the page, and all that it is about."""
    match = request.resolver_match
    keys = list(match.kwargs.values())
    if not keys:
        return f"sharing-{match.url_name}"
    about = uuid5(keys[0], ":".join(map(str, keys[1:]))) if keys[1:] else keys[0]
    return f"sharing-{match.url_name}:{about}"


def _form(request: HttpRequest, form_class, given: dict) -> Form:
    return restored(form_class, request.viewer, draft_key(request), request, **given)


def _sheet(request: HttpRequest, template: str, sheet: Sheet, form: Form, **more) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"sheet": sheet, "form": form, **sheet.more, **more}, status=status)


def _done(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    messages.success(request, sheet.done)
    return redirect(sheet.back)
