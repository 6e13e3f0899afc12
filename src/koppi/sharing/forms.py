"""What people say when they share, restrict or open."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from .legal import SECTIONS
from .models import Consent, EmergencyCode, Matter, Restriction
from .periods import midnight
from .renewing import Named

Choices = list[tuple[str, str]]
YEAR = timedelta(days=365)
MAX_NECESSITY, MAX_WORDS = 1000, 500
PICK = _("Valitse yksi.")
PICK_SOME = _("Valitse vähintään yksi.")
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


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


class OwnConsentForm(LastDayForm):
    """A family member consents for themself, or for a child they answer for."""

    person = forms.ChoiceField(
        label=_("Kenen tietoja suostumus koskee"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    receivers = forms.MultipleChoiceField(
        label=_("Kenen kanssa tietoja saa jakaa"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": PICK_SOME},
    )
    matter = forms.ChoiceField(label=_("Mistä asiasta"), choices=Matter.choices, initial=Matter.ANY)
    last_day = day_field(
        _("Viimeinen päivä"), _("Jätä tyhjäksi, jos suostumus on voimassa toistaiseksi."), required=False
    )

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
    receivers = forms.MultipleChoiceField(
        label=_("Kenen kanssa tietoja saa jakaa"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": PICK_SOME},
    )
    matter = forms.ChoiceField(label=_("Mistä asiasta"), choices=Matter.choices, initial=Matter.ANY)
    last_day = day_field(
        _("Viimeinen päivä"), _("Jätä tyhjäksi, jos suostumus on voimassa toistaiseksi."), required=False
    )
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


class RestrictionForm(LastDayForm):
    """Keep somebody out, or hide where somebody is."""

    kind = forms.ChoiceField(
        label=_("Mitä rajaus tekee"),
        choices=Restriction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    kept_out = forms.ChoiceField(
        label=_("Kenet se pitää ulkona"), help_text=_("Turvakiellossa jätä tyhjäksi."), required=False
    )
    protected = forms.MultipleChoiceField(
        label=_("Ketä se suojaa"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": PICK_SOME},
    )
    cleared = forms.MultipleChoiceField(
        label=_("Turvakiellossa: kuka saa silti tietää paikan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cause = forms.ChoiceField(label=_("Peruste"), choices=Restriction.Cause.choices)
    words = forms.CharField(
        label=_("Perustelu"), widget=forms.Textarea, required=False, max_length=MAX_WORDS,
        help_text=_("Näkyy vain perheen tiimille."),
    )  # fmt: skip
    asked_by = forms.ChoiceField(
        label=_("Kuka rajausta pyysi"), required=False, help_text=_("Hän näkee rajauksen omissa tiedoissaan.")
    )
    last_day = day_field(
        _("Viimeinen päivä"), _("Jätä tyhjäksi, jos rajaus on toistaiseksi."), required=False
    )
    review_on = day_field(_("Milloin rajausta katsotaan uudelleen"))
    appeal_contact = forms.CharField(
        label=_("Kenelle päätöksestä voi valittaa"), required=False, max_length=200
    )

    def __init__(self, *args, people: Choices, kept_out: Choices, may_know: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["protected"].choices = people
        self.fields["asked_by"].choices = [("", _("Ei kukaan perheestä")), *people]
        self.fields["kept_out"].choices = [("", _("Ei ketään (turvakielto)")), *kept_out]
        self.fields["cleared"].choices = may_know

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if not self.today < day <= self.today + YEAR:
            raise forms.ValidationError(_("Valitse tarkistuspäivä tästä eteenpäin, enintään vuoden päähän."))
        return day


class ClearanceForm(forms.Form):
    """Let one holder know a hidden place."""

    holder = forms.ChoiceField(label=_("Kuka saa tietää paikan"), error_messages={"required": PICK})

    def __init__(self, *args, may_know: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = may_know


class OwnProhibitionForm(forms.Form):
    """A minor hides a matter from somebody."""

    matter = forms.ChoiceField(label=_("Mikä asia"), choices=Matter.choices, initial=Matter.ANY)
    hidden_from = forms.ChoiceField(label=_("Keneltä se piilotetaan"), required=False)
    reason = forms.CharField(
        label=_("Miksi"), widget=forms.Textarea, required=False, max_length=MAX_WORDS,
        help_text=_("Voit jättää tyhjäksi. Työntekijä kysyy sinulta viikon sisällä."),
    )  # fmt: skip

    def __init__(self, *args, people: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden_from"].choices = [("", _("Kaikilta muilta perheessä")), *people]


class ProhibitionForm(OwnProhibitionForm):
    """A worker writes down a minor's prohibition."""

    minor = forms.ChoiceField(
        label=_("Kuka kieltää"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    field_order = ("minor", "matter", "hidden_from", "reason")

    def __init__(self, *args, minors: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minor"].choices = minors


class ProhibitionReviewForm(forms.Form):
    stands = forms.ChoiceField(
        label=_("Mitä päätit nuoren kanssa"),
        choices=[
            ("yes", _("Kielto jatkuu")),
            ("no", _("Kielto päättyy viikon kuluttua. Nuorelle kerrotaan ensin.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )


class CapacityForm(forms.Form):
    """Does a minor understand a matter well enough to decide on it?"""

    minor = forms.ChoiceField(label=_("Kenestä"), widget=forms.RadioSelect, error_messages={"required": PICK})
    matter = forms.ChoiceField(label=_("Missä asiassa"), choices=Matter.choices, initial=Matter.EVERYDAY)
    is_capable = forms.ChoiceField(
        label=_("Arvio"),
        choices=[
            ("yes", _("Ymmärtää asian ja päättää siitä itse")),
            ("no", _("Ei vielä: huoltaja päättää hänen kanssaan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    words = forms.CharField(
        label=_("Mihin arvio perustuu"), widget=forms.Textarea, max_length=300,
        error_messages={"required": _("Kerro, mihin arvio perustuu.")},
    )  # fmt: skip

    def __init__(self, *args, minors: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minor"].choices = minors


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
    tells_family = forms.BooleanField(
        label=_("Perheelle kerrotaan heti"), required=False, initial=True,
        help_text=_("Ota pois vain, jos kertominen vaarantaa jonkun."),
    )  # fmt: skip
    not_told_why = forms.CharField(
        label=_("Jos ei kerrota heti, miksi"), required=False, max_length=300, widget=forms.Textarea
    )


class HidePartForm(forms.Form):
    """Close one part from one parent."""

    hidden_from = forms.ChoiceField(
        label=_("Keneltä osa salataan"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    reason = forms.CharField(
        label=_("Perustelu"), widget=forms.Textarea, max_length=MAX_WORDS,
        help_text=_("Näkyy vain perheen tiimille."),
        error_messages={"required": _("Kerro, miksi osa salataan.")},
    )  # fmt: skip
    review_on = day_field(_("Milloin salaamista katsotaan uudelleen"), _("Enintään vuoden päähän."))

    def __init__(self, *args, people: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden_from"].choices = people


class DelayForm(LastDayForm):
    """Show one part to the family later."""

    last_day = day_field(
        _("Viimeinen päivä, jona perhe ei vielä näe osaa"),
        _("Enintään 90 päivää. Jätä tyhjäksi, jos perhe saa nähdä osan heti."),
        required=False,
    )


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
    tells_family = forms.BooleanField(
        label=_("Perheelle kerrotaan heti"), required=False, initial=True,
        help_text=_("Ota pois vain, jos kertominen vaarantaa jonkun."),
    )  # fmt: skip
    not_told_why = forms.CharField(
        label=_("Jos ei kerrota heti, miksi"), required=False, max_length=300, widget=forms.Textarea
    )
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
