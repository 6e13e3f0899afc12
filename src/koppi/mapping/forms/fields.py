"""Fields of the house with sentences of their own; what they hold is checked before anything is done."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koppi.workdays import HELSINKI


def day(label, missing, *, required=True, **more) -> forms.DateField:
    """Return a day field that every browser can fill in."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _("Kirjoita päivä muodossa 5.12.2026.")},
        validators=[near],
        **more,
    )


def near(value: date) -> None:
    """Refuse days nobody means: a year typed with a slip of the finger."""
    if not 2000 <= value.year <= 2100:
        raise ValidationError(_("Tarkista vuosi."))


def clock(label) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Kirjoita kellonaika muodossa 14.30.")},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
    )


def text(label, longest: int, *, missing="", **more) -> forms.CharField:
    """Return a one-line text; with ``missing`` it is required."""
    return forms.CharField(
        label=label, max_length=longest, required=bool(missing), error_messages=_too_long(missing), **more
    )


def paragraph(label, longest: int, *, missing="", rows: int = 3, **more) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return text(label, longest, missing=missing, widget=widget, **more)


def one_of(label, choices, missing, **more) -> forms.ChoiceField:
    """Return a choice; a value that is not among the choices gets the same sentence as none."""
    messages = {
        "required": missing,
        "invalid_choice": missing or _("Valitse jokin tarjotuista vaihtoehdoista."),
    }
    return forms.ChoiceField(label=label, choices=choices, error_messages=messages, **more)


def radios(label, choices, missing, **more) -> forms.ChoiceField:
    return one_of(label, choices, missing, widget=forms.RadioSelect, **more)


def _too_long(missing) -> dict[str, str]:
    messages = {
        "max_length": _("Teksti on liian pitkä. Enintään %(limit_value)d merkkiä, nyt %(show_value)d.")
    }
    return messages | ({"required": missing} if missing else {})


def moment(on, at) -> datetime:
    """Return the moment of a day and a time in Finland."""
    return datetime.combine(on, at, HELSINKI)
