"""What people change of their own sign-in, and what coming and going leaves in the trail."""

from datetime import datetime

from django.utils.translation import gettext as _

from koppi.audit import journal, trail
from koppi.audit.trail import action
from koppi.delivery import actions as delivery
from koppi.people.models import Account, Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sealing import keyed_hash


class NameTaken(Refused):
    """The user name is in use."""


class HasAccount(Refused):
    """The person has an account already."""


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
def send_way_in(*, by: Viewer, account: Account) -> None:
    """Mail the owner of an account where to set a password; at most once a minute."""
    _mail_the_way_in(by, account)
    trail.leave(by, "signin.way_in_sent", account, subjects=[account.person_id])


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
