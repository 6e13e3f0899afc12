"""The log of a family member: reading, taking it along, and reading far back."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.looks import access, actions
from koppi.looks.forms import FarBackForm, LogForm
from koppi.refusal import Refused
from koppi.ui import export, filters
from koppi.ui.route import route

LIST = "looks"


@route(needs="client", audits="looks.saw")
def show(request, person=None):
    """Show who has looked at one's own data, or at those of a child one answers for."""
    form = filters.remembered(request, LIST, LogForm)
    if request.method == "POST" and form.is_valid():
        return redirect(request.path)
    days = form.days if form.is_valid() else 30
    if export.wanted(request):
        return _file(request, form, person, days)
    log = access.log_for(request.viewer, person, days=days)
    lines = [line for line in log.lines if form.takes(line)] if form.is_valid() else list(log.lines)
    page = Paginator(lines, settings.KOPPI_PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "log": log,
        "page": page,
        "days": days,
        "questions": access.cards_of(
            request.viewer, access.questions_of(request.viewer).order_by("-asked_at")[:5]
        ),
        "urls": _urls(request.viewer, log.person.pk),
    }
    return render(request, "looks/show.html", context, status=200 if form.is_valid() else 422)


def _urls(viewer, person) -> dict[str, str]:
    mine = person == viewer.person_id
    return {
        "here": reverse("looks:show") if mine else reverse("looks:of", args=[person]),
        "far": reverse("looks:far-back", args=[person]),
    }


def _file(request, form, person, days):
    log = access.log_for(request.viewer, person, days=days, each=True, did="looks.exported")
    columns = [_("Milloin"), _("Kuka"), _("Tehtävä ja paikka"), _("Mitä"), _("Miksi")]
    rows = [
        (line.at, line.who.name, line.who.whole_work, ", ".join(line.what), line.why)
        for line in log.lines
        if form.takes(line)
    ]
    return export.export(request, "kuka-on-katsonut", columns, rows)


@route(needs="client", audits="looks.far_back_opened")
def far_back(request, person):
    """Ask for a reason, and open what is older than two years for a week."""
    access.require_reader(request.viewer, person)
    form = FarBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.read_far_back(by=request.viewer, person=person, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Vanhemmat merkinnät näkyvät nyt viikon ajan."))
            request.session[filters.KEY] = request.session.get(filters.KEY, {}) | {LIST: {"period": ["all"]}}
            return redirect(_urls(request.viewer, person)["here"])
    page = {"form": form, "back": _urls(request.viewer, person)["here"]}
    return render(request, "looks/far_back.html", page, status=422 if form.errors else 200)
