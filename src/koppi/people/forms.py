"""What people may say of organisations, units, posts and absences."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Language, Organisation, Post, Role, Sector, Unit
from .viewer import HELSINKI

ANY = ("", _("Kaikki"))
LONGEST = timedelta(days=3650)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def borrowed(model, name: str, **more) -> forms.Field:
    """Return the form field of a column; an empty one asks in its own words."""
    field = model._meta.get_field(name).formfield(**more)
    field.error_messages["required"] = _("Täytä tämä kohta.")
    return field


class WhoForm(forms.Form):
    """How the list of professionals is narrowed; all of it is optional."""

    text = forms.CharField(
        label=_("Nimi, nimike tai yksikkö"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Toimiala"), required=False, choices=[ANY, *Sector.choices])
    municipality = forms.ChoiceField(label=_("Kunta"), required=False)
    language = forms.ChoiceField(label=_("Kieli"), required=False, choices=[ANY, *Language.choices])

    def __init__(self, *args, municipalities=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [ANY, *((name, name) for name in municipalities)]


class ContactForm(forms.Form):
    """One's own work contact."""

    phone = borrowed(Post, "phone")
    email = borrowed(Post, "email")
    languages = forms.MultipleChoiceField(
        label=_("Kielet, joilla palvelen"), required=False, choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class AbsenceForm(forms.Form):
    """When somebody is away, whole days, and who acts for them."""

    starts_on = forms.DateField(
        label=_("Ensimmäinen poissaolopäivä"), widget=DAY,
        error_messages={
            "required": _("Kerro ensimmäinen poissaolopäivä."),
            "invalid": _("Kirjoita päivä muodossa 24.12.2026."),
        },
    )  # fmt: skip
    ends_on = forms.DateField(
        label=_("Viimeinen poissaolopäivä"), required=False, widget=DAY,
        help_text=_("Jätä tyhjäksi, jos paluupäivä ei ole tiedossa."),
        error_messages={"invalid": _("Kirjoita päivä muodossa 24.12.2026.")},
    )  # fmt: skip
    deputy = forms.ModelChoiceField(
        label=_("Sijainen"), queryset=Post.objects.none(), empty_label=_("Valitse"),
        help_text=_("Sijainen näkee samat perheet kuin sinä, niin kauan kuin olet poissa."),
        error_messages={
            "required": _("Valitse sijainen."),
            "invalid_choice": _("Valitse sijainen luettelosta."),
        },
    )  # fmt: skip

    def __init__(self, *args, deputies, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["deputy"].queryset = deputies
        self.fields["deputy"].label_from_instance = lambda post: (
            f"{post.person.name}, {post.said_title}, {post.unit.said_name}"
        )

    def clean(self):
        said = super().clean()
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and starts_on < self.at.astimezone(HELSINKI).date():
            self.add_error("starts_on", _("Poissaolo alkaa tänään tai myöhemmin. Valitse toinen päivä."))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Viimeinen päivä on ennen ensimmäistä. Tarkista päivät."))
        for name in ("starts_on", "ends_on"):
            if said.get(name) and said[name] > self.at.date() + LONGEST:
                self.add_error(name, _("Valitse päivä enintään kymmenen vuoden päähän."))
        return said

    @property
    def given(self) -> dict:
        """What the action is given: the first day from its beginning or from now, the last to its end."""
        starts_on, ends_on = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        return {
            "deputy": self.cleaned_data["deputy"],
            "starts_at": max(self.at, _midnight(starts_on)),
            "ends_at": _midnight(ends_on + timedelta(days=1)) if ends_on else None,
        }


def _midnight(day) -> datetime:
    return datetime.combine(day, time(), HELSINKI)


class OrganisationForm(forms.Form):
    name = borrowed(Organisation, "name")
    name_sv = borrowed(Organisation, "name_sv")
    kind = borrowed(Organisation, "kind")
    business_id = borrowed(Organisation, "business_id")
    allows_legal_ground = borrowed(
        Organisation, "allows_legal_ground", label=_("Saa kutsua myös nimetyn lainkohdan perusteella"),
    )  # fmt: skip
    contract_until = borrowed(Organisation, "contract_until", widget=DAY)


class UnitForm(forms.Form):
    name = borrowed(Unit, "name")
    name_sv = borrowed(Unit, "name_sv")
    sector = borrowed(Unit, "sector")
    municipality = borrowed(Unit, "municipality")
    address = borrowed(Unit, "address")
    phone = borrowed(Unit, "phone")
    email = borrowed(Unit, "email")


class PostForm(forms.Form):
    """What can be changed of a post."""

    title = borrowed(Post, "title")
    title_sv = borrowed(Post, "title_sv")
    phone = borrowed(Post, "phone")
    languages = forms.MultipleChoiceField(
        label=_("Kielet"), required=False, choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    is_on_emergency_duty = borrowed(Post, "is_on_emergency_duty")


class PledgeForm(forms.Form):
    """One's own pledge of secrecy."""

    is_agreed = forms.BooleanField(
        label=_("Olen lukenut tämän ja lupaan sen"),
        error_messages={"required": _("Merkitse, että lupaat tämän.")},
    )


class PaperPledgeForm(forms.Form):
    """A pledge of secrecy signed on paper."""

    signed_on = forms.DateField(
        label=_("Milloin sitoumus allekirjoitettiin"), widget=DAY,
        error_messages={
            "required": _("Kerro, milloin sitoumus allekirjoitettiin."),
            "invalid": _("Kirjoita päivä muodossa 24.12.2026."),
        },
    )  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if not self.today - LONGEST <= day <= self.today:
            raise forms.ValidationError(_("Valitse päivä, joka on jo ollut."))
        return day


class NewPostForm(PostForm):
    """Who begins, in what role, from when."""

    given_names = forms.CharField(
        label=_("Etunimet"), max_length=150, error_messages={"required": _("Kirjoita etunimi.")}
    )
    family_name = forms.CharField(
        label=_("Sukunimi"), max_length=100, error_messages={"required": _("Kirjoita sukunimi.")}
    )
    email = forms.EmailField(
        label=_("Työsähköposti"), max_length=150,
        error_messages={
            "required": _("Kirjoita työsähköposti."),
            "invalid": _("Tarkista sähköpostiosoite."),
        },
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Rooli"), choices=Role.choices, initial=Role.WORKER)
    starts_on = forms.DateField(
        label=_("Alkaa"), widget=DAY,
        error_messages={"required": _("Kerro, mistä päivästä alkaen.")},
    )  # fmt: skip
    field_order = ("given_names", "family_name", "email", "role", "title", "title_sv", "starts_on")
