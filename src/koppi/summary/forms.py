"""What may be written into the three parts, and to whom a part is pointed out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.people.models import Post

from .actions import TooLong, check_length
from .merging import lines_of
from .models import LINE, LINES, Highlight, Part

HINTS = {
    Part.CARRIES: _("Mistä on iloa ja voimaa? Aloita tästä."),
    Part.NEEDS: _("Mihin perhe toivoo tukea?"),
    Part.NEXT: _("Mitä on sovittu, kuka tekee ja milloin?"),
}
# A browser sends a line break as two characters.
LONGEST = LINES * LINE + 2 * (LINES - 1)


def _part(part: Part) -> forms.CharField:
    return forms.CharField(
        label=part.label,
        required=False,
        max_length=LONGEST,
        help_text=HINTS[part],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Teksti on liian pitkä. Lyhennä se kolmeen 80 merkin riviin.")},
    )


class SummaryForm(forms.Form):
    """The three parts; a part that was not on the page is left alone."""

    text_carries = _part(Part.CARRIES)
    text_needs = _part(Part.NEEDS)
    text_next = _part(Part.NEXT)
    with_family = forms.BooleanField(label=_("Kirjoitimme tämän yhdessä perheen kanssa"), required=False)
    version_carries = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    version_needs = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    version_next = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, only=tuple(Part), **kwargs):
        super().__init__(*args, **kwargs)
        for part in set(Part) - set(only):
            del self.fields[text_of(part)], self.fields[version_of(part)]

    def clean(self):
        cleaned = super().clean()
        for part in Part:
            try:
                check_length(lines_of(cleaned.get(text_of(part), "")))
            except TooLong as no:
                self.add_error(text_of(part), str(no))
        return cleaned

    def written(self) -> list[tuple[str, str, int]]:
        """Return part, text and the version it was written upon, for the parts that were on the page."""
        said = self.cleaned_data
        on_page = [part for part in Part if text_of(part) in self.data]
        return [(part.value, said[text_of(part)], said[version_of(part)] or 0) for part in on_page]

    def parts(self):
        """Return the fields of the parts, for the page."""
        return [self[text_of(part)] for part in Part if text_of(part) in self.fields]


def text_of(part: str) -> str:
    """Return the field of a part's text."""
    return f"text_{part.lower()}"


def version_of(part: str) -> str:
    """Return the field of the version a part's text began from."""
    return f"version_{part.lower()}"


class ReceiverChoice(forms.ModelChoiceField):
    """A professional of the team."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.person.name}, {obj.said_title}"


class HighlightForm(forms.Form):
    """To whom, and why."""

    to_post = ReceiverChoice(
        label=_("Kenelle nostat tämän?"),
        queryset=Post.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Valitse, kenelle nostat tämän.")},
    )
    words = Highlight._meta.get_field("words").formfield(
        label=_("Miksi"), help_text=_("Lyhyesti. Hän näkee tämän nostosi vieressä.")
    )

    def __init__(self, *args, receivers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_post"].queryset = receivers
