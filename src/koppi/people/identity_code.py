"""The personal identity code (henkilötunnus): off unless the county switches it on.

It stands sealed in the database, is found only by an exact keyed hash, and is never in an address, a log or
the name of a file. All signs in force since 1 January 2023 count; the sign is part of who somebody is.
"""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu

from koppi.refusal import Refused
from koppi.sealing import keyed_hash

_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_DASHES = str.maketrans({"–": "-", "−": "-", "‐": "-", "‑": "-", "—": "-"})


class NotACode(Refused):
    """What was typed is not a personal identity code."""


class SwitchedOff(Refused):
    """This county does not record identity codes."""


def is_on() -> bool:
    """Return whether this installation records identity codes."""
    return bool(getattr(settings, "KOPPI_IDENTITY_CODES", False))


def normalised(typed: str) -> str:
    """Return the code in its one form: no spaces, capital letters, a plain hyphen.

    :raises NotACode: the form, the date, the sign or the check character is wrong.
    """
    try:
        return hetu.validate("".join(typed.split()).translate(_DASHES), allow_temporary=True)
    except ValidationError as error:
        raise NotACode(
            _("Henkilötunnus ei ole oikein. Tarkista päivä, välimerkki ja viimeinen merkki.")
        ) from error


def hashed(typed: str) -> str:
    """Return the keyed hash under which the code is found, without keeping the code.

    :raises NotACode: it is not a code.
    """
    return keyed_hash(f"hetu:{normalised(typed)}")


def columns(typed: str) -> dict[str, str]:
    """Return the two columns of a person that hold the code, which its field seals; empty empties both.

    :raises SwitchedOff: the county does not record codes.
    :raises NotACode: it is not a code.
    """
    if not typed:
        return {"identity_code": "", "identity_hash": ""}
    if not is_on():
        raise SwitchedOff(_("Henkilötunnusta ei tallenneta tällä alueella. Jätä kenttä tyhjäksi."))
    code = normalised(typed)
    return {"identity_code": code, "identity_hash": hashed(code)}


def masked(code: str) -> str:
    """Return a code as it is shown: the day of birth and the sign, the rest as dots."""
    return f"{code[:7]}••••" if code else ""


def born_on(typed: str) -> date:
    """Return the day of birth that a code tells.

    :raises NotACode: it is not a code.
    """
    code = normalised(typed)
    year = _CENTURIES[code[6]] + int(code[4:6])
    return date(year, int(code[2:4]), int(code[:2]))
