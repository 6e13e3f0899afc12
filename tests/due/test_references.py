"""A queued row carries references and nothing about people."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from koppi.due.references import CarriesContent, references


def test_keys_days_moments_and_numbers_pass():
    key = uuid4()
    payload = {
        "invitation": key,
        "on": date(2026, 12, 3),
        "at": datetime(2026, 12, 3, 10, tzinfo=UTC),
        "n": 2,
    }
    assert references(payload) == {
        "invitation": str(key),
        "on": "2026-12-03",
        "at": "2026-12-03T10:00:00+00:00",
        "n": 2,
    }


@pytest.mark.parametrize(
    "content",
    [
        "Emma",
        "",
        "emma@example.fi",
        "040 123 4567",
        "3d6f0a1e-5c2b-4f7d-9a48-1b2c3d4e5f60 Emma",
        {"name": "Emma"},
        ["Emma"],
        None,
        1.5,
    ],
)
def test_anything_else_is_refused_without_repeating_it(content):
    with pytest.raises(CarriesContent) as refusal:
        references({"about": content})
    assert "Emma" not in str(refusal.value)
