"""How requests are spoken of: time left, states."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .promise import Left

STATES = {
    "WAITING": gettext_lazy("Odottaa ottajaa"),
    "TAKEN": gettext_lazy("Otettu"),
    "ANSWERED": gettext_lazy("Vastattu pyytäjälle"),
    "DONE": gettext_lazy("Valmis"),
    "WITHDRAWN": gettext_lazy("Pyytäjä perui"),
}


def left_words(left: Left) -> str:
    """Return the time left of a promise in words: "Aikaa 2 tuntia", "Myöhässä 1 päivä"."""
    if left.is_late:
        return _("Myöhässä %(time)s") % {"time": _span(left)}
    return _("Aikaa %(time)s") % {"time": _span(left)}


def _span(left: Left) -> str:
    if left.days:
        if left.is_late:
            return ngettext("%(n)s päivä", "%(n)s päivää", left.days) % {"n": left.days}
        return ngettext("%(n)s työpäivä", "%(n)s työpäivää", left.days) % {"n": left.days}
    if left.hours:
        return ngettext("%(n)s tunti", "%(n)s tuntia", left.hours) % {"n": left.hours}
    return ngettext("%(n)s minuutti", "%(n)s minuuttia", left.minutes) % {"n": left.minutes}
