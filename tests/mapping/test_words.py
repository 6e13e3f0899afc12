"""The word list helps, and never blocks."""

from hypothesis import given
from hypothesis import strategies as st

from koppi.neutral_words import find, holds_identity_code


def test_a_hurting_word_is_found_with_a_gentler_one():
    (found,) = find("Kyseessä on ongelmaperhe.")
    assert found.found == "ongelmaperhe"
    assert found.instead == "perhe, joka toivoo tukea"


def test_inflected_words_are_found():
    assert [one.found for one in find("Äiti laiminlyö, isä kieltäytyi.")] == ["laiminlyö", "kieltäytyi"]


def test_a_neutral_text_has_nothing_to_mend():
    assert find("Emma kaipaa tukea aamuihin ja kouluun lähtöön.") == []


def test_a_word_inside_another_is_left_alone():
    assert find("Paikka on Tapauskadulla") == []


def test_swedish_and_english_have_lists_of_their_own():
    assert find("Det är en problemfamilj")[0].instead == "en familj som önskar stöd"
    assert find("a broken family")[0].found == "broken family"


def test_an_identity_code_is_recognised_by_its_form():
    assert holds_identity_code("Tunnus 131052-308T on väärässä paikassa")
    assert not holds_identity_code("Puhelin 040 131052")


@given(st.text(max_size=300))
def test_findings_stand_where_they_say_and_do_not_overlap(text):
    end = 0
    for found in find(text):
        assert text[found.at : found.at + len(found.found)] == found.found
        assert found.at >= end
        end = found.at + len(found.found)
