"""My families: the list with its filters and files."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.finding import access
from koppi.finding.forms import FamiliesForm
from koppi.ui import export, filters
from koppi.ui.paging import page_of
from koppi.ui.route import route

LIST = "families"


@route(needs="professional", audits="finding.listed")
def families(request):
    form = filters.remembered(request, LIST, FamiliesForm)
    if request.method == "POST" and form.is_valid():
        return redirect("finding:families")
    asked = form.cleaned_data if form.is_valid() else {}
    trail.ensure_sealed(request.viewer.at)
    if export.wanted(request):
        found = access.families_found(request.viewer, **asked)
        return _file(request, access.rows_of(request.viewer, found))

    def find(first: int, most: int):
        return access.families_found(request.viewer, **asked, first=first, most=most)

    page = page_of(request, find, settings.KOPPI_PAGE_ROWS)
    rows = access.rows_of(request.viewer, page.rows)
    _saw(request, rows, asked.get("text", ""))
    context = {"form": form, "page": page, "rows": rows, "is_narrowed": any(asked.values())}
    return render(request, "finding/families.html", context, status=200 if form.is_valid() else 422)


def _saw(request, rows, text: str) -> None:
    ids = [row.id for row in rows]
    action = "search" if text else "list"
    trail.saw(
        request.viewer, "finding.listed", ids, subjects=ids, kind="families.Family", action=action,
        length=len(text),
    )  # fmt: skip


def _file(request, rows):
    ids = [row.id for row in rows]
    people = [bit.id for row in rows for bit in row.people]
    trail.saw(
        request.viewer, "finding.exported", ids, subjects=[*ids, *people], kind="families.Family",
        action="export",
    )  # fmt: skip
    columns = [_("Perhe"), _("Ihmiset"), _("Vaihe"), _("Koppi"), _("Seuraava sovittu"), _("Milloin")]
    lines = [
        (
            row.name, ", ".join(bit.name for bit in row.people),
            _("Työskentely valmis") if row.is_finished else _("Työskentely käynnissä"), row.holder,
            row.next_what, row.next_at or row.next_on,
        )
        for row in rows
    ]  # fmt: skip
    return export.export(request, "perheet", columns, lines)
