"""What people change of their own sign-in, and what coming and going leaves in the trail."""

import secrets
from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.people.models import Account, Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sealing import keyed_hash

from . import secret_words
from .access import device_hash, number_hash, uid_hash
from .emptying import empty_keys
from .identity import PROVIDER, can_be, told_of
from .models import WRONG_TRIES, KnownDevice, SecretWords, StrangeIdentity


class NameTaken(Refused):
    """The user name is in use."""


class HasAccount(Refused):
    """The person has an account already."""


class OtherDay(Refused):
    """The provider tells another day of birth."""


class Taken(Refused):
    """The identification has been joined, or has expired."""


@action
def choose_language(*, by: Viewer, language: str) -> None:
    """Choose the language of pages and mails."""
    Account.objects.filter(pk=by.account_id).update(language=language)
    trail.leave(by, "signin.language", subjects=[by.person_id], language=language)


@action
def signed_in(*, by: Viewer, way: str) -> None:
    """Leave the trace of a sign-in; ``way`` is password, mfa, socialaccount or demo."""
    trail.leave(by, "signin.in", action="login", way=way)


@action
def signed_out(*, by: Viewer) -> None:
    """Leave the trace of a sign-out."""
    trail.leave(by, "signin.out", action="login")


@action
def open_account(
    *, by: Viewer, person: Person, username: str, email: str = "", language: str = "fi"
) -> Account:
    """Open an account without a password; its owner sets one through the link they are sent.

    :raises NameTaken: somebody has the user name.
    :raises HasAccount: the person has an account.
    """
    if Account.objects.filter(person=person).exists():
        raise HasAccount(_("Hänellä on jo tunnus."))
    if Account.objects.filter(username__iexact=username).exists():
        raise NameTaken(_("Tunnus on varattu. Valitse toinen."))
    account = Account(person=person, username=username, email=email, language=language, joined_at=by.at)
    account.set_unusable_password()
    account.save()
    _mail_the_way_in(by, account)
    trail.leave(by, "signin.account_opened", account, subjects=[person], action="create")
    return account


@action
def open_own_account(*, by: Viewer, person: Person) -> Account:
    """Open a family member's account; they come in by a worker's link and choose how to come back.

    :raises HasAccount: the person has an account.
    """
    if Account.objects.filter(person=person).exists():
        raise HasAccount(_("Hänellä on jo tunnus."))
    account = Account(person=person, username=_free_name(), language=person.service_language, joined_at=by.at)
    account.set_unusable_password()
    account.save()
    trail.leave(by, "signin.own_account_opened", account, subjects=[person], action="create")
    return account


def _free_name() -> str:
    """Return a user name that tells nothing of its owner."""
    names = (f"koppi-{secrets.randbelow(10**8):08}" for _try in range(20))
    return next(name for name in names if not Account.objects.filter(username=name).exists())


@action
def send_way_in(*, by: Viewer, account: Account) -> None:
    """Mail the owner of an account where to set a password; at most once a minute."""
    _mail_the_way_in(by, account)
    trail.leave(by, "signin.way_in_sent", account, subjects=[account.person_id])


@action
def locked(*, by: Viewer) -> None:
    """Leave the trace of locking one's session by hand."""
    trail.leave(by, "signin.locked", action="login")


@action
def handed_over(*, by: Viewer) -> None:
    """Leave the trace of a worker handing the device over."""
    trail.leave(by, "signin.device_handed_over", action="login")


@action
def choose_password(*, by: Viewer, account: Account, username: str, password: str) -> None:
    """Choose the name and the password one comes back with.

    :raises NameTaken: somebody has the user name.
    """
    if Account.objects.filter(username__iexact=username).exclude(pk=account.pk).exists():
        raise NameTaken(_("Tunnus on varattu. Valitse toinen."))
    account.username = username
    account.set_password(password)
    account.save(update_fields=["username", "password"])
    trail.leave(by, "signin.password_chosen", account, subjects=[account.person_id])


@action
def make_words(*, by: Viewer, account: Account, device: str) -> str:
    """Make new secret words for a device; return them, shown this once. Former words and devices end."""
    words = secret_words.new_words(by.language)
    SecretWords.objects.update_or_create(
        account=account, defaults={"words_hash": make_password(words), "made_at": by.at}
    )
    KnownDevice.objects.filter(account=account).delete()
    ends = by.at + timedelta(days=settings.KOPPI_KNOWN_DEVICE_DAYS)
    KnownDevice.objects.create(
        account=account, token_hash=device_hash(device), made_at=by.at, expires_at=ends
    )
    trail.leave(by, "signin.words_made", account, subjects=[account.person_id])
    return words


