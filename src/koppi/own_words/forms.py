"""What may be said in own words, and to whom it is opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import OwnView

LONGEST = OwnView._meta.get_field("text").max_length


class OwnWordsForm(forms.Form):
    """The words and who sees them. Nobody but the writer does until somebody is chosen."""

    person = forms.ChoiceField(
        label=_("Kenen sanat?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Valitse, kenen sanat kirjaatte."),
            "invalid_choice": _("Valitse luettelosta, kenen sanat kirjaatte."),
        },
    )
    text = forms.CharField(
        label=_("Omin sanoin"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Kirjoita ensin jotain."),
            "max_length": _("Teksti on liian pitkä. Lyhennä se 1200 merkkiin."),
        },
    )
    shares = forms.MultipleChoiceField(
        label=_("Kuka saa nähdä tämän?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Valitse luettelosta, kuka saa nähdä tämän.")},
        help_text=_("Voit muuttaa tätä milloin vain. Jos et valitse ketään, vain kirjoittaja näkee tämän."),
    )

    def __init__(self, *args, people=(), audience=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shares"].choices = list(audience)
        if people:
            self.fields["person"].choices = list(people)
        else:
            del self.fields["person"]
