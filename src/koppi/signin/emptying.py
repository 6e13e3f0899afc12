"""Taking every key from an account; whoever calls this leaves the trace."""

from allauth.mfa.models import Authenticator

from koppi.people.models import Account

from .models import KnownDevice, SecretWords


def empty_keys(account: Account) -> None:
    """Delete passkeys, codes, words and devices; a new unusable password ends the sessions too."""
    Authenticator.objects.filter(user=account).delete()
    SecretWords.objects.filter(account=account).delete()
    KnownDevice.objects.filter(account=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
