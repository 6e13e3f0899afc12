"""Fields: label, hint, error and control belong together; what is wrong is said so that it can be mended."""

import re

import pytest
from django import forms
from django.template import engines

from koppi.ui.fields import shown
from koppi.ui.troubles import troubles
from tests.ui.sheet import AnswerForm


def draw(source: str, **values: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(values)


def words(form: forms.Form) -> list[str]:
    return [trouble.words for trouble in troubles(form)]


def test_a_field_ties_its_hint_and_its_error_to_the_control():
    class HintForm(forms.Form):
        name = forms.CharField(label="Nimi", help_text="Etunimi riittää.")

    drawn = draw("{% field form.name %}", form=HintForm({"name": ""}))
    assert 'aria-describedby="id_name_hint id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error"' in drawn
    assert " required" not in drawn


def test_an_optional_field_says_so():
    assert "(ei pakollinen)" in draw("{% field form.message %}", form=AnswerForm())
    assert "(ei pakollinen)" not in draw("{% field form.phone %}", form=AnswerForm())


def test_the_browser_never_cuts_what_is_typed():
    drawn = draw("{% field form.message %}", form=AnswerForm())
    assert "maxlength" not in drawn
    assert 'data-limit="60"' in drawn
    assert "Enintään 60 merkkiä." in drawn


def test_lights_are_three_real_radio_buttons():
    drawn = draw("{% field form.knows 'lights' %}", form=AnswerForm({"knows": "YELLOW"}))
    assert len(re.findall(r'type="radio"', drawn)) == 3
    assert re.search(r'value="YELLOW"[^>]*checked', drawn)


def test_an_unknown_kind_of_field_is_a_mistake_found_at_once():
    with pytest.raises(ValueError, match="lamps"):
        shown(AnswerForm()["knows"], "lamps")


def test_the_summary_counts_in_words_and_leads_to_the_first_control_of_each_field():
    form = AnswerForm(
        {"joins": "GREEN", "who": "c", "email": "a@b.fi", "until": "2025-12-10", "agrees": "on"}
    )
    drawn = draw("{% errors form %}", form=form)
    assert "Korjaa vielä kaksi kohtaa" in drawn
    assert 'href="#id_knows_0"' in drawn
    assert "Kerro puhelinnumero tai valitse toinen yhteystapa." in drawn


def test_one_trouble_is_counted_as_one():
    class OneForm(forms.Form):
        name = forms.CharField(label="Nimi")

    assert "Korjaa vielä yksi kohta" in draw("{% errors form %}", form=OneForm({}))


def test_nothing_is_said_when_nothing_is_wrong_or_nothing_was_sent():
    assert draw("{% errors form %}", form=AnswerForm()) == ""


def test_what_django_would_say_is_said_in_the_house_and_names_its_field():
    form = AnswerForm({"email": "x", "message": "a" * 70, "who": "z", "until": "huomenna"})
    found = words(form)
    assert "Sähköposti – Kirjoita sähköpostiosoite näin: nimi@esimerkki.fi." in found
    assert "Viesti Annalle – Teksti on liian pitkä. Lyhennä 10 merkkiä." in found
    assert "Kuka sinä olet? – Valitse jokin tarjotuista vaihtoehdoista." in found
    assert "Vastaa viimeistään – Kirjoita päivä näin: 10.12.2025." in found
    assert "Perhe tietää kutsusta – Tämä kohta puuttuu vielä." in found


def test_a_sentence_of_the_forms_own_is_left_as_it_is():
    class OwnForm(forms.Form):
        name = forms.CharField(label="Nimi", required=False)

        def clean_name(self) -> str:
            raise forms.ValidationError("Poista henkilötunnus. Emme tarvitse sitä tässä.", code="invalid")

    assert words(OwnForm({"name": "x"})) == ["Poista henkilötunnus. Emme tarvitse sitä tässä."]


def test_what_concerns_the_whole_form_comes_first_and_leads_nowhere():
    form = AnswerForm({})
    form.add_error(None, "Kutsu on jo päätetty.")
    drawn = draw("{% errors form %}", form=form)
    assert "<li>Kutsu on jo päätetty.</li>" in drawn


def test_what_was_typed_is_shown_again_and_never_as_markup():
    drawn = draw("{% field form.message %}", form=AnswerForm({"message": "</textarea><script>x"}))
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
