"""What a worker says when making a way in, and what is typed to come in by it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import secret
from .models import WayIn


class WayForm(forms.Form):
    """How the link reaches the person. The digits always go by another way."""

    given = forms.ChoiceField(
        label=_("Miten linkki annetaan?"),
        choices=[
            (WayIn.Given.SCREEN, _("Näytän sen ruudulta")),
            (WayIn.Given.PAPER, _("Tulostan sen paperille")),
            (WayIn.Given.MAIL, _("Lähetän sen sähköpostilla")),
        ],
        widget=forms.RadioSelect,
        initial=WayIn.Given.SCREEN,
        error_messages={
            "required": _("Valitse, miten linkki annetaan."),
            "invalid_choice": _("Valitse luettelosta, miten linkki annetaan."),
        },
    )
    address = forms.EmailField(
        label=_("Sähköposti"),
        required=False,
        help_text=_("Viestissä on vain linkki. Kuusi numeroa kerrot itse, esimerkiksi puhelimessa."),
        error_messages={"invalid": _("Tarkista sähköpostiosoite.")},
    )
    is_agreed = forms.BooleanField(
        label=_("Olemme sopineet tästä lapsen ja hänen huoltajansa kanssa."), required=False
    )

    def __init__(self, *args, needs_agreement: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_agreement:
            del self.fields["is_agreed"]

    def clean(self):
        said = super().clean()
        if said.get("given") == WayIn.Given.MAIL and not said.get("address") and "address" not in self.errors:
            self.add_error("address", _("Kirjoita sähköpostiosoite, johon linkki lähetetään."))
        return said


class DigitsForm(forms.Form):
    """The six digits a worker has told."""

    digits = forms.CharField(
        label=_("Kuusi numeroa"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Kirjoita kuusi numeroa, jotka työntekijä kertoi sinulle."),
            "max_length": _("Kirjoita vain kuusi numeroa."),
        },
    )

    def clean_digits(self) -> str:
        digits = secret.typed_digits(self.cleaned_data["digits"])
        if len(digits) != 6:
            raise forms.ValidationError(_("Kirjoita kaikki kuusi numeroa."))
        return digits


class TokenForm(forms.Form):
    """The link's letters, typed from paper."""

    token = forms.CharField(
        label=_("Kirjaimet ja numerot paperista"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={
            "required": _("Kirjoita paperissa oleva tunnus."),
            "max_length": _("Tunnus on liian pitkä. Siinä on neljä neljän merkin ryhmää."),
        },
    )

    def clean_token(self) -> str:
        token = secret.typed_token(self.cleaned_data["token"])
        if len(token) != secret.LENGTH:
            raise forms.ValidationError(_("Tarkista tunnus. Siinä on neljä neljän merkin ryhmää."))
        return token


class NumberForm(forms.Form):
    """The number a person was told when they identified themselves elsewhere."""

    number = forms.CharField(
        label=_("Numero, jonka hän sai"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Kirjoita numero, jonka hän sai tunnistautuessaan."),
            "max_length": _("Kirjoita vain kahdeksan numeroa."),
        },
    )
