"""What one may say of one's own account."""

from django import forms

from koppi.people.models import Account


class SettingsForm(forms.Form):
    language = Account._meta.get_field("language").formfield()
