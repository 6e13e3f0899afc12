"""What is typed when help is asked for, and what those who answer say."""

import re
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Language, Post, Unit
from koppi.people.period import on_day
from koppi.people.viewer import Viewer

from . import access, danger
from .asked import Asked
from .models import HelpRequest
from .sets import ANSWERING_ROLES

Asker, Way, Channel = HelpRequest.Asker, HelpRequest.Way, HelpRequest.Channel
LONGEST = 3000
IDENTITY_CODE = re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b", re.IGNORECASE)
PHONE = re.compile(r"\+?[\d\s()-]{5,20}")
ANY = ("", _("Kaikki"))


def paragraph(label, rows: int = 4, limit: int = LONGEST, **more) -> forms.CharField:
    more.setdefault("error_messages", {"required": _("Kirjoita muutama sana.")})
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


def radios(label, choices, missing, **more) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing}, **more,
    )  # fmt: skip


class AskForm(forms.Form):
    """Pyydä apua: who asks, what for, and how to be reached. Nothing else is asked."""

    is_plain_language = False
    icons = {"CHILD": "child", "PARENT": "people", "NEAR": "heart", "PROFESSIONAL": "yri"}
    asker = radios(_("Kuka sinä olet?"), Asker.choices, _("Valitse, kuka sinä olet."))
    family_knows = forms.BooleanField(label=_("Perhe tietää, että pyydän apua"), required=False)
    text = paragraph(
        _("Mihin asiaan toivot apua?"), 3,
        help_text=_("Muutama sana riittää. Älä kirjoita tähän henkilötunnusta."),
        error_messages={"required": _("Kirjoita muutama sana. Yksikin lause riittää.")},
    )  # fmt: skip
    way = radios(_("Miten haluat, että otamme yhteyttä?"), (), _("Valitse, miten otamme yhteyttä."))
    contact = forms.CharField(
        label=_("Puhelinnumerosi tai sähköpostisi"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Nimesi"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Voit jättää tyhjäksi."),
    )  # fmt: skip
    municipality = forms.ChoiceField(label=_("Kotikuntasi"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ways = [one for one in Way.choices if one[0] != Way.HERE or self.allows_anonymous]
        self.fields["way"].choices = ways
        self.fields["name"].required = not self.allows_anonymous
        self.fields["name"].error_messages["required"] = _("Kirjoita nimesi.")
        if not self.allows_anonymous:
            self.fields["name"].help_text = ""
        self._set_municipalities()
        self.initial.setdefault("once", str(uuid4()))

    @property
    def allows_anonymous(self) -> bool:
        return settings.KOPPI_ANONYMOUS_REQUESTS

    def _set_municipalities(self) -> None:
        known = access.municipalities()
        if len(known) < 2:
            del self.fields["municipality"]
            return
        other = ("", _("Muu kunta tai en halua kertoa"))
        self.fields["municipality"].choices = [*((name, name) for name in known), other]
        self.initial.setdefault("municipality", "")

    def clean_text(self) -> str:
        """An identity code is asked to be taken away, yet never in the way of somebody in danger."""
        text = self.cleaned_data["text"].strip()
        if IDENTITY_CODE.search(text):
            if danger.has_signs(text):
                return IDENTITY_CODE.sub("……", text)
            raise ValidationError(gettext("Poista henkilötunnus. Emme tarvitse sitä tässä."))
        return text

    def clean_once(self) -> str:
        try:
            return str(UUID(self.cleaned_data["once"]))
        except ValueError:
            return str(uuid4())

    def clean(self) -> dict:
        said = super().clean()
        way, contact = said.get("way"), (said.get("contact") or "").strip()
        if way and way != Way.HERE and "contact" not in self.errors:
            self._check_contact(way, contact)
        return said

    def _check_contact(self, way: str, contact: str) -> None:
        if way == Way.EMAIL:
            try:
                validate_email(contact)
            except ValidationError:
                words = gettext("Kirjoita sähköpostiosoitteesi tai valitse toinen yhteystapa.")
                self.add_error("contact", words)
        elif not PHONE.fullmatch(contact) and not (way == Way.REMOTE and "@" in contact):
            self.add_error("contact", gettext("Kerro puhelinnumero tai valitse toinen yhteystapa."))

    def asked(self, **more) -> Asked:
        """Return what was said, as plain values."""
        said = self.cleaned_data
        is_behalf = said["asker"] in {Asker.NEAR, Asker.PROFESSIONAL}
        return Asked(
            once=said["once"], asker=said["asker"], text=said["text"], way=said["way"],
            contact=said["contact"].strip(), name=said["name"].strip(),
            municipality=said.get("municipality", ""), is_plain_language=self.is_plain_language,
            family_knows=said["family_knows"] if is_behalf else None, **more,
        )  # fmt: skip


class PlainForm(AskForm):
    """The same in plain Finnish (selkokieli)."""

    is_plain_language = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in PLAIN.items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["text"].help_text = _(
            "Kirjoita vapaasti. Lyhyt teksti riittää. Älä kirjoita henkilötunnusta."
        )


PLAIN = {
    "asker": _("Kuka olet?"),
    "text": _("Missä asiassa haluat apua?"),
    "way": _("Miten otamme sinuun yhteyttä?"),
    "contact": _("Puhelinnumero tai sähköposti"),
    "municipality": _("Missä kunnassa asut?"),
}


class ChildForm(AskForm):
    """A child or a young person asks alone, in words of their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["asker"], self.fields["family_knows"]
        self.fields["text"].label = _("Mitä sinulle kuuluu? Mistä haluat jutella?")
        self.fields["text"].help_text = _(
            "Kirjoita omin sanoin. Mikään asia ei ole liian pieni tai liian iso."
        )
        self.fields["way"].label = _("Miten saamme sinuun yhteyden?")
        self.fields["contact"].label = _("Oma puhelinnumerosi tai sähköpostisi")
        self.fields["name"].label = _("Nimesi tai se nimi, jolla haluat meidän puhuvan sinulle")

    def asked(self, **more) -> Asked:
        self.cleaned_data |= {"asker": Asker.CHILD, "family_knows": False}
        return super().asked(**more)


class StaffForm(AskForm):
    """A request that came by telephone, visit or on paper, written down by staff."""

    channel = radios(_("Miten pyyntö tuli?"), Channel.choices[1:], _("Valitse, miten pyyntö tuli."))
    language = forms.ChoiceField(label=_("Asiointikieli"), choices=Language.choices, initial=Language.FI)
    takes = forms.BooleanField(label=_("Otan tämän itselleni"), required=False)
    field_order = ["channel", "asker", "family_knows", "text", "name", "way", "contact", "municipality"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asker"].label = _("Kuka pyytää?")
        self.fields["text"].label = _("Mihin toivotaan apua?")
        self.fields["text"].help_text = _("Kirjoita pyytäjän omin sanoin. Lue teksti hänelle, jos voit.")
        self.fields["way"].label = _("Miten häneen otetaan yhteyttä?")
        self.fields["contact"].label = _("Puhelinnumero tai sähköposti")
        self.fields["name"].label = _("Pyytäjän nimi")

    def asked(self, **more) -> Asked:
        said = self.cleaned_data
        return super().asked(channel=said["channel"], language=said["language"], **more)


class WordsForm(forms.Form):
    """The word pair of somebody who comes back."""

    words = forms.CharField(
        label=_("Sanapari ja numero"), max_length=120,
        help_text=_("Kirjoita kaksi sanaa ja neljä numeroa. Isoilla kirjaimilla ja väleillä ei ole väliä."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Kirjoita sanapari ja numero.")},
    )  # fmt: skip


class AddForm(forms.Form):
    """What the asker adds to their request."""

    text = paragraph(_("Lisää pyyntöösi"))


class QueueFilter(forms.Form):
    """How the queue is narrowed; all of it is optional."""

    which = forms.ChoiceField(
        label=_("Näytä"), required=False,
        choices=[
            ("", _("Ottamatta ja minun")), (access.UNANSWERED, _("Kaikki vastaamatta")),
            (access.MINE, _("Minulla")), (access.OFFERED, _("Tarjottu minulle")),
            (access.LATE, _("Myöhässä")), (access.ANSWERED, _("Vastattu")),
            (access.FLOOD, _("Samasta osoitteesta paljon")), (access.ALL, _("Kaikki")),
        ],
    )  # fmt: skip
    asker = forms.ChoiceField(label=_("Kuka pyytää"), required=False, choices=[ANY, *Asker.choices])


class AnswerForm(forms.Form):
    """The answer to the asker, or what was said when they were reached."""

    way = radios(
        _("Miten vastaat?"),
        [
            (Way.CALL, _("Puhuin puhelimessa")), (Way.SMS, _("Lähetin tekstiviestin")),
            (Way.EMAIL, _("Lähetin sähköpostia")), (Way.REMOTE, _("Tapasimme")),
            (Way.HERE, _("Vastaan tässä")),
        ],
        _("Valitse, miten vastaat."),
    )  # fmt: skip
    text = paragraph(
        _("Vastaus pyytäjälle"),
        help_text=_("Pyytäjä näkee tämän sanaparillaan. Kerro, mitä sovitte ja mitä tapahtuu seuraavaksi."),
        error_messages={"required": _("Kirjoita pyytäjälle muutama sana.")},
    )  # fmt: skip


class ReceiverForm(forms.Form):
    """A search for, and the choice of, the named receiver."""

    search = forms.CharField(
        label=_("Etsi nimellä, nimikkeellä tai paikalla"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    to = forms.ChoiceField(
        label=_("Kuka voi auttaa?"), required=False, widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Valitse ihminen luettelosta."),
            "required": _("Nimeä ihminen, joka voi auttaa. Pyyntö pysyy sinulla, kunnes hän ottaa sen."),
        },
    )  # fmt: skip
    needs_receiver = True
    words = paragraph(_("Viesti hänelle"), 2, 300, required=False)

    def __init__(self, *args, viewer: Viewer, request: HelpRequest, **kwargs):
        super().__init__(*args, **kwargs)
        text = self._sought() if self.is_bound else ""
        self.fields["to"].required = self.needs_receiver and not self.is_search
        found = access.found_receivers(viewer, text)
        near = access.receivers_nearby(viewer, request)
        lines = {str(line.post_id): line for line in [*found, *near]}
        self.fields["to"].choices = [
            (key, f"{line.name}, {line.title}, {line.unit}") for key, line in lines.items()
        ]

    def _sought(self) -> str:
        """Return what is searched for, before the whole form is asked; nothing when it cannot be a name."""
        try:
            return self.fields["search"].clean(self.data.get(self.add_prefix("search")))
        except forms.ValidationError:
            return ""

    @property
    def is_search(self) -> bool:
        return self.data.get("do") == "search"


class AcceptForm(ReceiverForm):
    """Taking what is offered, or naming who can."""

    needs_receiver = False
    accepts = radios(
        _("Otatko tämän?"), [("yes", _("Otan tämän")), ("no", _("En voi, mutta tiedän kuka voi"))],
        _("Valitse, otatko pyynnön."),
    )  # fmt: skip
    field_order = ["accepts", "search", "to", "words"]


class QueueForm(forms.Form):
    """A unit that becomes a family centre with a queue."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Yksikkö"), empty_label=_("Valitse"),
        error_messages={
            "required": _("Valitse yksikkö."), "invalid_choice": _("Valitse yksikkö luettelosta."),
        },
    )  # fmt: skip

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(is_active=True, help_queue=None).order_by("name")
        if viewer.post.role != "ADMIN":
            units = units.filter(organisation=viewer.post.organisation_id)
        self.fields["unit"].queryset = units


class DutyForm(forms.Form):
    """Who answers a queue: a whole unit or one post, of any sector."""

    holder = forms.ChoiceField(
        label=_("Kuka vastaa pyyntöihin"),
        error_messages={
            "required": _("Valitse yksikkö tai ihminen."), "invalid_choice": _("Valitse luettelosta."),
        },
    )  # fmt: skip

    def __init__(self, *args, viewer: Viewer, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(is_active=True).order_by("name")
        live = Post.objects.filter(on_day(viewer.today), role__in=ANSWERING_ROLES, unit__is_active=True)
        posts = live.select_related("person", "unit").order_by("person__family_name", "person__given_names")
        people = [(f"e:{post.pk}", f"{post.person.name}, {post.said_title}") for post in posts[:2000]]
        self.fields["holder"].choices = [
            ("", _("Valitse")),
            (gettext("Yksiköt"), [(f"u:{unit.pk}", unit.said_name) for unit in units]),
            (gettext("Ihmiset"), people),
        ]
