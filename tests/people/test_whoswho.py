"""Who is who: found by name, title, unit, language and place, over all sectors."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koppi.audit.models import AuditEvent
from koppi.people import whoswho
from koppi.people.models import Absence, Unit
from koppi.refusal import NotVisible
from tests import make

from .conftest import a_professional, browser_of

pytestmark = pytest.mark.django_db

TITLES = [
    "koulukuraattori",
    "terveydenhoitaja",
    "varhaiskasvatuksen opettaja",
    "sosiaalityöntekijä",
    "perhetyöntekijä",
    "koulupsykologi",
    "etsivä nuorisotyöntekijä",
    "perheneuvoja",
    "lääkäri",
    "ylikonstaapeli, poliisi",
    "vertaistoiminnan ohjaaja",
    "lastenvalvoja",
]
# What was typed → the titles that were meant.
ASKED_TITLES = {
    "kuraattori": ["koulukuraattori"],
    "kuraattoria": ["koulukuraattori"],
    "kuraattorilta": ["koulukuraattori"],
    "koulukuraattorin": ["koulukuraattori"],
    "kurator": ["koulukuraattori"],
    "skolkurator": ["koulukuraattori"],
    "terveydenhoitajan": ["terveydenhoitaja"],
    "terveydenhoitajaa": ["terveydenhoitaja"],
    "terkkari": ["terveydenhoitaja"],
    "hälsovårdare": ["terveydenhoitaja"],
    "nurse": ["terveydenhoitaja"],
    "opettajalle": ["varhaiskasvatuksen opettaja"],
    "lärare": ["varhaiskasvatuksen opettaja"],
    "teacher": ["varhaiskasvatuksen opettaja"],
    "sosiaalityöntekijää": ["sosiaalityöntekijä"],
    "sosiaalityöntekijöitä": ["sosiaalityöntekijä"],
    "socialarbetare": ["sosiaalityöntekijä"],
    "sossu": ["sosiaalityöntekijä"],
    "perhetyöntekijän": ["perhetyöntekijä"],
    "psykologin": ["koulupsykologi"],
    "psykologia": ["koulupsykologi"],
    "psykolog": ["koulupsykologi"],
    "nuorisotyöntekijälle": ["etsivä nuorisotyöntekijä"],
    "etsivän nuorisotyön": ["etsivä nuorisotyöntekijä"],
    "youth": ["etsivä nuorisotyöntekijä"],
    "perheneuvojalta": ["perheneuvoja"],
    "lääkärille": ["lääkäri"],
    "laakari": ["lääkäri"],
    "läkare": ["lääkäri"],
    "poliisin": ["ylikonstaapeli, poliisi"],
    "ohjaajat": ["vertaistoiminnan ohjaaja"],
    "lastenvalvojan": ["lastenvalvoja"],
}


def names(lines):
    return [line.name for line in lines]


def test_titles_are_found_as_people_type_them(anna, school):
    for number, title in enumerate(TITLES):
        a_professional(f"Ihminen{number}", "Zzz", title, school)
    viewer = make.a_viewer(anna)
    right = missed = extra = 0
    report = []
    for typed, meant in ASKED_TITLES.items():
        found = {line.title for line in whoswho.search(viewer, typed)} & set(TITLES)
        right += len(found & set(meant))
        missed += len(set(meant) - found)
        extra += len(found - set(meant))
        if found != set(meant):
            report.append(f"{typed}: {found}")
    assert right / (right + missed) >= 0.95, report
    assert right / (right + extra) >= 0.9, report


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("virtasen anna", ["Anna Virtanen"]),
        ("Lindstroms", ["Petri Lindström"]),
        ("perhekeskuksen", ["Anna Virtanen"]),
        ("Rantakylä", ["Petri Lindström"]),
        ("anna ohjaaja", ["Anna Virtanen"]),
        ("Virtanne", ["Anna Virtanen"]),
        ("skolkurator", ["Petri Lindström"]),
        ("eikukaan", []),
    ],
)
def test_a_professional_is_found_by_name_title_or_unit(anna, petri, typed, found):
    assert names(whoswho.search(make.a_viewer(anna), typed)) == found


def test_the_list_narrows_by_sector_place_and_language(anna, petri):
    viewer = make.a_viewer(anna)
    assert names(whoswho.search(viewer)) == ["Petri Lindström", "Anna Virtanen"]
    assert names(whoswho.search(viewer, sector="SOCIAL")) == ["Anna Virtanen"]
    assert names(whoswho.search(viewer, municipality="Rantakylä")) == ["Petri Lindström"]
    assert names(whoswho.search(viewer, language="fi")) == ["Anna Virtanen"]
    assert names(whoswho.search(viewer, language="sv", limit=1)) == ["Petri Lindström"]


def test_names_come_before_titles(anna, school):
    a_professional("Aatu", "Aho", "virtasen apuri", school)
    assert names(whoswho.search(make.a_viewer(anna), "virtanen"))[0] == "Anna Virtanen"


def test_clients_and_guests_find_nobody(anna):
    assert whoswho.search(make.a_client()) == []
    with pytest.raises(NotVisible):
        whoswho.post_for(make.a_client(), anna.pk)
    with pytest.raises(NotVisible):
        whoswho.unit_for(make.a_client(), anna.unit_id)


def test_the_deputy_is_named_while_somebody_is_away(anna, satu):
    viewer = make.a_viewer(anna)
    Absence.objects.create(post=anna, deputy=satu, starts_at=viewer.at, ends_at=viewer.at + make.DAY)
    assert whoswho.post_for(viewer, anna.pk).deputy == "Satu Mäki"
    assert whoswho.post_for(viewer.moved_to(viewer.at + make.DAY), anna.pk).deputy == ""


def test_who_has_left_is_nobody(anna, petri):
    petri.ends_on = make.NOON.date()
    petri.save()
    viewer = make.a_viewer(anna)
    assert names(whoswho.search(viewer)) == ["Anna Virtanen"]
    with pytest.raises(NotVisible):
        whoswho.post_for(viewer, petri.pk)
    assert whoswho.lines_of(viewer, [petri.pk])[petri.pk].name == "Petri Lindström"


def test_a_unit_is_shown_with_its_people(anna, satu):
    card = whoswho.unit_for(make.a_viewer(anna), anna.unit_id)
    assert names(card.people) == ["Satu Mäki", "Anna Virtanen"]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_takes_the_same_queries_with_one_and_three(anna, school, more, django_assert_num_queries):
    for number in range(more):
        a_professional(f"Joku{number}", "Muu", unit=school)
    viewer = make.a_viewer(anna)
    with django_assert_num_queries(2):
        assert len(whoswho.search(viewer)) == 1 + more


# ---- pages


def test_the_page_lists_and_remembers_its_filter(anna, petri):
    browser = browser_of(anna)
    answer = browser.post(reverse("people:search"), {"text": "kuraattoria"})
    assert answer.status_code == 302
    assert "kuraattoria" not in answer.url
    page = browser.get(reverse("people:search")).content.decode()
    assert "Petri Lindström" in page
    assert "Anna Virtanen</a>" not in page


def test_a_filter_that_makes_no_sense_is_answered_and_kept(anna):
    answer = browser_of(anna).post(reverse("people:search"), {"text": "Petri", "sector": "<script>"})
    assert answer.status_code == 422
    assert 'value="Petri"' in answer.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported_as_seen_and_the_export_is_in_the_trail(anna, petri, form):
    answer = browser_of(anna).get(reverse("people:search"), {"as": form})
    assert "attachment" in answer["Content-Disposition"]
    assert "Petri" not in answer["Content-Disposition"]
    event = AuditEvent.objects.get(did="people.exported")
    assert (event.action, event.detail) == ("export", {"lines": 2})


def test_a_family_member_gets_the_page_of_what_does_not_exist(anna):
    browser = browser_of(make.an_account())
    for address in (
        reverse("people:search"),
        reverse("people:post", args=[anna.pk]),
        reverse("people:unit", args=[anna.unit_id]),
        reverse("people:organisations"),
        reverse("people:absence"),
    ):
        assert browser.get(address).status_code == 404


def test_the_pages_of_a_post_and_of_a_unit_tell_how_to_reach_them(anna, petri):
    browser = browser_of(petri)
    page = browser.get(reverse("people:post", args=[anna.pk])).content.decode()
    assert "040 1" in page
    assert "<title>Ammattilainen" in page
    Unit.objects.filter(pk=anna.unit_id).update(phone="050 22")
    assert "050 22" in browser.get(reverse("people:unit", args=[anna.unit_id])).content.decode()


def test_ones_own_contact_is_ones_own_to_change(anna, satu):
    answer = browser_of(anna).post(
        reverse("people:contact"), {"phone": "044 9", "email": "a@example.fi", "languages": ["en"]}
    )
    assert answer.status_code == 302
    anna.refresh_from_db()
    assert (anna.phone, anna.email, anna.languages) == ("044 9", "a@example.fi", ["en"])


def test_a_bad_address_is_answered_and_kept(anna):
    answer = browser_of(anna).post(reverse("people:contact"), {"phone": "044 9", "email": "ei osoite"})
    assert answer.status_code == 422
    assert "ei osoite" in answer.content.decode()
    anna.refresh_from_db()
    assert anna.phone == "040 1"


def test_an_absence_is_marked_on_the_page_with_its_deputy(anna, satu):
    browser = browser_of(anna)
    today = timezone.localdate()
    sent = {"starts_on": today, "ends_on": today + timedelta(days=3), "deputy": satu.pk}
    assert browser.post(reverse("people:absence"), sent).status_code == 302
    absence = Absence.objects.get(post=anna)
    assert absence.deputy == satu
    assert timezone.localdate(absence.ends_at) == today + timedelta(days=4)
    again = browser.post(reverse("people:absence"), sent)
    assert again.status_code == 422
    assert "jo poissaolo" in again.content.decode()
    assert browser.post(reverse("people:end-absence", args=[absence.pk])).status_code == 302
    absence.refresh_from_db()
    assert absence.ends_at <= timezone.now()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"starts_on": "eilen", "deputy": "joku"},
        {"starts_on": "2020-01-01", "deputy": "00000000-0000-0000-0000-000000000000"},
        {"starts_on": "2099-01-02", "ends_on": "2099-01-01"},
    ],
)
def test_an_absence_that_makes_no_sense_is_answered_and_nothing_changes(anna, satu, sent):
    answer = browser_of(anna).post(reverse("people:absence"), sent)
    assert answer.status_code == 422
    assert sent.get("starts_on", "") in answer.content.decode()
    assert not Absence.objects.exists()
