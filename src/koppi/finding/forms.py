"""What is typed when families are looked for and begun, and when two rows are made one person."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Family, Member
from koppi.families.new_member import NewMember
from koppi.people import identity_code
from koppi.people.models import Person
from koppi.people.sectors import Sector
from koppi.people.viewer import HELSINKI, Viewer
from koppi.refusal import Refused
from koppi.sharing import legal
from koppi.sharing.models import Consent
from koppi.ui import moments
from koppi.workdays import add_months

from . import access
from .actions import Said
from .alike import Known
from .asking import Question
from .merging import FIELDS

ANY = ("", _("Kaikki"))
CONSENT, LAW = "CONSENT", "LAW"
# Somebody like one in sight, but another human being.
NEW = "new"
# The child first, then the adults: how the fields of each are called.
SLOTS = ("child", "adult1", "adult2")
# What tells one person apart without a code.
EXACT = ("given_names", "family_name", "born_on")


def a_day(label, required=False, **more) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Kirjoita päivä muodossa 3.12.2026 tai valitse se kalenterista."),
            "required": _("Kirjoita päivä."),
        },
        **more,
    )  # fmt: skip


def a_name(label, column: str, **more) -> forms.CharField:
    words = {"required": _("Kirjoita nimi.")}
    return Person._meta.get_field(column).formfield(label=label, required=False, error_messages=words, **more)


class FamiliesForm(forms.Form):
    """How the list of families is narrowed; all of it is optional."""

    text = forms.CharField(
        label=_("Nimi tai syntymäaika"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    mine = forms.ChoiceField(
        label=_("Kenen"), required=False,
        choices=[
            ANY, (access.HOLD_MINE, _("Koppi minulla")), (access.TEAM_MINE, _("Olen tiimissä")),
            (access.UNIT_MINE, _("Yksikköni työssä")),
        ],
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Toimiala tiimissä"), required=False, choices=[ANY, *Sector.choices])
    status = forms.ChoiceField(
        label=_("Vaihe"), required=False,
        choices=[ANY, (access.OPEN, _("Työskentely käynnissä")), (access.FINISHED, _("Työskentely valmis"))],
    )  # fmt: skip


class LookupForm(forms.Form):
    """One exact person and why they are asked about."""

    given_names = a_name(_("Etunimet tai kutsumanimi"), "given_names")
    family_name = a_name(_("Sukunimi"), "family_name")
    born_on = a_day(_("Syntymäaika"))
    code = forms.CharField(
        label=_("Henkilötunnus"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Riittää yksin ilman nimeä ja syntymäaikaa."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Miksi kysyt"), max_length=300, min_length=10, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kysymyksesi kirjataan, ja perhe voi pyytää tiedon siitä."),
        error_messages={
            "required": _("Kerro, miksi kysyt."),
            "min_length": _("Kerro syy vähintään kymmenellä merkillä."),
        },
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not identity_code.is_on():
            del self.fields["code"]
            for name in EXACT:
                self.fields[name].required = True

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        try:
            return identity_code.normalised(code) if code else ""
        except Refused as no:
            raise forms.ValidationError(str(no)) from no

    def clean(self):
        said = super().clean()
        needs_all = not said.get("code") and "code" not in self.errors
        for name in EXACT if needs_all else ():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return said

    @property
    def question(self) -> Question:
        said = self.cleaned_data
        if said.get("code"):
            return Question(code=said["code"])
        return Question(said["given_names"], said["family_name"], said["born_on"])


class NewFamilyForm(forms.Form):
    """A new family: the child in the middle, the adults, and on what sharing rests."""

    name = Family._meta.get_field("name").formfield(
        label=_("Perheen nimi"), help_text=_("Esimerkiksi Laineen perhe."),
        error_messages={"required": _("Anna perheelle nimi.")},
    )  # fmt: skip
    municipality = Family._meta.get_field("municipality").formfield()
    child_given_names = a_name(
        _("Etunimet"), "given_names", help_text=_("Syntyvällä lapsella voi olla tyhjä.")
    )
    child_family_name = a_name(_("Sukunimi"), "family_name")
    child_born_on = a_day(_("Syntymäaika"))
    child_expected_on = a_day(_("Laskettu aika, jos lapsi ei ole vielä syntynyt"))
    adult1_given_names = a_name(_("Etunimet"), "given_names")
    adult1_family_name = a_name(_("Sukunimi"), "family_name")
    adult1_born_on = a_day(_("Syntymäaika"))
    adult1_is_custodian = forms.BooleanField(label=_("Lapsen huoltaja"), required=False)
    adult1_consents = forms.BooleanField(label=_("On suostunut yhteiseen työhön"), required=False)
    adult2_given_names = a_name(_("Etunimet"), "given_names")
    adult2_family_name = a_name(_("Sukunimi"), "family_name")
    adult2_born_on = a_day(_("Syntymäaika"))
    adult2_is_custodian = forms.BooleanField(label=_("Lapsen huoltaja"), required=False)
    adult2_consents = forms.BooleanField(label=_("On suostunut yhteiseen työhön"), required=False)
    basis = forms.ChoiceField(
        label=_("Mihin tietojen käsittely perustuu"), widget=forms.RadioSelect, initial=CONSENT,
        choices=[(CONSENT, _("Perhe on suostunut")), (LAW, _("Laki sallii ilman suostumusta"))],
        error_messages={"required": _("Valitse, mihin tietojen käsittely perustuu.")},
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Miten suostumus annettiin"), required=False, initial=Consent.Way.WITH_WORKER,
        choices=[c for c in Consent.Way.choices if c[0] != Consent.Way.OWN_SESSION],
    )  # fmt: skip
    law = forms.ChoiceField(
        label=_("Laki ja pykälä"), required=False, help_text=_("Täytä, jos laki sallii ilman suostumusta.")
    )
    necessity = forms.CharField(
        label=_("Miksi se on välttämätöntä"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    until = a_day(_("Voimassa saakka"), required=True)
    asked_elsewhere = forms.BooleanField(
        label=_("Olen kysynyt häneltä, ja aloitamme silti uuden perheen"), required=False
    )

    def __init__(self, *args, by: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = by
        self.likely: dict[str, list[access.Likeness]] = {}
        sections = [(code, section.name) for code, section in legal.SECTIONS.items()]
        self.fields["law"].choices = [("", _("Valitse")), *sections]
        self.fields["until"].initial = add_months(by.today, settings.KOPPI_CONSENT_MONTHS)
        # An unborn child has neither a name nor a day of birth yet.
        is_born = not self.data.get("child_expected_on")
        self.fields["child_given_names"].required = self.fields["child_born_on"].required = is_born
        for slot in SLOTS:
            self.fields[f"{slot}_same"] = forms.CharField(
                label=_("Onko hän jo Kopissa?"), required=False, widget=forms.RadioSelect
            )

    def clean(self):
        said = super().clean()
        self._check_child(said)
        self._check_basis(said)
        for slot in ("adult1", "adult2"):
            if self._is_named(slot, said) and not said.get(f"{slot}_given_names"):
                self.add_error(f"{slot}_given_names", gettext("Kirjoita aikuisen etunimi."))
        if not self.errors:
            for slot in SLOTS:
                self._check_likeness(slot, said)
        return said

    def _check_child(self, said: dict) -> None:
        if said.get("child_born_on") and said["child_born_on"] > self.viewer.today:
            self.add_error("child_born_on", gettext("Syntymäaika on tulevaisuudessa. Tarkista päivä."))

    def _check_basis(self, said: dict) -> None:
        if said.get("until") and said["until"] <= self.viewer.today:
            self.add_error("until", gettext("Viimeinen päivä on jo mennyt. Valitse myöhempi päivä."))
        if said.get("basis") == LAW:
            if not said.get("law"):
                self.add_error("law", gettext("Valitse laki ja pykälä luettelosta."))
            if len((said.get("necessity") or "").strip()) < 40:
                self.add_error(
                    "necessity", gettext("Kerro vähintään 40 merkillä, miksi se on välttämätöntä.")
                )
        elif said.get("basis") == CONSENT and not self._consenting_custodians(said):
            sentence = gettext("Merkitse huoltaja, joka suostuu lapsen puolesta, tai käytä lain perustetta.")
            self.add_error("adult1_consents", sentence)

    def _consenting_custodians(self, said: dict) -> list[str]:
        adults = ("adult1", "adult2")
        return [slot for slot in adults if said.get(f"{slot}_is_custodian") and said.get(f"{slot}_consents")]

    def _is_named(self, slot: str, said: dict) -> bool:
        parts = ("given_names", "family_name", "born_on", "is_custodian", "consents")
        return any(said.get(f"{slot}_{part}") for part in parts)

    def _check_likeness(self, slot: str, said: dict) -> None:
        """Somebody in sight may be the same person: the one who types says whether they are."""
        if not said.get(f"{slot}_given_names"):
            return
        likely = access.likely_same(self.viewer, self.known(slot))
        if not likely:
            return
        self.likely[slot] = likely
        field = self.fields[f"{slot}_same"]
        field.widget.choices = [(str(one.id), self._words(one)) for one in likely] + [
            (NEW, gettext("Eri ihminen"))
        ]
        if said.get(f"{slot}_same") not in dict(field.widget.choices):
            self.add_error(
                f"{slot}_same", gettext("Samanniminen ihminen on jo perheessäsi. Valitse, onko hän sama.")
            )

    def _words(self, one: access.Likeness) -> str:
        born = moments.full_date(one.born_on, self.viewer.language) if one.born_on else ""
        return ", ".join(part for part in (one.name, born, one.family) if part)

    def known(self, slot: str) -> Known:
        said = self.cleaned_data
        return Known(
            None, said[f"{slot}_given_names"], "", said[f"{slot}_family_name"], said[f"{slot}_born_on"]
        )

    @property
    def shown_slots(self) -> list[dict]:
        """The fields of each person, for the template."""
        return [
            {
                "slot": slot,
                "fields": [self[name] for name in self.fields if self._is_plain(slot, name)],
                "same": self[f"{slot}_same"] if slot in self.likely else None,
            }
            for slot in SLOTS
        ]

    def _is_plain(self, slot: str, name: str) -> bool:
        return name.startswith(slot) and not name.endswith("_same")

    @property
    def question(self) -> Question | None:
        """Whom to ask about outside one's sight: the child, when it has been born and is new here."""
        said = self.cleaned_data
        if not (said["child_given_names"] and said["child_family_name"] and said["child_born_on"]):
            return None
        if said["child_same"] not in ("", NEW) or said["asked_elsewhere"]:
            return None
        return Question(said["child_given_names"], said["child_family_name"], said["child_born_on"])

    @property
    def said(self) -> Said:
        said = self.cleaned_data
        slots = ["child", *(slot for slot in ("adult1", "adult2") if self._is_named(slot, said))]
        is_law = said["basis"] == LAW
        return Said(
            name=said["name"],
            municipality=said["municipality"],
            members=[self._member(slot) for slot in slots],
            custodians=self._ticked(slots, "is_custodian"),
            consenting=() if is_law else self._ticked(slots, "consents"),
            way=said["way"] or Consent.Way.WITH_WORKER,
            law=said["law"] if is_law else "",
            necessity=said["necessity"] if is_law else "",
            until=datetime.combine(said["until"] + timedelta(days=1), time(), HELSINKI),
        )

    def _ticked(self, slots: list[str], part: str) -> tuple[int, ...]:
        return tuple(n for n, slot in enumerate(slots) if self.cleaned_data.get(f"{slot}_{part}"))

    def _member(self, slot: str) -> NewMember:
        said = self.cleaned_data
        same = said[f"{slot}_same"]
        is_known = same and slot in self.likely and same != NEW
        expected = said.get(f"{slot}_expected_on") if not said[f"{slot}_born_on"] else None
        place = Member.Place.CHILD if slot == "child" else Member.Place.ADULT
        return NewMember(
            place=Member.Place.UNBORN if expected else place, is_centre=slot == "child",
            person_id=next(one.id for one in self.likely[slot] if str(one.id) == same) if is_known else None,
            given_names=said[f"{slot}_given_names"] or (gettext("Syntyvä lapsi") if expected else ""),
            family_name=said[f"{slot}_family_name"], born_on=said[f"{slot}_born_on"], expected_on=expected,
        )  # fmt: skip


