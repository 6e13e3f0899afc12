"""What people say when they close something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from koppi.sharing.models import Matter, Restriction

from .fields import MAX_WORDS, PICK, PICK_SOME, YEAR, Choices, LastDayForm, day_field


class RestrictionForm(LastDayForm):
    """Keep somebody out, or hide where somebody is."""

    kind = forms.ChoiceField(
        label=_("Mitä rajaus tekee"),
        choices=Restriction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    kept_out = forms.ChoiceField(
        label=_("Kenet se pitää ulkona"), help_text=_("Turvakiellossa jätä tyhjäksi."), required=False
    )
    protected = forms.MultipleChoiceField(
        label=_("Ketä se suojaa"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": PICK_SOME},
    )
    cleared = forms.MultipleChoiceField(
        label=_("Turvakiellossa: kuka saa silti tietää paikan"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cause = forms.ChoiceField(label=_("Peruste"), choices=Restriction.Cause.choices)
    words = forms.CharField(
        label=_("Perustelu"), widget=forms.Textarea, required=False, max_length=MAX_WORDS,
        help_text=_("Näkyy vain perheen tiimille."),
    )  # fmt: skip
    asked_by = forms.ChoiceField(
        label=_("Kuka rajausta pyysi"), required=False, help_text=_("Hän näkee rajauksen omissa tiedoissaan.")
    )
    last_day = day_field(
        _("Viimeinen päivä"), _("Jätä tyhjäksi, jos rajaus on toistaiseksi."), required=False
    )
    review_on = day_field(_("Milloin rajausta katsotaan uudelleen"))
    appeal_contact = forms.CharField(
        label=_("Kenelle päätöksestä voi valittaa"), required=False, max_length=200
    )

    def __init__(self, *args, people: Choices, kept_out: Choices, may_know: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["protected"].choices = people
        self.fields["asked_by"].choices = [("", _("Ei kukaan perheestä")), *people]
        self.fields["kept_out"].choices = [("", _("Ei ketään (turvakielto)")), *kept_out]
        self.fields["cleared"].choices = may_know

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if not self.today < day <= self.today + YEAR:
            raise forms.ValidationError(_("Valitse tarkistuspäivä tästä eteenpäin, enintään vuoden päähän."))
        return day


class ClearanceForm(forms.Form):
    """Let one holder know a hidden place."""

    holder = forms.ChoiceField(label=_("Kuka saa tietää paikan"), error_messages={"required": PICK})

    def __init__(self, *args, may_know: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = may_know


class OwnProhibitionForm(forms.Form):
    """A minor hides a matter from somebody."""

    matter = forms.ChoiceField(label=_("Mikä asia"), choices=Matter.choices, initial=Matter.ANY)
    hidden_from = forms.ChoiceField(label=_("Keneltä se piilotetaan"), required=False)
    reason = forms.CharField(
        label=_("Miksi"), widget=forms.Textarea, required=False, max_length=MAX_WORDS,
        help_text=_("Voit jättää tyhjäksi. Työntekijä kysyy sinulta viikon sisällä."),
    )  # fmt: skip

    def __init__(self, *args, people: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden_from"].choices = [("", _("Kaikilta muilta perheessä")), *people]


class ProhibitionForm(OwnProhibitionForm):
    """A worker writes down a minor's prohibition."""

    minor = forms.ChoiceField(
        label=_("Kuka kieltää"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    field_order = ("minor", "matter", "hidden_from", "reason")

    def __init__(self, *args, minors: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minor"].choices = minors


class ProhibitionReviewForm(forms.Form):
    stands = forms.ChoiceField(
        label=_("Mitä päätit nuoren kanssa"),
        choices=[
            ("yes", _("Kielto jatkuu")),
            ("no", _("Kielto päättyy viikon kuluttua. Nuorelle kerrotaan ensin.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )


class CapacityForm(forms.Form):
    """Does a minor understand a matter well enough to decide on it?"""

    minor = forms.ChoiceField(label=_("Kenestä"), widget=forms.RadioSelect, error_messages={"required": PICK})
    matter = forms.ChoiceField(label=_("Missä asiassa"), choices=Matter.choices, initial=Matter.EVERYDAY)
    is_capable = forms.ChoiceField(
        label=_("Arvio"),
        choices=[
            ("yes", _("Ymmärtää asian ja päättää siitä itse")),
            ("no", _("Ei vielä: huoltaja päättää hänen kanssaan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": PICK},
    )
    words = forms.CharField(
        label=_("Mihin arvio perustuu"), widget=forms.Textarea, max_length=300,
        error_messages={"required": _("Kerro, mihin arvio perustuu.")},
    )  # fmt: skip

    def __init__(self, *args, minors: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minor"].choices = minors


class HidePartForm(forms.Form):
    """Close one part from one parent."""

    hidden_from = forms.ChoiceField(
        label=_("Keneltä osa salataan"), widget=forms.RadioSelect, error_messages={"required": PICK}
    )
    reason = forms.CharField(
        label=_("Perustelu"), widget=forms.Textarea, max_length=MAX_WORDS,
        help_text=_("Näkyy vain perheen tiimille."),
        error_messages={"required": _("Kerro, miksi osa salataan.")},
    )  # fmt: skip
    review_on = day_field(_("Milloin salaamista katsotaan uudelleen"), _("Enintään vuoden päähän."))

    def __init__(self, *args, people: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hidden_from"].choices = people


class DelayForm(LastDayForm):
    """Show one part to the family later."""

    last_day = day_field(
        _("Viimeinen päivä, jona perhe ei vielä näe osaa"),
        _("Enintään 90 päivää. Jätä tyhjäksi, jos perhe saa nähdä osan heti."),
        required=False,
    )