@action
def try_words(*, by: Viewer, device: KnownDevice, words: str) -> bool:
    """Try the words on a known device; the fifth wrong try in a row makes it unknown."""
    known = KnownDevice.objects.select_for_update().filter(pk=device.pk, expires_at__gt=by.at).first()
    kept = SecretWords.objects.filter(account=device.account_id).first()
    typed = secret_words.as_typed(words)
    is_right = bool(known and kept and check_password(typed, kept.words_hash))
    if known and is_right:
        KnownDevice.objects.filter(pk=known.pk).update(wrong_tries=0)
    elif known and known.wrong_tries + 1 >= WRONG_TRIES:
        known.delete()
    elif known:
        KnownDevice.objects.filter(pk=known.pk).update(wrong_tries=known.wrong_tries + 1)
    subjects, result = [device.account.person_id], "ok" if is_right else "denied"
    trail.leave(by, "signin.words_tried", device, subjects=subjects, action="login", result=result)
    return is_right


@action
def forget_keys(*, by: Viewer, account: Account) -> None:
    """Take every key from an account whose telephone is lost; its sessions end at the next request.

    Its owner comes in again by a worker's link, or by an identification from outside.
    """
    empty_keys(account)
    journal.append("signin.keys_forgotten", account.pk, {}, by.at)
    trail.leave(by, "signin.keys_forgotten", account, subjects=[account.person_id])


@action
def keep_stranger(*, by: Viewer, uid: str, told: str) -> str:
    """Keep an identification until a worker joins it; return the number its owner tells the worker.

    The same identification again gets a new number.
    """
    number = f"{secrets.randbelow(10**8):08}"
    ends = by.at + timedelta(days=settings.KOPPI_FAMILY_OIDC_DAYS)
    kept = {
        "provider": PROVIDER, "uid": uid, "number_hash": number_hash(number), "told": told,
        "made_at": by.at, "expires_at": ends,
    }  # fmt: skip
    stranger, _is_new = StrangeIdentity.objects.update_or_create(uid_hash=uid_hash(uid), defaults=kept)
    trail.leave(by, "signin.stranger_waits", stranger, action="login", result="denied")
    return number


@action
def join_stranger(*, by: Viewer, stranger: StrangeIdentity, person: Person) -> Account:
    """Join an identification to a person; the worker has seen both.

    :raises OtherDay: the days of birth are not the same.
    :raises Taken: it has been joined meanwhile, or has expired.
    """
    here = StrangeIdentity.objects.select_for_update().filter(pk=stranger.pk, expires_at__gt=by.at).first()
    if here is None or SocialAccount.objects.filter(provider=PROVIDER, uid=here.uid).exists():
        raise Taken(_("Tunnistautuminen on jo liitetty tai vanhentunut. Pyydä uusi numero."))
    if not can_be(person, told_of(here)):
        raise OtherDay(_("Syntymäaika ei ole sama. Tarkista ensin perheen tiedot."))
    account = Account.objects.filter(person=person).first() or open_own_account(by=by, person=person)
    SocialAccount.objects.create(user=account, provider=PROVIDER, uid=here.uid, extra_data={})
    here.delete()
    identity_joined(by=by, person=person.pk, how="worker")
    return account


@action
def identity_joined(*, by: Viewer, person, how: str) -> None:
    """Leave the trace of an identification joined to a person: ``how`` is own, code or worker."""
    trail.leave(by, "signin.identity_joined", subjects=[person], how=how)


@action
def missed_stranger(*, by: Viewer) -> None:
    """Leave the trace of a number that names no identification."""
    trail.leave(by, "signin.stranger_missed", result="denied")


@action
def forget_strangers(*, by: Viewer) -> int:
    """Delete identifications nobody joined, and devices whose time is over."""
    gone, _each = StrangeIdentity.objects.filter(expires_at__lte=by.at).delete()
    old, _each = KnownDevice.objects.filter(expires_at__lte=by.at).delete()
    trail.leave(by, "signin.strangers_forgotten", count_gone=gone, count_old=old)
    return gone + old


@action
def close_account(*, by: Viewer, account: Account) -> Account:
    """Switch an account off; its sessions end at the next request."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    journal.append("signin.account_closed", account.pk, {}, by.at)
    trail.leave(by, "signin.account_closed", account, subjects=[account.person_id])
    return account


def _mail_the_way_in(by: Viewer, account: Account) -> None:
    delivery.enqueue(
        by=by,
        template="signin/opened",
        dedupe_key=f"opened:{account.pk}:{by.at:%Y%m%d%H%M}",
        to_account=account.pk,
        context={"about": account.pk, "link": "/tili/password/reset/"},
    )


def failed(at: datetime, said: str) -> None:
    """Leave the trace of a failed sign-in: a keyed hash of the name, never the name."""
    trail.denied(Viewer.system(at), "signin.failed", None, name=keyed_hash(said.lower())[:16])


failed.leaves_trace = True  # not somebody's action: nobody has come in
