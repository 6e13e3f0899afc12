"""How a log is narrowed, what is asked about it, and how a checked look is marked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Outcome

MONTH, HALF_YEAR, ALL = "30", "183", "all"
PERIODS = ((MONTH, _("30 päivää")), (HALF_YEAR, _("Puoli vuotta")), (ALL, _("Koko aika")))
SORTS = (
    ("", _("Kaikki")),
    ("look", _("Katselut")),
    ("disclosure", _("Tietojen antaminen muille")),
    ("emergency", _("Hätäavaukset")),
)
LONGEST = 1000


class LogForm(forms.Form):
    """From how far back, what, and whether one's own looks are listed too; all of it is optional."""

    period = forms.ChoiceField(label=_("Miltä ajalta"), choices=PERIODS, required=False)
    sort = forms.ChoiceField(label=_("Mitä"), choices=SORTS, required=False)
    own = forms.BooleanField(label=_("Näytä myös omat katseluni"), required=False)

    @property
    def days(self) -> int | None:
        asked = self.cleaned_data.get("period") or MONTH
        return None if asked == ALL else int(asked)

    def takes(self, line) -> bool:
        """Does a line pass what was asked for?"""
        wanted = self.cleaned_data
        return (wanted.get("own") or not line.is_own) and wanted.get("sort", "") in ("", line.sort)


def some_words(label, empty, **more) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": empty, "max_length": _("Teksti on liian pitkä. Lyhennä se 1000 merkkiin."),
        },
        **more,
    )  # fmt: skip


class AskForm(forms.Form):
    """A question about one look."""

    words = some_words(
        _("Mitä haluat kysyä?"),
        _("Kirjoita, mitä haluat kysyä."),
        help_text=_("Voit kysyä esimerkiksi, miksi tietojasi katsottiin."),
    )


class AnswerForm(forms.Form):
    """The answer to a question about a look."""

    words = some_words(_("Vastaus"), _("Kirjoita vastaus."))


class FarBackForm(forms.Form):
    """Why something older than two years is needed."""

    reason = some_words(
        _("Miksi tarvitset vanhempia tietoja?"),
        _("Kerro, miksi tarvitset vanhempia tietoja."),
        min_length=10,
        help_text=_("Syysi jää talteen. Esimerkiksi: epäilen, että tietojani on katsottu väärin."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["min_length"] = _("Kerro syy vähän tarkemmin.")


class MarkForm(forms.Form):
    """What came of checking one look."""

    outcome = forms.ChoiceField(
        label=_("Mitä selvisi?"),
        choices=[one for one in Outcome.choices if one[0]],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Valitse, oliko katselu kunnossa vai kysyitkö siitä."),
            "invalid_choice": _("Valitse, oliko katselu kunnossa vai kysyitkö siitä."),
        },
    )
    words = forms.CharField(
        label=_("Omin sanoin"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Jos kysyit, kirjoita, mitä selvisi. Älä kirjoita perheen asioita."),
        error_messages={"max_length": _("Teksti on liian pitkä. Lyhennä se 500 merkkiin.")},
    )  # fmt: skip

    def clean(self):
        given = super().clean()
        if given.get("outcome") == Outcome.ASKED and not given.get("words", "").strip():
            self.add_error("words", _("Kirjoita, mitä kysyit ja mitä selvisi."))
        return given
