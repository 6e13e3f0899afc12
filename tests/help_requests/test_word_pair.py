"""The word pair is hard to guess and easy to type."""

import pytest

from koppi.help_requests import word_pair
from koppi.help_requests.word_parts import BEGINNINGS, ENDS


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_pair_holds_at_least_forty_bits(language):
    assert word_pair.bits(language) >= 40


@pytest.mark.parametrize("parts", [BEGINNINGS, ENDS])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_part_is_there_twice_even_without_its_dots(parts, language):
    folded = [word_pair.canonical(word) for word in parts[language]]
    assert len(set(folded)) == len(folded)
    assert all(word.isalpha() and word.islower() for word in parts[language])


def test_the_same_press_draws_the_same_pair_and_another_press_or_key_another():
    pair = word_pair.drawn("press", "key", "fi")
    assert pair == word_pair.drawn("press", "key", "fi")
    assert pair not in {word_pair.drawn("other", "key", "fi"), word_pair.drawn("press", "yek", "fi")}
    assert len({word_pair.drawn(str(n), "key", "sv") for n in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed", ["Lumiäyriäinen  kuupöllö 0123", "lumiayriainen-kuupollo-0123", "LUMIÄYRIÄINENKUUPÖLLÖ 01 23"]
)
def test_how_a_pair_is_typed_does_not_matter(typed):
    assert word_pair.canonical(typed) == word_pair.canonical("lumiäyriäinen kuupöllö 0123")
