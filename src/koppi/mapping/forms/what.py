"""The third step of inviting: what to look at together, and when."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi import neutral_words
from koppi.mapping import checking, periods
from koppi.mapping.asking import Slot
from koppi.mapping.models import Invitation
from koppi.people.viewer import Viewer
from koppi.refusal import Refused

from .fields import clock, day, moment, one_of, paragraph, radios, text

PLACES = [("", _("paikan päällä")), ("remote", _("etänä"))]


class DaysForm(forms.Form):
    """Until when an answer is asked for, and when the situation is looked at again."""

    answer_by = day(_("Vastaa viimeistään"), _("Valitse, mihin mennessä toivot vastausta."))
    reassess_on = day(
        _("Tilanne arvioidaan uudelleen"), _("Valitse päivä, jolloin tilanne arvioidaan uudelleen.")
    )  # fmt: skip

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.initial.setdefault("answer_by", periods.answer_by(viewer.today))
        self.initial.setdefault("reassess_on", periods.reassess_on(viewer.today))

    def clean(self):
        cleaned = super().clean()
        if {"answer_by", "reassess_on"} <= set(cleaned) and not self.errors:
            try:
                checking.check_days(self.viewer, cleaned["answer_by"], cleaned["reassess_on"], self.slots)
            except Refused as no:
                self.add_error(None, str(no))
        return cleaned

    @property
    def slots(self) -> list[Slot]:
        return []


class WhatForm(DaysForm):
    """Mitä: strengths first, one neutral paragraph, up to three times, and the days."""

    mode = radios(_("Millainen kutsu?"), [], _("Valitse kutsun laji."), required=False)
    strengths = paragraph(
        _("Mikä kantaa?"), 300, rows=2,
        help_text=_("Mikä on hyvin, mistä voi jatkaa?"),
    )  # fmt: skip
    about = paragraph(
        _("Mitä toivot yhdessä katsottavan?"), 600, rows=5,
        missing=_("Kirjoita muutamalla sanalla, mitä toivot yhdessä katsottavan."),
    )  # fmt: skip
    contact_phone = text(_("Puhelin, josta sinut tavoittaa"), 30)
    field_order = ["mode", "strengths", "about", "contact_phone", "answer_by", "reassess_on"]

    def __init__(self, *args, allows_shl41: bool = False, reader: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        modes = [Invitation.Mode.FREE, Invitation.Mode.SHL41] if allows_shl41 else [Invitation.Mode.FREE]
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in modes]
        self.initial.setdefault("mode", Invitation.Mode.FREE)
        if reader:
            hint = _("Kirjoita niin, että %(who)s ja perhe voivat lukea tämän.") % {"who": reader}
            self.fields["about"].help_text = hint
        for n in range(1, periods.MOST_TIMES + 1):
            self.fields[f"day{n}"] = day(_("Päivä"), "", required=False)
            self.fields[f"from{n}"] = clock(_("Alkaa"))
            self.fields[f"until{n}"] = clock(_("Päättyy"))
            self.fields[f"remote{n}"] = one_of(_("Missä"), PLACES, "", required=False)
            for name in ("day", "from", "until", "remote"):
                self.fields[f"{name}{n}"].widget.attrs["class"] = "in"

    @property
    def has_times(self) -> bool:
        return any(
            self[f"day{n}"].value() or self[f"from{n}"].value() for n in range(1, periods.MOST_TIMES + 1)
        )

    @property
    def time_rows(self) -> list[list]:
        numbers = range(1, periods.MOST_TIMES + 1)
        return [[self[f"{name}{n}"] for name in ("day", "from", "until", "remote")] for n in numbers]

    def clean_mode(self):
        return self.cleaned_data["mode"] or Invitation.Mode.FREE

    def clean(self):
        for name in ("strengths", "about"):
            if neutral_words.holds_identity_code(self.cleaned_data.get(name, "")):
                self.add_error(name, _("Poista henkilötunnus. Emme tarvitse sitä tässä."))
        for n in range(1, periods.MOST_TIMES + 1):
            given = [self.cleaned_data.get(f"{name}{n}") for name in ("day", "from", "until")]
            if any(given) and not all(given[:2]) and not {f"day{n}", f"from{n}"} & set(self.errors):
                self.add_error(f"day{n}", _("Kerro ehdotetun ajan päivä ja alkamisaika."))
        return super().clean()

    @property
    def slots(self) -> list[Slot]:
        numbers = range(1, periods.MOST_TIMES + 1)
        return [slot for n in numbers if (slot := self._slot(n))]

    def _slot(self, n: int) -> Slot | None:
        given = self.cleaned_data
        if not given.get(f"day{n}") or not given.get(f"from{n}"):
            return None
        starts = moment(given[f"day{n}"], given[f"from{n}"])
        until = given.get(f"until{n}")
        ends = moment(given[f"day{n}"], until) if until else starts + timedelta(hours=1)
        return Slot(starts, ends, bool(given.get(f"remote{n}")))

    @property
    def gentle(self) -> list[neutral_words.Suggestion]:
        """Return words the family might be hurt by; they are told of and never stop anything."""
        texts = (self[name].value() or "" for name in ("strengths", "about"))
        return [found for one in texts for found in neutral_words.find(one)]
