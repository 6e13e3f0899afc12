"""A day by which something was promised, in words: "Tänään klo 16 mennessä", "Myöhässä 1 päivä"."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koppi.ui import moments


@dataclass(frozen=True)
class Due:
    """What to show: `kind` and `icon` of the tag, and the words."""

    kind: str
    icon: str
    words: str


def due(by: date | datetime, now: datetime, language: str = "fi") -> Due:
    """Return how a promise stands at `now`; both moments are already in the viewer's own time zone."""
    day = by.date() if isinstance(by, datetime) else by
    days = (day - now.date()).days
    if days < 0:
        return Due("stop", "warn", _late(-days))
    if days == 0:
        return _today(by, now, language)
    if days == 1:
        return Due("mid", "clock", _("Huomenna %(day)s") % {"day": moments.day(day, language)})
    words = moments.day(day, language) if days < 300 else moments.full_date(day, language)
    return Due("plain", "cal", words)


def _late(days: int) -> str:
    return ngettext("Myöhässä %(days)s päivä", "Myöhässä %(days)s päivää", days) % {"days": days}


def _today(by: date | datetime, now: datetime, language: str) -> Due:
    if not isinstance(by, datetime):
        return Due("mid", "clock", _("Tänään"))
    clock = {"clock": moments.clock(by, language)}
    if by < now:
        return Due("stop", "warn", _("Myöhässä, sovittu klo %(clock)s") % clock)
    return Due("mid", "clock", _("Tänään klo %(clock)s mennessä") % clock)
