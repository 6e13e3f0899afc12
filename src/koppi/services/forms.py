"""What may be said of a service, and how the list of them is filtered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Post, Unit
from koppi.people.sectors import Sector
from koppi.sharing.models import Matter

from .actions import sentence
from .models import ServiceEpisode
from .states import ENDED, troubles

State = ServiceEpisode.State


def _of(name: str, **more) -> forms.Field:
    return ServiceEpisode._meta.get_field(name).formfield(**more)


def _day(name: str, **more) -> forms.DateField:
    field = _of(name, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)
    field.error_messages["invalid"] = _("Kirjoita päivä muodossa 2.12.2025.")
    return field


class UnitChoice(forms.ModelChoiceField):
    """A unit by its name."""


class PostChoice(forms.ModelChoiceField):
    """A professional by name and title."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.person.name}, {obj.said_title}"


class ServiceForm(forms.Form):
    """One episode. Whoever it is for is asked only when it is recorded."""

    subjects = forms.MultipleChoiceField(
        label=_("Ketä palvelu koskee?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Valitse, ketä palvelu koskee."),
            "invalid_choice": _("Valitse luettelosta, ketä palvelu koskee."),
        },
    )
    name = _of(
        "name",
        label=_("Palvelun nimi"),
        help_text=_("Neutraali nimi, jonka jokainen perheessä voi lukea, esimerkiksi perhetyö."),
        error_messages={
            "required": _("Anna palvelulle nimi."),
            "max_length": _("Nimi on liian pitkä. Lyhennä se 120 merkkiin."),
        },
    )
    sector = forms.ChoiceField(
        label=_("Toimiala"),
        choices=[("", _("Valitse")), *Sector.choices],
        error_messages={
            "required": _("Valitse toimiala."),
            "invalid_choice": _("Valitse toimiala luettelosta."),
        },
    )
    state = forms.ChoiceField(
        label=_("Tilanne"),
        choices=State.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Valitse, missä vaiheessa palvelu on."),
            "invalid_choice": _("Valitse luettelosta, missä vaiheessa palvelu on."),
        },
    )
    starts_on = _day("starts_on", label=_("Alkaa tai alkoi"))
    ends_on = _day("ends_on", label=_("Viimeinen päivä"), help_text=_("Jätä tyhjäksi, jos palvelu jatkuu."))
    unit = UnitChoice(
        label=_("Yksikkö"), queryset=Unit.objects.none(), required=False, empty_label=_("Ei listassa")
    )
    provider = _of("provider", label=_("Muu antaja omin sanoin"))
    contact = PostChoice(
        label=_("Keneen otetaan yhteyttä"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("Ei listassa"),
    )
    contact_words = _of("contact_words", label=_("Muu yhteyshenkilö omin sanoin"))
    reason = _of("reason", label=_("Miksi"), help_text=_("Yksi rivi, jonka perhe voi lukea."))
    matter = forms.ChoiceField(
        label=_("Aihe"),
        choices=Matter.choices,
        initial=Matter.ANY,
        required=False,
        help_text=_("Palvelu näkyy niille, joille tästä aiheesta on lupa kertoa."),
    )
    source = _of("source", label=_("Mistä tieto on"))
    as_of = _day("as_of", label=_("Tieto on päivältä"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, people, units, contacts, today, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset, self.fields["contact"].queryset = units, contacts
        if is_new:
            self.fields["subjects"].choices = people
            del self.fields["version"]
        else:
            del self.fields["subjects"], self.fields["matter"]

    def clean(self):
        cleaned = super().clean()
        days = {name: cleaned.get(name) for name in ("starts_on", "ends_on")}
        if cleaned.get("state"):
            for trouble in troubles(cleaned["state"], **days, today=self.today):
                if trouble.field not in self.errors:
                    self.add_error(trouble.field, sentence(trouble))
        if not cleaned.get("as_of"):
            cleaned["as_of"] = self.today
        elif cleaned["as_of"] > self.today:
            self.add_error("as_of", _("Tieto ei voi olla tulevalta päivältä. Tarkista päivä."))
        return cleaned


class EndForm(forms.Form):
    """When a service ended."""

    ends_on = _day("ends_on", label=_("Viimeinen päivä"), required=True)

    def __init__(self, *args, starts_on, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.starts_on, self.today = starts_on, today
        self.fields["ends_on"].error_messages["required"] = _("Kerro, milloin palvelu päättyi.")

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        for trouble in troubles(ENDED, self.starts_on or day, day, self.today):
            raise forms.ValidationError(sentence(trouble))
        return day


class ServiceFilter(forms.Form):
    """Which services are listed."""

    person = forms.ChoiceField(label=_("Kenen"), required=False)
    state = forms.ChoiceField(
        label=_("Tilanne"), required=False, choices=[("", _("Kaikki tilanteet")), *State.choices]
    )
    sector = forms.ChoiceField(
        label=_("Toimiala"), required=False, choices=[("", _("Kaikki toimialat")), *Sector.choices]
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Koko perhe")), *people]

    def matches(self, card) -> bool:
        """Return whether an episode is among those asked for."""
        asked = self.cleaned_data
        person = asked.get("person")
        return (
            (not person or person in {str(one) for one in card.persons})
            and (not asked.get("state") or asked["state"] == card.state)
            and (not asked.get("sector") or asked["sector"] == card.sector)
        )
