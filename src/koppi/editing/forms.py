"""What people say when they draw the picture together."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.families.models import Custody, Home, Member, Relation
from koppi.people.models import Person
from koppi.people.viewer import HELSINKI
from koppi.teams.models import AgreedStep, HoldOffer, TeamMember

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def field(model, name, **more):
    """Borrow a form field from a model's field."""
    return model._meta.get_field(name).formfield(**more)


def a_day(label, required=False):
    return forms.DateField(
        label=label, required=required, widget=DAY,
        error_messages={"invalid": _("Kirjoita päivä muodossa 3.12.2026 tai valitse se kalenterista.")},
    )  # fmt: skip


class PersonForm(forms.Form):
    """A new person in the family, and how they stand in it."""

    given_names = field(Person, "given_names", error_messages={"required": _("Kirjoita etunimi.")})
    family_name = field(Person, "family_name", required=False)
    place = field(Member, "place", error_messages={"required": _("Valitse paikka perheessä.")})
    born_on = a_day(_("syntymäaika"))
    expected_on = a_day(_("laskettu aika"))
    word = field(Member, "word", help_text=_("Esimerkiksi äiti, mummo, taidekerhon ohjaaja."))
    note = field(Member, "note", help_text=_("Lyhyt ja neutraali, esimerkiksi 3. luokka."))
    is_centre = field(Member, "is_centre")

    def clean(self):
        values = super().clean()
        if values.get("place") == Member.Place.UNBORN and not values.get("expected_on"):
            self.add_error("expected_on", _("Kirjoita syntyvän lapsen laskettu aika."))
        return values


class MemberForm(PersonForm):
    """A person already in the picture: names, languages and contact too."""

    call_name = field(Person, "call_name", required=False)
    service_language = field(Person, "service_language")
    needs_interpreter = field(Person, "needs_interpreter")
    interpreter_language = field(Person, "interpreter_language", required=False)
    phone = field(Person, "phone", required=False)
    email = field(Person, "email", required=False)
    MEMBER = ("place", "word", "note", "is_centre")

    def clean(self):
        values = super().clean()
        if values.get("needs_interpreter") and not values.get("interpreter_language"):
            self.add_error("interpreter_language", _("Kirjoita, mille kielelle tulkki tarvitaan."))
        return values

    def halves(self) -> tuple[dict, dict]:
        """Return what changes of the membership and what of the person."""
        member = {name: self.cleaned_data[name] for name in self.MEMBER}
        person = {name: value for name, value in self.cleaned_data.items() if name not in self.MEMBER}
        return member, person


class EndForm(forms.Form):
    """From which day something ends."""

    on = a_day(_("mistä päivästä alkaen"), required=True)


