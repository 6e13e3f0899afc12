"""The four answers a lamp can show: each has its own shape, mark and word besides its colour."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Lamp:
    """`kind` is the class ending (`lamp-ok`), `icon` may be empty: the half disc needs no mark."""

    kind: str
    icon: str
    word: str | Promise


LAMPS = {
    "GREEN": Lamp("ok", "check", _("Kyllä")),
    "YELLOW": Lamp("mid", "", _("Osittain")),
    "RED": Lamp("no", "minus", _("Ei")),
    "": Lamp("wait", "dots", _("Odottaa")),
}


def lamp_of(value: str | None) -> Lamp:
    """Return the lamp of a stored answer; no answer, or one we do not know, is still waiting."""
    return LAMPS.get(str(value or "").upper(), LAMPS[""])
