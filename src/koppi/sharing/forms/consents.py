"""What people say when they share: consents, legal bases, another authority."""

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.sharing.models import Consent, Matter
from koppi.sharing.renewing import Named

from .fields import (
    MAX_NECESSITY,
    MAX_WORDS,
    PICK,
    Choices,
    LastDayForm,
    consent_ends_field,
    day_field,
    laws,
    name_field,
    not_told_why_field,
    receivers_field,
    tells_family_field,
)


class OwnConsentForm(LastDayForm):
    """A family member consents for themself, or for a child they answer for."""

    person = forms.ChoiceField(
        label=_("Kenen tietoja suostumus koskee"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    receivers = receivers_field()
    matter = forms.ChoiceField(label=_("Mistä asiasta"), choices=Matter.choices, initial=Matter.ANY)
    last_day = consent_ends_field()

    def __init__(self, *args, people: Choices, receivers: Choices, matters: Choices = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["receivers"].choices = receivers
        if matters:
            self.fields["matter"].choices = matters
            self.fields["matter"].initial = matters[0][0]
        if len(people) == 1:
            self.fields["person"].initial = people[0][0]


class ConsentForm(OwnConsentForm):
    """A worker writes down a consent together with the one who gives it."""

    way = forms.ChoiceField(
        label=_("Miten suostumus annettiin"),
        choices=[choice for choice in Consent.Way.choices if choice[0] != Consent.Way.OWN_SESSION],
        widget=forms.RadioSelect,
        initial=Consent.Way.WITH_WORKER,
    )


class RenewalForm(LastDayForm):
    """A consent given anew by somebody whose family has closed: everything is typed, nothing is offered."""

    given_names = name_field(_("Etunimet"), _("Sen ihmisen, jonka tietoja suostumus koskee."))
    family_name = name_field(_("Sukunimi"))
    born_on = day_field(_("Syntymäaika"))
    giver = forms.ChoiceField(
        label=_("Kuka suostumuksen antaa"),
        choices=[("SELF", _("ihminen itse")), ("CUSTODIAN", _("lapsen huoltaja"))],
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    giver_given_names = name_field(_("Huoltajan etunimet"), required=False)
    giver_family_name = name_field(_("Huoltajan sukunimi"), required=False)
    receivers = receivers_field()
    matter = forms.ChoiceField(label=_("Mistä asiasta"), choices=Matter.choices, initial=Matter.ANY)
    last_day = consent_ends_field()
    way = forms.ChoiceField(
        label=_("Miten suostumus annettiin"),
        choices=[choice for choice in Consent.Way.choices if choice[0] != Consent.Way.OWN_SESSION],
        widget=forms.RadioSelect,
        initial=Consent.Way.WITH_WORKER,
    )

    def __init__(self, *args, receivers: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receivers"].choices = receivers

    def clean(self):
        cleaned = super().clean()
        for name in ("giver_given_names", "giver_family_name"):
            if cleaned.get("giver") == "CUSTODIAN" and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Kirjoita huoltajan koko nimi."))
        return cleaned

    @property
    def whom(self) -> Named:
        said = self.cleaned_data
        return Named(said["given_names"], said["family_name"], said["born_on"])

    @property
    def custodian(self) -> Named | None:
        said = self.cleaned_data
        if said["giver"] == "SELF":
            return None
        return Named(said["giver_given_names"], said["giver_family_name"])


class BasisForm(LastDayForm):
    """Sharing on a section of law, without consent."""

    person = forms.ChoiceField(
        label=_("Kenen tietoja se koskee"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    receiver = forms.ChoiceField(label=_("Kuka saa tiedot"), error_messages={"required": PICK})
    matter = forms.ChoiceField(label=_("Mistä asiasta"), choices=Matter.choices, initial=Matter.ANY)
    code = forms.ChoiceField(
        label=_("Laki ja pykälä"), choices=laws, widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    necessity = forms.CharField(
        label=_("Miksi tiedon jakaminen on välttämätöntä"),
        help_text=_("Vähintään 40 merkkiä. Perhe voi lukea tämän."),
        widget=forms.Textarea,
        min_length=40,
        max_length=MAX_NECESSITY,
        error_messages={"required": _("Kerro, miksi tiedon jakaminen on välttämätöntä.")},
    )
    last_day = day_field(_("Viimeinen päivä"))
    told_family = forms.BooleanField(label=_("Perheelle on kerrottu"), required=False, initial=True)
    not_told_why = forms.CharField(
        label=_("Jos ei ole kerrottu, miksi"), required=False, max_length=300, widget=forms.Textarea
    )

    def __init__(self, *args, people: Choices, receivers: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["receiver"].choices = receivers


class AuthorityForm(LastDayForm):
    """Another authority's named worker sees the family for a time."""

    code = forms.ChoiceField(
        label=_("Laki ja pykälä"), choices=laws, widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    reason = forms.CharField(
        label=_("Miksi tieto on välttämätön"), widget=forms.Textarea, max_length=MAX_WORDS,
        error_messages={"required": _("Kerro, miksi tieto on välttämätön.")},
    )  # fmt: skip
    last_day = day_field(_("Viimeinen päivä"), _("Enintään vuoden päähän."))
    tells_family = tells_family_field()
    not_told_why = not_told_why_field()