class HomeForm(forms.Form):
    """A home and who lives in it; the words say when."""

    label = field(Home, "label", error_messages={"required": _("Anna kodille nimi, esimerkiksi äidin koti.")})
    municipality = field(Home, "municipality", required=False)
    address = field(Home, "address", required=False)
    residents = forms.MultipleChoiceField(
        label=_("ketkä asuvat täällä"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Valitse ainakin yksi asukas.")},
    )  # fmt: skip
    part = forms.CharField(
        label=_("jos vain osan ajasta, milloin"), required=False, max_length=80,
        help_text=_("Esimerkiksi joka toinen viikko. Koskee tähän kotiin merkittyjä lapsia."),
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["residents"].choices = [(pk, person.name) for pk, person in self.people.items()]

    def housed(self, children: set) -> list[tuple[Person, str]]:
        """Return the residents with their part of the time."""
        part = self.cleaned_data["part"]
        chosen = [self.people[pk] for pk in self.cleaned_data["residents"]]
        return [(person, part if person.pk in children else "") for person in chosen]


class TieForm(forms.Form):
    """*Person* is the *kind* of *other*."""

    person = forms.ChoiceField(label=_("kuka"))
    kind = field(Relation, "kind")
    other = forms.ChoiceField(label=_("kenelle"))
    words = field(Relation, "words", required=False, help_text=_("Esimerkiksi hoitaa maanantaisin."))
    starts_on = a_day(_("alkaen"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        for name in ("person", "other"):
            self.fields[name].choices = [(pk, person.name) for pk, person in self.people.items()]

    def clean(self):
        values = super().clean()
        for name in ("person", "other"):
            values[name] = self.people.get(values.get(name))
        return values


class CustodyForm(forms.Form):
    """Who decides for a child or has a right to know; online sight only when verified."""

    child = forms.ChoiceField(label=_("lapsi"))
    adult = forms.ChoiceField(label=_("aikuinen"))
    kind = field(Custody, "kind")
    starts_on = a_day(_("alkaen"), required=True)
    may_see_online = field(Custody, "may_see_online")
    verified_from = field(
        Custody, "verified_from", required=False, help_text=_("Esimerkiksi väestötietojärjestelmä 2.12.2026.")
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        young = (Member.Place.CHILD, Member.Place.UNBORN)
        self.people = {str(member.person.pk): member.person for member in members}
        names = [(str(m.person.pk), m.person.name, m.place in young) for m in members]
        self.fields["child"].choices = [(pk, name) for pk, name, is_young in names if is_young]
        self.fields["adult"].choices = [(pk, name) for pk, name, is_young in names if not is_young]

    def clean(self):
        values = super().clean()
        for name in ("child", "adult"):
            values[name] = self.people.get(values.get(name))
        return values


class JoinForm(forms.Form):
    """A post is taken into the team."""

    post = forms.UUIDField(widget=forms.HiddenInput)
    task = field(TeamMember, "task", required=False)
    is_own_worker = field(TeamMember, "is_own_worker")
    ends_on = a_day(_("mukana asti"))


class TeamForm(forms.Form):
    """The team for the next stage, chosen from those who are in it now."""

    stage = forms.CharField(
        label=_("mihin vaiheeseen tiimi muodostetaan"), max_length=120,
        error_messages={"required": _("Kirjoita, mihin vaiheeseen tiimi muodostetaan.")},
    )  # fmt: skip
    stay = forms.MultipleChoiceField(
        label=_("ketkä jatkavat"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Valitse ainakin yksi, joka jatkaa.")},
    )  # fmt: skip

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stay"].choices = [(str(card.post_id), f"{card.name}, {card.title}") for card in team]


class OfferForm(forms.Form):
    """The hold is offered to a named receiver of the team."""

    to = forms.ChoiceField(
        label=_("kenelle tarjoat koppia"), widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, kenelle tarjoat koppia.")},
    )  # fmt: skip
    words = field(HoldOffer, "words", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(card.post_id), f"{card.name}, {card.title}") for card in team]


class StepForm(forms.Form):
    """The next step agreed with the family: a meeting at a time, or a thing to do by a day."""

    what = field(AgreedStep, "what", error_messages={"required": _("Kirjoita, mitä sovittiin.")})
    goal = field(AgreedStep, "goal", required=False)
    subjects = forms.MultipleChoiceField(
        label=_("ketä tämä koskee"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Valitse, ketä askel koskee.")},
    )  # fmt: skip
    day = a_day(_("päivä"), required=True)
    from_time = forms.TimeField(label=_("kello, jos tapaaminen"), required=False, widget=TIME)
    until_time = forms.TimeField(label=_("päättyy kello"), required=False, widget=TIME)
    place = field(AgreedStep, "place", required=False)
    lead = forms.ChoiceField(label=_("kuka vetää"))
    who = field(AgreedStep, "who", required=False)

    def __init__(self, *args, people, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["subjects"].choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["lead"].choices = [(str(card.post_id), card.name) for card in team]

    def clean(self):
        values = super().clean()
        start, end = values.get("from_time"), values.get("until_time")
        if end and not start:
            self.add_error("from_time", _("Kirjoita myös alkamisaika."))
        if start and end and end <= start:
            self.add_error("until_time", _("Päättymisaika on ennen alkua. Tarkista ajat."))
        return values

    def step(self) -> dict:
        """Return the values of the action: a moment when a time was given, else a day."""
        said = self.cleaned_data
        return {
            "what": said["what"],
            "goal": said["goal"],
            "place": said["place"],
            "who": said["who"],
            "subjects": [self.people[pk] for pk in said["subjects"]],
            "starts_at": _moment(said["day"], said["from_time"]),
            "ends_at": _moment(said["day"], said["until_time"]),
            "due_on": None if said["from_time"] else said["day"],
        }


def _moment(day, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, HELSINKI) if clock else None