KEPT, DROPPED = "KEPT", "DROPPED"
# Contact data is for those who may contact; it follows the kept row unless that one has none.
CHOSEN = tuple(name for name in FIELDS if name not in ("phone", "email", "face"))


class MergeForm(forms.Form):
    """Which of two values stays, field by field; only where they differ is anything asked."""

    def __init__(self, *args, kept: Person, dropped: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.dropped = kept, dropped
        for name in CHOSEN:
            mine, other = getattr(kept, name), getattr(dropped, name)
            if mine != other:
                self.fields[name] = forms.ChoiceField(
                    label=Person._meta.get_field(name).verbose_name.capitalize(), widget=forms.RadioSelect,
                    choices=[(KEPT, _shown(kept, name)), (DROPPED, _shown(dropped, name))],
                    initial=KEPT if mine or not other else DROPPED,
                    error_messages={"required": _("Valitse, kumpi tieto jää.")},
                )  # fmt: skip
        self.fields["is_sure"] = forms.BooleanField(
            label=_("Olen varmistanut, että he ovat sama ihminen"),
            error_messages={"required": _("Varmista ensin, että he ovat sama ihminen.")},
        )

    @property
    def from_dropped(self) -> set[str]:
        """Return the fields whose value comes from the dropped row."""
        chosen = {name for name in CHOSEN if self.cleaned_data.get(name) == DROPPED}
        empty = {
            n for n in FIELDS if n not in CHOSEN and not getattr(self.kept, n) and getattr(self.dropped, n)
        }
        return chosen | empty


def _shown(person: Person, name: str) -> str:
    value = getattr(person, name)
    if isinstance(value, bool):
        return gettext("kyllä") if value else gettext("ei")
    if isinstance(value, date):
        return moments.full_date(value, get_language())
    words = getattr(person, f"get_{name}_display", lambda: value)()
    return str(words) if words not in (None, "") else gettext("ei kirjattu")
