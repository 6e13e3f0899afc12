"""How every form of these pages is shown, checked, sent and answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

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
        return _done(request, sheet)
    return _sheet(request, "sharing/form.html", sheet, form)


def checked(request: HttpRequest, sheet: Sheet, form_class, act: Act, look: Callable[[Form], dict], **given):
    """As ``filled``, with a page between that shows what is about to be saved. ``look`` says it."""
    form = _form(request, form_class, given)
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return _sheet(request, "sharing/form.html", sheet, form)
    if SURE in request.POST and carried_out(form, act):
        return _done(request, sheet)
    if form.errors:
        return _sheet(request, "sharing/form.html", sheet, form)
    page = {"sheet": sheet, "form": form, "sure": SURE, **sheet.more, **look(form)}
    return render(request, "sharing/check.html", page)


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


def _form(request: HttpRequest, form_class, given: dict) -> Form:
    return form_class(request.POST if request.method == "POST" else None, **given)


def _sheet(request: HttpRequest, template: str, sheet: Sheet, form: Form) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"sheet": sheet, "form": form, **sheet.more}, status=status)


def _done(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    messages.success(request, sheet.done)
    return redirect(sheet.back)
