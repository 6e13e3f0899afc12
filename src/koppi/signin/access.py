"""Finding the account that a verified work address belongs to."""

from datetime import datetime

from koppi.people.models import Account
from koppi.people.names import fold
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


def suggested_name(person) -> str:
    """Return a free user name made of the person's names, for the form to begin from."""
    stem = ".".join(fold(part) for part in (person.first_name, person.family_name) if part)[:50]
    taken = set(Account.objects.filter(username__startswith=stem).values_list("username", flat=True))
    names = (stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
