"""What the forms of sharing are made of."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.sharing.legal import SECTIONS
from koppi.sharing.periods import midnight

Choices = list[tuple[str, str]]
YEAR = timedelta(days=365)
MAX_NECESSITY, MAX_WORDS = 1000, 500
PICK = _("Valitse yksi.")
PICK_SOME = _("Valitse vähintään yksi.")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **more):
        super().__init__(format="%Y-%m-%d", **more)


def day_field(label, help_text="", required=True) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DayInput(),
        error_messages={"invalid": _("Kirjoita päivä muodossa 31.12.2026."), "required": _("Valitse päivä.")},
    )  # fmt: skip


def name_field(label, help_text="", required=True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=120,
        error_messages={"required": _("Kirjoita koko nimi."), "max_length": _("Nimi on liian pitkä.")},
    )  # fmt: skip


def receivers_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Kenen kanssa tietoja saa jakaa"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": PICK_SOME},
    )  # fmt: skip


def consent_ends_field() -> forms.DateField:
    """A consent may be open-ended."""
    hint = _("Jätä tyhjäksi, jos suostumus on voimassa toistaiseksi.")
    return day_field(_("Viimeinen päivä"), hint, required=False)


def tells_family_field() -> forms.BooleanField:
    """Whether the family is told at once; otherwise ``not_told_why_field`` asks for the reason."""
    return forms.BooleanField(
        label=_("Perheelle kerrotaan heti"), required=False, initial=True,
        help_text=_("Ota pois vain, jos kertominen vaarantaa jonkun."),
    )  # fmt: skip


def not_told_why_field() -> forms.CharField:
    label = _("Jos ei kerrota heti, miksi")
    return forms.CharField(label=label, required=False, max_length=300, widget=forms.Textarea)


def after(day: date | None) -> datetime | None:
    """Return the moment after the whole of a last day."""
    return None if day is None else midnight(day + timedelta(days=1))


def laws() -> Choices:
    return [(section.code, f"{section.name}: {section.words}") for section in SECTIONS.values()]


class LastDayForm(forms.Form):
    """A form with a last day; ``ends_at`` is the moment after it."""

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("Viimeinen päivä on jo mennyt. Valitse myöhempi päivä."))
        if day is not None and day > self.today + 10 * YEAR:
            raise forms.ValidationError(_("Valitse päivä enintään kymmenen vuoden päähän."))
        return day

    @property
    def ends_at(self) -> datetime | None:
        return after(self.cleaned_data["last_day"])
