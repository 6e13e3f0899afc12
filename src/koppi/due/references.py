"""What a queued row may carry: references to things, never anything about people. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

_REFERENCE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # the key of a row
    r"|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:\d\d|Z)?)?"  # a day or a moment
)


class CarriesContent(ValueError):
    """Somebody tried to queue content instead of a reference: a bug in the caller."""


def references(payload: Mapping[str, object]) -> dict[str, str | int]:
    """Return ``payload`` as JSON can hold it.

    :raises CarriesContent: a value is not a UUID, a day, a moment or a whole number.
    """
    return {name: _reference(name, value) for name, value in payload.items()}


def _reference(name: str, value: object) -> str | int:
    if isinstance(value, int):
        return value
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    if isinstance(value, str | UUID | date) and _REFERENCE.fullmatch(text):
        return text
    raise CarriesContent(f"{name!r} is not a reference")
