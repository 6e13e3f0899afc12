"""Lists as files, and filters that are remembered."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from koppi.ui.export import FORMULA, export, harmless, wanted
from koppi.ui.filters import remembered

AT = datetime(2025, 12, 2, 9, 14, tzinfo=ZoneInfo("Europe/Helsinki"))
ROWS = [
    ["=1+1", "+358 40", 3, date(2025, 12, 10), AT, None],
    ['Åsa; "Ö"', "@x", Decimal("1.5"), "", "\tx", "-2"],
]
COLUMNS = ["Nimi", "Puhelin", "Määrä", "Päivä", "Hetki", "=Muu"]


def asked(query: str = ""):
    request = RequestFactory().get(f"/perheet/{query}")
    request.at = AT
    return request


def read_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_a_csv_opens_in_a_finnish_spreadsheet_and_runs_nothing():
    response = export(asked(), "perheet", COLUMNS, ROWS)
    assert response.content.startswith(b"\xef\xbb\xbf")
    heading, first, second = read_csv(response)
    assert heading[-1] == "'=Muu"
    assert first == ["'=1+1", "'+358 40", "3", "10.12.2025", "2.12.2025 klo 9.14", ""]
    assert second == ['Åsa; "Ö"', "'@x", "1,5", "", "'\tx", "'-2"]


def test_an_xlsx_holds_the_same_and_no_formula():
    response = export(asked("?as=xlsx"), "perheet", COLUMNS, ROWS)
    book = load_workbook(io.BytesIO(response.content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book.active["A2"].value == "'=1+1"
    assert book.active["D2"].value == datetime(2025, 12, 10)
    assert book.properties.creator == "Koppi"


def test_a_file_tells_its_kind_and_day_and_nothing_about_anybody():
    assert (
        'filename="koppi-perheet-2025-12-02.csv"' in export(asked(), "perheet", [], [])["Content-Disposition"]
    )
    with pytest.raises(ValueError, match="kind of list"):
        export(asked(), "perheet Laine", [], [])


def test_only_known_formats_are_made():
    assert wanted(asked("?as=xlsx")) == "xlsx"
    assert wanted(asked("?as=exe")) == ""
    assert wanted(asked()) == ""


@given(st.text())
def test_no_text_whatever_begins_as_a_formula_or_breaks_the_file(text):
    assert not FORMULA.match(harmless(text))
    request = asked("?as=xlsx")
    assert zipfile.is_zipfile(io.BytesIO(export(request, "perheet", [text], [[text]]).content))


class NameFilter(forms.Form):
    name = forms.CharField(required=False, max_length=20)
    state = forms.MultipleChoiceField(required=False, choices=[("open", "auki"), ("done", "valmis")])


def visit(session: dict, sent: dict | None = None):
    request = RequestFactory().post("/perheet/", sent) if sent is not None else asked()
    request.session = session
    return remembered(request, "families", NameFilter)


def test_a_filter_is_remembered_from_one_visit_to_the_next():
    session: dict = {}
    visit(session, {"name": "Laine", "state": ["open", "done"]})
    assert visit(session).cleaned_data == {"name": "Laine", "state": ["open", "done"]}


def test_each_list_remembers_its_own_filter():
    session: dict = {"filters": {"invitations": {"name": ["x"]}}}
    visit(session, {"name": "Laine"})
    assert session["filters"]["invitations"] == {"name": ["x"]}


def test_clearing_forgets():
    session: dict = {}
    visit(session, {"name": "Laine"})
    visit(session, {"clear": "1", "name": "Laine"})
    assert visit(session).cleaned_data["name"] == ""


def test_a_filter_that_no_longer_makes_sense_is_as_if_it_were_not_there():
    session = {"filters": {"families": {"state": ["gone"]}}}
    assert visit(session).cleaned_data == {"name": "", "state": []}


def test_a_wrong_filter_says_so_and_is_not_remembered():
    session: dict = {}
    assert visit(session, {"name": "a" * 21}).errors
    assert session == {}


def test_only_the_fields_of_the_filter_are_remembered():
    session: dict = {}
    visit(session, {"name": "Laine", "csrfmiddlewaretoken": "x", "other": "y"})
    assert session["filters"]["families"] == {"name": ["Laine"]}
