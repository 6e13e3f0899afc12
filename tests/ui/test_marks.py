"""The small marks every page is made of."""

import pytest
from django.template import engines

from koppi.ui.sectors import LOOKS, SECTORS


def draw(source: str, **values: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(values)


def test_an_icon_is_decoration_and_says_so_to_screen_readers():
    assert 'aria-hidden="true"' in draw('{% icon "phone" %}')


def test_an_unknown_icon_is_a_mistake_found_at_once():
    with pytest.raises(KeyError):
        draw('{% icon "unicorn" %}')


@pytest.mark.parametrize(
    ("value", "kind", "word"),
    [
        ("GREEN", "lamp-ok", "Kyllä"),
        ("YELLOW", "lamp-mid", "Osittain"),
        ("RED", "lamp-no", "Ei"),
        ("", "lamp-wait", "Odottaa"),
    ],
)
def test_a_lamp_always_has_its_shape_and_its_word(value, kind, word):
    drawn = draw("{% lamp value %}", value=value)
    assert kind in drawn
    assert word in drawn


def test_every_sector_has_a_look_and_a_name():
    assert len(SECTORS) == 16
    assert {look.look for look in SECTORS.values()} == set(LOOKS)
    assert "Varhaiskasvatus" in draw('{% sector "ecec" %}')


def test_a_sector_with_other_words_still_names_itself_to_screen_readers():
    drawn = draw('{% sector "THIRD_SECTOR" "Vertaistupa ry" %}')
    assert "Vertaistupa ry" in drawn
    assert '<span class="vh"> (Järjestöt)</span>' in drawn


def test_an_avatar_is_letters_until_a_person_chooses_a_face():
    assert ">AS<" in draw('{% avatar "Anna Salo" "1" %}')
    assert "<svg" in draw('{% avatar "Anna Salo" "1" face="f06" %}')
    assert ">AS<" in draw('{% avatar "Anna Salo" "1" face="someone elses" %}')


def test_what_people_write_never_becomes_markup():
    assert "<b>" not in draw("{% tag 'ok' 'check' words %}{% sector 'SOCIAL' words %}", words="<b>x</b>")
    assert "<script" not in draw("{% avatar words words %}", words="<script> <script>")
