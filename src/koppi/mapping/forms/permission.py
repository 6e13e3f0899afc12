"""The first step of inviting: whom it is about, and what lets the others know."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koppi.mapping import checking, periods
from koppi.mapping.asking import ByLaw, Consented, Contact
from koppi.mapping.cards import Subject
from koppi.people.viewer import Viewer
from koppi.sharing import legal
from koppi.sharing.models import Consent, Matter

from .fields import day, one_of, paragraph, radios, text

WAYS = [
    (Consent.Way.WITH_WORKER, _("Kysyin tätä yhdessä perheen kanssa")),
    (Consent.Way.ON_PAPER, _("Suostumus on paperilla")),
]
BY_CONSENT = ("CONSENT", _("Perhe on antanut suostumuksen"))
BY_LAW = ("LAW", _("Laki sallii ilman suostumusta"))


class PermissionForm(forms.Form):
    """How it has been agreed: with the family's consent, or by law where the organisation allows it."""

    permission = radios(_("Miten tästä on sovittu?"), [], _("Kerro, miten tästä on sovittu."))
    way = radios(
        _("Miten suostumus annettiin?"), WAYS, _("Kerro, miten suostumus annettiin."),
        initial=Consent.Way.WITH_WORKER,
    )  # fmt: skip
    until = day(_("Suostumus on voimassa asti"), "", required=False)
    colleagues = forms.BooleanField(
        label=_("Kutsutun kollega samassa yksikössä voi vastata hänen puolestaan"),
        required=False,
        initial=True,
    )

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.allows_law = checking.allows_legal_ground(viewer)
        self.fields["permission"].choices = [BY_CONSENT, BY_LAW] if self.allows_law else [BY_CONSENT]
        self.initial.setdefault("until", periods.consent_until(viewer.today))

    def clean_until(self):
        until = self.cleaned_data["until"] or periods.consent_until(self.viewer.today)
        if until <= self.viewer.today:
            raise ValidationError(_("Suostumuksen viimeinen päivä on mennyt. Valitse myöhempi päivä."))
        if until > periods.consent_until(self.viewer.today):
            raise ValidationError(_("Suostumus on liian pitkä. Valitse lähempi päivä."))
        return until

    def clean(self):
        cleaned = super().clean()
        if self.is_by_law:
            self.errors.pop("way", None)
        return cleaned

    @property
    def is_by_law(self) -> bool:
        return self.cleaned_data.get("permission") == "LAW"


class AboutForm(PermissionForm):
    """Ketä: whom the invitation is about, and who consented for each."""

    subjects = forms.MultipleChoiceField(
        label=_("Ketä kutsu koskee?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Valitse, ketä kutsu koskee."),
            "invalid_choice": _("Valitse, ketä kutsu koskee."),
        },
    )
    matter = one_of(
        _("Mistä asiasta?"), Matter.choices, _("Valitse asia luettelosta."),
        required=False, initial=Matter.ANY,
    )  # fmt: skip
    field_order = ["subjects", "matter", "permission"]

    def __init__(self, *args, subjects: list[Subject], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(subject.id): subject for subject in subjects}
        self.fields["subjects"].choices = [(key, one.name) for key, one in self.people.items()]
        self.initial.setdefault("subjects", [key for key, one in self.people.items() if one.is_centre])
        for key, one in self.people.items():
            self.fields[f"giver-{key}"] = self._giver(one)

    def _giver(self, one: Subject) -> forms.ChoiceField:
        choices = [(str(pk), name) for pk, name in one.givers]
        label = _("Kuka antoi suostumuksen: %(who)s") % {"who": one.name}
        return one_of(label, choices, _("Valitse, kuka antoi suostumuksen."), initial=choices[0][0])

    def rows(self) -> list[tuple]:
        """Return for each person the name, the years and the tick."""
        ticks = {str(tick.data["value"]): tick for tick in self["subjects"].subwidgets}
        return [(one, ticks[key]) for key, one in self.people.items()]

    def givers(self) -> list[tuple]:
        """Return for each person the field of the giver, and whether there is anything to choose."""
        return [(self[f"giver-{key}"], len(one.givers) > 1) for key, one in self.people.items()]

    def clean(self):
        cleaned = super().clean()
        needed = [] if self.is_by_law else cleaned.get("subjects", ())
        for key in self.people:
            if key not in needed:
                self.errors.pop(f"giver-{key}", None)
        return cleaned

    @property
    def subject_ids(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["subjects"]]

    @property
    def giver_ids(self) -> dict[UUID, UUID]:
        return {pk: UUID(self.cleaned_data[f"giver-{pk}"]) for pk in self.subject_ids}


