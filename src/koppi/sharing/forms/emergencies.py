"""What people say when they open a family in an emergency."""

import re
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.sharing.models import EmergencyCode

from .fields import MAX_WORDS, PICK, not_told_why_field, tells_family_field

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class EmergencyForm(forms.Form):
    """Open a family in an emergency; the address is asked only when the page does not know it already."""

    address = forms.CharField(
        label=_("Perheen osoite Kopissa"),
        help_text=_("Liitä tähän perheen sivun osoite, jonka sait perheen tiimiltä tai haun tuloksesta."),
        max_length=300,
        error_messages={"required": _("Liitä perheen sivun osoite.")},
    )
    code = forms.ChoiceField(
        label=_("Miksi avaat"),
        choices=EmergencyCode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    reason = forms.CharField(
        label=_("Kerro tarkemmin"), widget=forms.Textarea, min_length=20, max_length=MAX_WORDS,
        help_text=_("Vähintään 20 merkkiä. Esihenkilösi lukee tämän."),
        error_messages={"required": _("Kerro, miksi avaat tiedot nyt.")},
    )  # fmt: skip
    tells_family = tells_family_field()
    not_told_why = not_told_why_field()
    password = forms.CharField(
        label=_("Salasanasi uudelleen"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Kirjoita salasanasi.")},
    )  # fmt: skip

    def __init__(self, *args, family_id: UUID | None, asks_password: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if family_id is not None:
            del self.fields["address"]
        if not asks_password:
            del self.fields["password"]

    def clean_address(self) -> UUID:
        found = UUIDS.search(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError(_("Tämä ei ole perheen sivun osoite. Kopioi osoite kokonaan."))
        return UUID(found.group())


class EmergencyReviewForm(forms.Form):
    outcome = forms.CharField(
        label=_("Oliko avaaminen tarpeen ja mitä siitä seurasi"), widget=forms.Textarea, max_length=MAX_WORDS,
        error_messages={"required": _("Kirjoita, mitä totesit.")},
    )  # fmt: skip
