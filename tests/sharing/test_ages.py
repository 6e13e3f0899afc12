"""Twelve and fifteen: days on which a right begins, leap days included."""

from datetime import date

import pytest

from koppi.sharing import ages


@pytest.mark.parametrize(
    ("born", "day", "heard", "party"),
    [
        (date(2012, 9, 3), date(2024, 9, 2), False, False),
        (date(2012, 9, 3), date(2024, 9, 3), True, False),
        (date(2012, 9, 3), date(2027, 9, 2), True, False),
        (date(2012, 9, 3), date(2027, 9, 3), True, True),
        (date(2012, 2, 29), date(2027, 2, 27), True, False),
        (date(2012, 2, 29), date(2027, 2, 28), True, True),
    ],
)
def test_the_rights_of_an_age_begin_on_the_birthday(born, day, heard, party):
    assert (ages.is_heard_formally(day, born), ages.is_party_beside_custodian(day, born)) == (heard, party)
