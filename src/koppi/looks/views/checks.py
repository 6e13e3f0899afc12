"""Checking looks: the sample, the unusual ones, and marking one."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.looks import actions, checking
from koppi.looks.forms import MarkForm
from koppi.refusal import Refused
from koppi.ui.route import route


@route(needs="professional", audits="looks.check_listed")
def sample(request):
    """Show the drawn looks of one's own people."""
    return _page(request, checking.sampled_for(request.viewer), is_sample=True)


@route(needs="professional", audits="looks.check_listed")
def unusual(request):
    """Show the looks that a plain rule picked out."""
    return _page(request, checking.unusual_for(request.viewer), is_sample=False)


def _page(request, found, is_sample):
    page = Paginator(found, settings.KOPPI_PAGE_ROWS).get_page(request.GET.get("page"))
    lines = checking.lines_of(page)
    checking.note_listing(request.viewer, lines)
    context = {
        "page": page,
        "lines": lines,
        "is_sample": is_sample,
        "tabs": checking.tabs_of(request.viewer, is_sample),
        "percent": settings.KOPPI_LOG_SAMPLE_PERCENT,
        "many": settings.KOPPI_LOG_MANY_FAMILIES,
    }
    return render(request, "looks/check.html", context)


@route(needs="professional", audits="looks.marked")
def mark(request, pk):
    """Mark one look as in order or asked about."""
    look = checking.look_to_check(request.viewer, pk)
    form = MarkForm(request.POST or None, initial={"outcome": look.outcome, "words": look.words})
    (line,) = checking.lines_of([look]) or (None,)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark(by=request.viewer, look=look, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Tarkistus on merkitty."))
            return redirect("looks:check" if line is None or line.is_sampled else "looks:unusual")
    page = {"form": form, "line": line}
    return render(request, "looks/mark.html", page, status=422 if form.errors else 200)
