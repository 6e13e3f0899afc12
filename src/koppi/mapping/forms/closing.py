"""What comes of an invitation, looking again, and which invitations are listed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koppi.mapping import periods
from koppi.mapping.asking import Outcome
from koppi.people.viewer import Viewer

from .fields import day, one_of, paragraph, radios, text


class CloseForm(forms.Form):
    """What comes of the invitation."""

    outcome = radios(
        _("Mitä kutsusta seuraa?"),
        [
            ("TEAM", _("Muodostetaan tiimi")),
            ("HOLD", _("Yksi ottaa kopin")),
            ("NOTHING_NOW", _("Nyt ei tarvita enempää")),
        ],
        _("Valitse, mitä kutsusta seuraa."),
    )
    team = forms.MultipleChoiceField(
        label=_("Ketkä tulevat tiimiin?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Valitse tiimi luettelosta.")},
    )
    stage = text(_("Mihin tiimi keskittyy?"), 120)
    hold = one_of(
        _("Kuka pitää kopin?"), [], _("Valitse kopin pitäjä luettelosta."), required=False,
        help_text=_("Koppi siirtyy vasta, kun vastaanottaja hyväksyy sen."),
    )  # fmt: skip
    words = paragraph(
        _("Mitä tästä seurasi?"), 300,
        help_text=_("Kaikki kutsutut ja perhe lukevat tämän."),
    )  # fmt: skip
    family_told = paragraph(_("Mitä perheelle kerrottiin?"), 300)
    reassess_on = day(_("Tilanne arvioidaan uudelleen"), _("Valitse uudelleenarvioinnin päivä."))

    def __init__(self, *args, viewer: Viewer, team: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["team"].choices = team
        self.fields["hold"].choices = [("", _("Koppi pysyy nyt siellä, missä se on")), *team]

    def clean_reassess_on(self):
        reassess_on = self.cleaned_data["reassess_on"]
        if reassess_on <= self.viewer.today:
            raise ValidationError(_("Uudelleenarvioinnin päivä on mennyt. Valitse tuleva päivä."))
        if reassess_on > periods.latest_reassessment(self.viewer.today):
            raise ValidationError(_("Uudelleenarviointi on yli kahden vuoden päässä. Valitse lähempi päivä."))
        return reassess_on

    def clean(self):
        cleaned, outcome = super().clean(), self.cleaned_data.get("outcome")
        if outcome == "TEAM" and not cleaned.get("team") and "team" not in self.errors:
            self.add_error("team", _("Valitse tiimiin ainakin yksi ihminen."))
        if outcome == "HOLD" and not cleaned.get("hold") and "hold" not in self.errors:
            self.add_error("hold", _("Valitse, kuka ottaa kopin."))
        if outcome == "NOTHING_NOW" and not cleaned.get("family_told", "").strip():
            self.add_error("family_told", _("Kirjoita, mitä perheelle kerrottiin."))
        return cleaned

    def outcome_of(self, posts: dict[str, object]) -> Outcome:
        """Return the outcome; ``posts`` are those who could be chosen, by key."""
        given = self.cleaned_data
        return Outcome(
            given["outcome"], given["words"], given["family_told"], given["reassess_on"],
            posts.get(given["hold"]) if given["outcome"] != "NOTHING_NOW" else None,
            [posts[key] for key in given["team"]] if given["outcome"] == "TEAM" else [], given["stage"],
        )  # fmt: skip


class AgainForm(forms.Form):
    """The situation has been looked at again: is a new invitation needed?"""

    needs_new = radios(
        _("Mitä tilanne nyt tarvitsee?"),
        [
            ("yes", _("Kysytään uudelleen: tehdään uusi kutsu")),
            ("no", _("Ei tarvetta uuteen kutsuun")),
        ],
        _("Valitse, tarvitaanko uusi kutsu."),
    )


class ListFilter(forms.Form):
    """Which invitations are listed; remembered until it is changed."""

    received = forms.ChoiceField(
        label=_("Saadut"),
        required=False,
        choices=[
            ("", _("Kaikki")),
            ("waiting", _("Odottaa vastaustani")),
            ("queue", _("Yksikköni jono")),
            ("answered", _("Vastatut")),
        ],
    )
    sent = forms.ChoiceField(
        label=_("Lähetetyt"),
        required=False,
        choices=[
            ("", _("Kaikki")),
            ("open", _("Avoimet")),
            ("closed", _("Päätetyt")),
        ],
    )
