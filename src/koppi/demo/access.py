"""The accounts of the cast."""

from koppi.people.models import Account

from .cast import cast


def account_of_cast(handle: str) -> Account | None:
    """Return the account of a handle of the cast; nobody outside the cast can be had this way."""
    if handle not in {member.handle for member in cast()}:
        return None
    return Account.objects.filter(username=handle, is_active=True).first()
