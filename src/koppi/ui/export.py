"""What a list shows, as a file: CSV or XLSX, safe to open, with a name that tells nothing about anybody."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from koppi.refusal import NotVisible
from koppi.ui import moments

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet runs what begins like this; the full-width signs do the same in some of them.
FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
# What the format of spreadsheets has no place for.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
KIND = re.compile(r"[a-zåäö-]+")


def wanted(request: HttpRequest) -> str:
    """Return the format the address asks for with `?as=`, or nothing when the page itself is wanted.

    :raises NotVisible: a partner outside the authorities asks: they take no lists with them.
    """
    asked = request.GET.get("as", "")
    if asked in FORMATS and is_closed_to(request):
        raise NotVisible
    return asked if asked in FORMATS else ""


def is_closed_to(request: Any) -> bool:
    """Does the one who asks work outside the authorities?"""
    post = getattr(getattr(request, "viewer", None), "post", None)
    return post is not None and (post.role == "PARTNER" or not post.is_authority)


def export(
    request: Any, filename_kind: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """Return the rows as a file to be saved. Whoever made the rows leaves the trace of the export.

    :raises ValueError: ``filename_kind`` holds more than lower-case letters and hyphens.
    """
    if not KIND.fullmatch(filename_kind):
        raise ValueError("the name of a file tells only what kind of list it is")
    form = wanted(request) or "csv"
    body = _xlsx(columns, rows) if form == "xlsx" else _csv(columns, rows)
    name = f"koppi-{filename_kind}-{timezone.localdate(request.at):%Y-%m-%d}.{form}"
    return HttpResponse(
        body, content_type=FORMATS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def harmless(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    clean = UNPRINTABLE.sub("", str(text))
    return f"'{clean}" if FORMULA.match(clean) else clean


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Semicolons and a byte order mark: what Excel opens by a double click in Finnish and Swedish."""
    paper = io.StringIO(newline="")
    pen = csv.writer(paper, delimiter=";")
    pen.writerow([harmless(column) for column in columns])
    pen.writerows([_as_text(value) for value in row] for row in rows)
    return paper.getvalue().encode("utf-8-sig")


def _as_text(value: Any) -> str | int:
    language = get_language()
    if isinstance(value, datetime):
        return moments.full_moment(timezone.localtime(value), language)
    if isinstance(value, date):
        return moments.full_date(value, language)
    if isinstance(value, float | Decimal):
        return str(value) if moments.spoken(language) == "en" else str(value).replace(".", ",")
    return value if isinstance(value, int) else harmless("" if value is None else value)


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook  # so large that only those who ask for a file should wait for it

    book = Workbook(write_only=True)
    book.properties.creator = "Koppi"
    sheet = book.create_sheet("Koppi")
    sheet.append([harmless(column) for column in columns])
    for row in rows:
        sheet.append([_as_cell(value) for value in row])
    paper = io.BytesIO()
    book.save(paper)
    return paper.getvalue()


def _as_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date | int | float | Decimal):
        return value
    return harmless("" if value is None else value)
