"""The helper finds words that label, in any bending, and says what to write instead."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koppi.neutral_words import find

# How long one example takes depends on who else uses the machine.
calm = settings(deadline=None)


@pytest.mark.parametrize(
    "text",
    [
        "Huoli-ilmoitus tehtiin",
        "ongelmaperheessä",
        "Riskilapsen asia",
        "asiakastapauksena",
        "problemfamiljen",
    ],
)
def test_a_labelling_word_is_found_however_it_bends(text):
    assert len(find(text)) == 1


def test_neutral_words_are_left_alone():
    text = "Emma viihtyy taidekerhossa. Aamut ja kouluun lähtö. Huolenpito toimii. Huoltaja on mukana."
    assert find(text) == []


def test_words_come_in_the_order_of_the_text_with_their_places():
    text = "Äiti ei suostu, ja ongelmia on."
    assert [(one.found, text[one.at :][: len(one.found)]) for one in find(text)] == [
        ("ei suostu", "ei suostu"),
        ("ongelmia", "ongelmia"),
    ]


@calm
@given(st.text(max_size=200))
def test_any_text_can_be_looked_through_and_no_place_is_found_twice(text):
    places = [(one.at, one.at + len(one.found)) for one in find(text)]
    assert all(a[1] <= b[0] for a, b in pairwise(places))
