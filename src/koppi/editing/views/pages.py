"""How every form of these pages is shown, sent and answered."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from koppi.drafts.actions import discard
from koppi.drafts.forms import restored
from koppi.editing.access import Workbench
from koppi.refusal import Refused


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form page: what it is called, what its button says, where one goes afterwards."""

    heading: str
    button: str
    done: str
    lead: str = ""
    back: str = "editing:picture"
    template: str = "editing/form.html"
    is_serious: bool = False


def filled(
    request: HttpRequest, bench: Workbench, sheet: Sheet, form_class, act: Callable[[Form], object], **given
):
    """Show the form, or carry out what was sent; nothing typed is lost when it is refused."""
    key = f"editing-{request.resolver_match.url_name}:{bench.family.pk}"
    form = restored(form_class, request.viewer, key, request, **given)
    if request.method == "POST" and form.is_valid() and _carried_out(request, form, act):
        discard(by=request.viewer, key=key)
        messages.success(request, sheet.done)
        return redirect(sheet.back, pk=bench.family.pk)
    page = {"bench": bench, "family": bench.family, "form": form, "sheet": sheet, "draft_key": key}
    return render(request, sheet.template, page, status=422 if request.method == "POST" else 200)


def done(
    request: HttpRequest, bench: Workbench, act: Callable[[], object], words: str, back: str
) -> HttpResponse:
    """Carry out one press of a button and go back; a refusal becomes the kind 409 page."""
    act()
    messages.success(request, words)
    return redirect(back, pk=bench.family.pk)


def _carried_out(request: HttpRequest, form: Form, act: Callable[[Form], object]) -> bool:
    try:
        with transaction.atomic():
            act(form)
    except Refused as no:
        form.add_error(None, str(no))
        return False
    return True
