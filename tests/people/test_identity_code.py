"""The personal identity code. Every code here is of the range 900–999, which nobody can have."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from koppi.people import identity_code
from koppi.sealing import seal
from tests import make

GOOD = {
    "010594Y9032": date(1994, 5, 1),
    "020594X902N": date(1994, 5, 2),
    "030594W903B": date(1994, 5, 3),
    "040594V9030": date(1994, 5, 4),
    "050594U903M": date(1994, 5, 5),
    "010516B903X": date(2016, 5, 1),
    "020516C903K": date(2016, 5, 2),
    "030516D9037": date(2016, 5, 3),
    "010501E9032": date(2001, 5, 1),
    "020502E902X": date(2002, 5, 2),
    "020503F9037": date(2003, 5, 2),
    "020504A902E": date(2004, 5, 2),
    "010190-999W": date(1990, 1, 1),
}


@pytest.fixture
def switched_on(settings):
    settings.KOPPI_IDENTITY_CODES = True


@pytest.mark.parametrize(("code", "day"), GOOD.items())
def test_every_sign_of_the_century_is_known(code, day):
    assert identity_code.normalised(code) == code
    assert identity_code.born_on(code) == day


@pytest.mark.parametrize("typed", [" 010594y9032 ", "010594 Y9032", "010594Y 9032"])
def test_a_code_has_one_form_however_it_is_typed(typed):
    assert identity_code.normalised(typed) == "010594Y9032"


@pytest.mark.parametrize("dash", "-–−‑")
def test_every_dash_is_the_sign_of_the_1900s(dash):
    assert identity_code.normalised(f"010190{dash}999W") == "010190-999W"


@pytest.mark.parametrize(
    "typed",
    ["010190-999K", "310294-9032", "010594Z9032", "010594-001X", "010594", "", "a" * 400, "0105949032"],
)
def test_what_is_not_a_code_is_refused_in_a_sentence(typed):
    with pytest.raises(identity_code.NotACode, match="ei ole oikein"):
        identity_code.normalised(typed)


def test_the_sign_is_part_of_who_somebody_is():
    assert identity_code.hashed("010594Y9032") != identity_code.hashed("010594-9032")


def test_a_county_that_has_not_switched_codes_on_cannot_record_one():
    with pytest.raises(identity_code.SwitchedOff):
        identity_code.columns("010594Y9032")
    assert identity_code.columns("") == {"identity_code": "", "identity_hash": ""}


@pytest.mark.django_db
def test_a_recorded_code_is_readable_in_the_house_and_not_in_the_database(switched_on):
    person = make.a_person(**identity_code.columns("010594y9032"))
    person.refresh_from_db()
    assert person.identity_code == "010594Y9032"
    assert person.identity_hash == identity_code.hashed("010594Y9032")
    assert identity_code.masked(person.identity_code) == "010594Y••••"
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_code, identity_hash, search_text FROM people_person")
        stored = " ".join(cursor.fetchone())
    assert "010594" not in stored
    assert "9032" not in stored


@pytest.mark.django_db
def test_a_code_is_found_only_by_its_exact_hash(switched_on):
    person = make.a_person(**identity_code.columns("010594Y9032"))
    assert type(person).objects.get(identity_hash=identity_code.hashed("010594y9032")) == person
    with pytest.raises(FieldError):
        type(person).objects.filter(identity_code="010594Y9032").exists()


@pytest.mark.django_db
def test_a_code_sealed_before_the_field_sealed_it_itself_is_still_read():
    person = make.a_person()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET identity_code = %s", [seal("010594Y9032")])
    person.refresh_from_db()
    assert person.identity_code == "010594Y9032"
