"""Answering, passing on, and a guest's code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.mapping.questions import QUESTIONS

from .fields import paragraph, radios


class LightsForm(forms.Form):
    """The answer: three lights, the times that suit, and a line to the inviter."""

    def __init__(self, *args, times=(), inviter: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            missing = _("Vastaa vielä: %(question)s") % {"question": question.asks}
            self.fields[question.name] = radios(
                question.asks, question.choices, missing, help_text=question.hint
            )
        if times:
            self.fields["times"] = forms.MultipleChoiceField(
                label=_("Mikä aika sopii sinulle?"),
                help_text=_("Valitse kaikki, jotka käyvät."),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(str(time.id), "") for time in times],
                error_messages={"invalid_choice": _("Aikoja on muutettu. Valitse uudelleen.")},
            )
        self.fields["message"] = paragraph(_("Viesti: %(who)s") % {"who": inviter}, 300, rows=2)


class CodeForm(forms.Form):
    """The six digits a guest was told by another way."""

    digits = forms.CharField(
        label=_("Kuusi numeroa"),
        max_length=12,
        help_text=_("Kutsuja kertoi ne sinulle puhelimitse tai tekstiviestillä."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Kirjoita kuusi numeroa."),
            "max_length": _("Kirjoita kuusi numeroa."),
        },
    )


class PassForm(forms.Form):
    """Which colleague is asked instead."""

    def __init__(self, *args, colleagues: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"] = radios(_("Kenet pyydät?"), colleagues, _("Valitse kollega, jota pyydät."))
