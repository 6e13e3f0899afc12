"""Words of danger are found in three languages; everyday words are left in peace."""

import pytest

from koppi.help_requests.danger import has_signs


@pytest.mark.parametrize(
    "text",
    [
        "Isä lyö minua", "En halua elää", "HALUAN   KUOLLA", "poika viiltelee", "hän uhkasi… uhkaa meitä",
        "Pappa slår mig", "jag vill inte leva", "he has a knife", "I want to die", "She hits me",
    ],
)  # fmt: skip
def test_words_of_danger_are_found(text):
    assert has_signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Aamut ovat vaikeita", "Löysin paikan kerhosta", "Tapaan ystäviä", "min kille är trött",
        "behöver skjuts till skolan", "a beautiful child", "gungan är rolig", "",
    ],
)  # fmt: skip
def test_everyday_words_are_left_in_peace(text):
    assert not has_signs(text)
