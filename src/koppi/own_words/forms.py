"""What may be said in own words, and to whom it is opened."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import pictures, voices
from .models import OwnView

LONGEST = OwnView._meta.get_field("text").max_length
MEGA = 1_000_000


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
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Teksti on liian pitkä. Lyhennä se 1200 merkkiin.")},
    )
    picture = forms.FileField(
        label=_("Liitä kuva"),
        required=False,
        help_text=_("Piirrä tai ota valokuva piirroksesta. Kuvasta poistetaan paikka ja aika."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"empty": _("Kuva oli tyhjä. Valitse toinen.")},
    )
    voice = forms.FileField(
        label=_("Liitä äänite"),
        required=False,
        help_text=_("Puhu enintään kaksi minuuttia."),
        widget=forms.FileInput(attrs={"accept": "audio/webm,audio/ogg,audio/mp4"}),
        error_messages={"empty": _("Äänite oli tyhjä. Puhu uudelleen.")},
    )
    without = forms.MultipleChoiceField(
        label=_("Poista"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Valitse luettelosta, mitä poistetaan.")},
    )
    shares = forms.MultipleChoiceField(
        label=_("Kuka saa nähdä tämän?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Valitse luettelosta, kuka saa nähdä tämän.")},
        help_text=_("Voit muuttaa tätä milloin vain. Jos et valitse ketään, vain kirjoittaja näkee tämän."),
    )

    def __init__(self, *args, people=(), audience=(), kept=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shares"].choices = list(audience)
        self.kept = {form for form, _label in kept}
        if kept:
            self.fields["without"].choices = list(kept)
        else:
            del self.fields["without"]
        if people:
            self.fields["person"].choices = list(people)
        else:
            del self.fields["person"]

    def clean_picture(self) -> tuple[bytes, str] | None:
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if file.size > settings.KOPPI_PICTURE_MB * MEGA:
            raise forms.ValidationError(_("Kuva on liian iso. Valitse pienempi."))
        try:
            return pictures.drawn_anew(file)
        except pictures.NotAPicture:
            raise forms.ValidationError(_("Kuvaa ei voi lukea. Valitse PNG-, JPEG- tai WebP-kuva.")) from None

    def clean_voice(self) -> tuple[bytes, str] | None:
        file = self.cleaned_data["voice"]
        if not file:
            return None
        if file.size > settings.KOPPI_VOICE_MB * MEGA:
            raise forms.ValidationError(_("Äänite on liian pitkä. Puhu lyhyemmin."))
        recording = file.read()
        try:
            return recording, voices.kind_of(recording)
        except voices.NotAVoice:
            raise forms.ValidationError(_("Äänitettä ei voi lukea. Puhu se tällä sivulla.")) from None
        except voices.TellsPlace:
            raise forms.ValidationError(
                _("Äänite kertoo paikan, jossa se tehtiin. Puhu se tällä sivulla.")
            ) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        given = {name for name in ("picture", "voice") if said.get(name)}
        left = self.kept - set(said.get("without", ()))
        if not said.get("text") and not given and not left and not self.errors:
            self.add_error("text", _("Kirjoita ensin jotain, tai lisää kuva tai ääni."))
        return said


class AudienceForm(forms.Form):
    """Who sees words that somebody else wrote down for one."""

    shares = forms.MultipleChoiceField(
        label=_("Kuka saa nähdä tämän?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Valitse luettelosta, kuka saa nähdä tämän.")},
        help_text=_("Se, jolle kerroit, näkee sanat aina."),
    )

    def __init__(self, *args, audience=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shares"].choices = list(audience)
