"""Making a passkey (avainkoodi): allauth's own form, set to what a passkey is for here."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm


class PasskeyForm(AddWebAuthnForm):
    """A passkey is made so that it is enough by itself; that is what it is for here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
