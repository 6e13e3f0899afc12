"""Where a recipient's mail goes at this moment, and in which language; nowhere once they have left."""

from datetime import datetime
from uuid import UUID

from koppi.delivery.letters import Recipient
from koppi.people.models import Account, Post, Unit
from koppi.workdays import local_day


def address_of(recipient: str, at: datetime) -> Recipient | None:
    """Return the address of an account, a person, a post or a unit that is in use at the moment."""
    kind, _, key = recipient.partition(":")
    return _BOOK[kind](UUID(key), at)


def _account(key: UUID, at: datetime) -> Recipient | None:
    return _of_account(Account.objects.filter(pk=key))


def _person(key: UUID, at: datetime) -> Recipient | None:
    return _of_account(Account.objects.filter(person=key))


def _post(key: UUID, at: datetime) -> Recipient | None:
    """Work mail goes to the post's address, and to the account's own where the post has none."""
    post = Post.objects.on_day(local_day(at)).filter(pk=key, unit__is_active=True).first()
    account = post and Account.objects.filter(person=post.person_id, is_active=True).first()
    return _at(post.email or account.email, account.language) if post and account else None


def _unit(key: UUID, at: datetime) -> Recipient | None:
    unit = Unit.objects.filter(pk=key, is_active=True).first()
    return _at(unit.email, "fi") if unit else None


def _of_account(accounts) -> Recipient | None:
    account = accounts.filter(is_active=True).first()
    return _at(account.email, account.language) if account else None


def _at(address: str, language: str) -> Recipient | None:
    return Recipient(address, language) if address else None


_BOOK = {"a": _account, "p": _person, "e": _post, "u": _unit}
