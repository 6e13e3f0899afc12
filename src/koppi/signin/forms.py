"""What one may say of an account."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Account


class SettingsForm(forms.Form):
    language = Account._meta.get_field("language").formfield()


class AccountForm(forms.Form):
    """A new account: its owner sets the password through the link they ask for themselves."""

    username = forms.RegexField(
        r"^[a-z0-9._-]{3,60}$", label=_("Käyttäjätunnus"), strip=True,
        help_text=_("Pieniä kirjaimia, numeroita, pisteitä ja viivoja. Ei henkilötunnusta."),
        error_messages={
            "required": _("Kirjoita käyttäjätunnus."),
            "invalid": _("Käytä 3–60 merkkiä: pieniä kirjaimia, numeroita, pisteitä ja viivoja."),
        },
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Työsähköposti"),
        error_messages={"required": _("Kirjoita sähköposti, johon salasanan linkki lähetetään.")},
    )
    language = Account._meta.get_field("language").formfield()


class WordsForm(forms.Form):
    """The secret words, typed in; nothing tells which of them was wrong."""

    words = forms.CharField(
        label=_("Neljä sanaasi"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Kirjoita neljä sanaasi."),
            "max_length": _("Kirjoita vain neljä sanaasi."),
        },
    )


class OwnPasswordForm(forms.Form):
    """The name and the password one comes back with."""

    username = forms.RegexField(
        r"^[a-z0-9._-]{3,60}$", label=_("Käyttäjätunnus"), strip=True,
        help_text=_("Pieniä kirjaimia, numeroita, pisteitä ja viivoja. Ei henkilötunnusta."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Kirjoita käyttäjätunnus."),
            "invalid": _("Käytä 3–60 merkkiä: pieniä kirjaimia, numeroita, pisteitä ja viivoja."),
        },
    )  # fmt: skip
    password = forms.CharField(
        label=_("Salasana"), strip=False, max_length=200,
        help_text=_("Vähintään 12 merkkiä. Pitkä lause on hyvä."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": _("Kirjoita salasana."),
            "max_length": _("Salasana on liian pitkä. Lyhennä se 200 merkkiin."),
        },
    )  # fmt: skip

    def __init__(self, *args, account: Account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password
