"""What a message may carry: the address of a page, a day, a code, a key. Nothing about anybody. Pure."""

import re
from collections.abc import Mapping

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# `about` is the key of what the message tells of and is never printed: by it the right is checked again.
_ALLOWED = {
    "about": re.compile(_UUID),
    "link": re.compile(r"/(?!/)[A-Za-z0-9/_.~:-]{0,300}"),
    "due_on": re.compile(r"\d{4}-\d\d-\d\d"),
    "code": re.compile(r"\d{4,8}"),
}


class CarriesPersonalData(ValueError):
    """Somebody tried to mail what belongs behind a door: a bug in the caller."""


def slip(context: Mapping[str, object]) -> dict[str, str]:
    """Return ``context`` as plain text, one of the allowed names and forms each.

    :raises CarriesPersonalData: a name that is not allowed, or a value of another form.
    """
    return {name: _allowed(name, str(value)) for name, value in context.items()}


def _allowed(name: str, value: str) -> str:
    form = _ALLOWED.get(name)
    if form is None or not form.fullmatch(value):
        raise CarriesPersonalData(f"a message cannot carry {name!r} of this form")
    return value
