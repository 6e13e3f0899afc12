"""Finding the account that a verified work address belongs to, and what people come back with."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from koppi.audit.models import AuditEvent
from koppi.people.models import Account, Post
from koppi.people.names import fold
from koppi.people.period import on_day
from koppi.people.viewer import HELSINKI, Viewer
from koppi.sealing import keyed_hash

from .models import KnownDevice, SecretWords, StrangeIdentity


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


def is_at_work(people: Iterable[UUID], day: date) -> set[UUID]:
    """Return those of the people who have a post on this day."""
    return set(Post.objects.on_day(day).filter(person__in=list(people)).values_list("person_id", flat=True))


def is_under(years: int, born_on: date | None, birth_year: int | None, today: date) -> bool:
    """Return whether somebody is younger than this; of whom nothing is known, nothing is assumed."""
    if born_on is not None:
        return (today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))) < years
    return birth_year is not None and today.year - birth_year < years


def ways_back_of(accounts: Iterable[Account]) -> set[UUID]:
    """Return the persons who can come back without a worker."""
    accounts = list(accounts)
    ids = [one.pk for one in accounts]
    held = {
        *Authenticator.objects.filter(user__in=ids).values_list("user_id", flat=True),
        *SocialAccount.objects.filter(user__in=ids).values_list("user_id", flat=True),
        *SecretWords.objects.filter(account__in=ids).values_list("account_id", flat=True),
    }
    return {one.person_id for one in accounts if one.has_usable_password() or one.pk in held}


def has_way_back(account: Account) -> bool:
    return bool(ways_back_of([account]))


def device_hash(token: str) -> str:
    """Return what is kept of a device's token; 256 random bits need no salt."""
    return hashlib.sha256(b"koppi device" + token.encode()).hexdigest()


def known_device(token: str, at: datetime) -> KnownDevice | None:
    """Return the device a browser's token names, while it is known and its account is open."""
    found = KnownDevice.objects.select_related("account__person").filter(token_hash=device_hash(token))
    return found.filter(expires_at__gt=at, account__is_active=True).first() if token else None


def number_hash(number: str) -> str:
    return keyed_hash(f"identity number:{number}")


def uid_hash(uid: str) -> str:
    return keyed_hash(f"identity:{uid}")


def stranger_of(number: str, at: datetime) -> StrangeIdentity | None:
    """Return the identification whose owner told this number; spaces do not count."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    return StrangeIdentity.objects.filter(number_hash=number_hash(digits), expires_at__gt=at).first()


def missed_today(viewer: Viewer) -> int:
    """Return how many numbers that name nothing this viewer has tried today."""
    midnight = datetime.combine(viewer.today, time(), HELSINKI)
    tried = AuditEvent.objects.filter(did="signin.stranger_missed", by=str(viewer), at__gte=midnight)
    return tried.count()
