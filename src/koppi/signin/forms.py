"""What one may say of an account."""

from django import forms
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
