"""Who is who: the list with its filters and files, and the page of a professional and of a unit."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koppi.audit import trail
from koppi.people import access, whoswho
from koppi.people.forms import WhoForm
from koppi.people.sectors import Sector
from koppi.ui import export, filters
from koppi.ui.route import route

LIST = "whoswho"


@route(needs="professional", audits="people.exported")
def index(request):
    form = filters.remembered(request, LIST, WhoForm, municipalities=whoswho.municipalities())
    if request.method == "POST" and form.is_valid():
        return redirect("people:search")
    posts = whoswho.found(request.viewer, **(form.cleaned_data if form.is_valid() else {}))
    if export.wanted(request):
        return _file(request, [whoswho.line_of(post, request.viewer) for post in posts])
    page = Paginator(posts, settings.KOPPI_PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [whoswho.line_of(post, request.viewer) for post in page],
        "may_manage": access.organisations_managed_by(request.viewer).exists(),
    }
    return render(request, "people/index.html", context, status=200 if form.is_valid() else 422)


@route(needs="professional")
@require_safe
def post(request, pk):
    line = whoswho.post_for(request.viewer, pk)
    return render(
        request, "people/post.html", {"line": line, "is_mine": line.post_id == request.viewer.post.id}
    )


@route(needs="professional")
@require_safe
def unit(request, pk):
    return render(request, "people/unit.html", {"unit": whoswho.unit_for(request.viewer, pk)})


def _file(request, lines):
    trail.leave(request.viewer, "people.exported", None, action="export", lines=len(lines))
    columns = [
        _("Nimi"), _("Nimike"), _("Toimiala"), _("Yksikkö"), _("Organisaatio"), _("Kunta"), _("Puhelin"),
        _("Sähköposti"), _("Kielet"), _("Sijainen nyt"),
    ]  # fmt: skip
    rows = [
        (
            line.name, line.title, Sector(line.sector).label, line.unit, line.organisation,
            line.municipality, line.phone, line.email, line.language_names, line.deputy,
        )
        for line in lines
    ]  # fmt: skip
    return export.export(request, "ammattilaiset", columns, rows)
