"""The second step of inviting: whom to ask."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from koppi.mapping import choosing, periods
from koppi.mapping.asking import Asked
from koppi.people.viewer import Viewer

from .fields import text

PARTS = ("name", "role", "email", "why")


class AskForm(forms.Form):
    """Kenet: posts and units by key with a line why each, and guests by name, task and e-mail."""

    text = text(_("Etsi nimellä, nimikkeellä tai paikalla"), 100)

    def __init__(self, data=None, *, viewer: Viewer, **kwargs):
        data = data if data is not None else MultiValueDict()
        super().__init__(data, **kwargs)
        self.viewer = viewer
        self.keys = list(dict.fromkeys(data.getlist("to")))[:40]

    @property
    def chosen(self) -> list[tuple]:
        """Return the chosen as (card, why as it was typed)."""
        cards = choosing.choosable(self.viewer, self.keys)
        return [(card, self.typed(f"why-{card.key}")) for card in cards]

    def typed(self, name: str) -> str:
        """Return what was typed into a field by this name; no database holds the sign that is left out."""
        return self.data.get(name, "").replace("\x00", "").strip()

    @property
    def guest_rows(self) -> list[dict[str, str]]:
        """Return what was typed of guests, and one empty row for the next as long as there is room."""
        rows = [self._guest(n) for n in range(periods.MOST_INVITED)]
        filled = [row for row in rows if any(row[name] for name in PARTS[:3])]
        rows = [*filled, dict.fromkeys(PARTS, "")]
        return [row | {"n": n} for n, row in enumerate(rows[: periods.MOST_INVITED])]

    def _guest(self, n: int) -> dict[str, str]:
        return {name: self.typed(f"guest-{n}-{name}") for name in PARTS}

    def clean(self):
        cleaned = super().clean()
        self.asked = [*self._professionals(), *self._guests()]
        if not self.errors:
            if not self.asked:
                self.add_error(None, _("Valitse ainakin yksi, jonka kutsut."))
            elif len(self.asked) > periods.MOST_INVITED:
                self.add_error(None, _("Kutsu enintään 8. Muut voivat tulla mukaan myöhemmin."))
        return cleaned

    def _professionals(self) -> Iterable[Asked]:
        parties = choosing.parties(self.viewer, self.keys)
        for key in self.keys:
            party, why = parties.get(key), self.typed(f"why-{key}")
            if party is None:
                self.add_error(None, _("Yhtä valituista ei voi enää kutsua. Valitse toinen hänen tilalleen."))
            elif len(why) > 120:
                self.add_error(None, _("Kirjoita perustelu enintään 120 merkillä."))
            elif key.startswith("e:"):
                yield Asked(post=party, why=why)
            else:
                yield Asked(unit=party, why=why)

    def _guests(self) -> Iterable[Asked]:
        for row in self.guest_rows:
            if not any(row[name] for name in PARTS[:3]):
                continue
            if wrong := _wrong_guest(row):
                self.add_error(None, wrong)
            else:
                yield Asked(
                    guest_name=row["name"], guest_role=row["role"], guest_email=row["email"], why=row["why"]
                )


def _wrong_guest(row: dict) -> str:
    if not row["name"] or not row["role"] or not row["email"]:
        return _("Kirjoita vieraan nimi, tehtävä ja sähköposti.")
    if max(len(row[name]) for name in ("name", "role", "why")) > 120 or len(row["email"]) > 254:
        return _("Vieraan tiedoissa on liian pitkä teksti. Enintään 120 merkkiä.")
    try:
        validate_email(row["email"])
    except ValidationError:
        return _("Tarkista vieraan sähköpostiosoite.")
    return ""
