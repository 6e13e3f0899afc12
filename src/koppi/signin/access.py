"""Finding the account that a verified work address belongs to."""

from datetime import datetime

from koppi.people.models import Account
from koppi.people.period import on_day
from koppi.people.viewer import HELSINKI


def account_by_work_email(address: str, at: datetime) -> Account | None:
    """Return the one active account with a post in force under this address; None when none or many."""
    if not address:
        return None
    live = on_day(at.astimezone(HELSINKI).date(), "person__posts__")
    rows = Account.objects.filter(live, person__posts__email__iexact=address, is_active=True).distinct()
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def account_of(person_id) -> Account | None:
    """Return a person's account, or None."""
    return Account.objects.filter(person=person_id).first()