class ContactForm(PermissionForm):
    """Ketä in the minimal mode: a name, a telephone number, a year of birth, and nothing else."""

    given_names = text(_("Etunimi"), 150, missing=_("Kirjoita etunimi."))
    family_name = text(_("Sukunimi"), 100)
    phone = text(_("Puhelin"), 30, missing=_("Kirjoita puhelinnumero."))
    birth_year = forms.IntegerField(
        label=_("Syntymävuosi"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Kirjoita syntymävuosi."),
            "invalid": _("Kirjoita syntymävuosi neljällä numerolla."),
        },
    )
    field_order = ["given_names", "family_name", "phone", "birth_year", "permission"]

    def clean_phone(self):
        phone = self.cleaned_data["phone"].strip()
        if sum(sign.isdigit() for sign in phone) < 5 or not set(phone) <= set("0123456789+-() "):
            raise ValidationError(_("Kirjoita puhelinnumero numeroina, esimerkiksi 040 123 4567."))
        return phone

    def clean_birth_year(self):
        year, this = self.cleaned_data["birth_year"], self.viewer.today.year
        if not this - 110 <= year <= this:
            raise ValidationError(_("Tarkista syntymävuosi."))
        return year

    @property
    def contact(self) -> Contact:
        given = self.cleaned_data
        return Contact(given["given_names"], given["family_name"], given["phone"], given["birth_year"])


class LawForm(forms.Form):
    """The legal ground: which section, why it is necessary, and whether the family has been told."""

    section = radios(_("Mikä laki tämän sallii?"), [], _("Valitse laki ja pykälä luettelosta."))
    necessity = paragraph(
        _("Miksi tiedon jakaminen on välttämätöntä?"), 1000, rows=4,
        missing=_("Kerro vähintään 40 merkillä, miksi tiedon jakaminen on välttämätöntä."),
        help_text=_("Vähintään 40 merkkiä. Perheellä on oikeus lukea tämä."),
    )  # fmt: skip
    told = radios(
        _("Onko perheelle kerrottu?"),
        [("yes", _("Kyllä")), ("no", _("Ei vielä"))],
        _("Kerro, tietääkö perhe kutsusta."),
    )
    not_told_why = paragraph(_("Jos ei vielä, miksi?"), 300, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(one.code, one.name) for one in legal.SECTIONS.values()]

    @property
    def hints(self) -> dict[str, str]:
        return {one.code: one.words for one in legal.SECTIONS.values()}

    def clean_necessity(self):
        necessity = self.cleaned_data["necessity"].strip()
        if len(necessity) < periods.SHORTEST_NECESSITY:
            raise ValidationError(self.fields["necessity"].error_messages["required"])
        return necessity

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("told") == "no" and not cleaned.get("not_told_why", "").strip():
            self.add_error("not_told_why", _("Kerro, miksi perheelle ei ole vielä kerrottu."))
        return cleaned

    @property
    def law(self) -> ByLaw:
        given = self.cleaned_data
        told = given["told"] == "yes"
        return ByLaw(
            given["section"], given["necessity"], told, "" if told else given["not_told_why"].strip()
        )


def consented_by(form: PermissionForm, givers: dict) -> Consented:
    """Return the consent of a valid form; ``givers`` are the persons by the key of each subject."""
    given = form.cleaned_data
    return Consented(givers, given["way"] or Consent.Way.WITH_WORKER, given["until"], given["colleagues"])
