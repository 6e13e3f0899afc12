"""Switching off again, when a backup is restored, the accounts that were switched off after it."""

from collections.abc import Mapping
from typing import Any

from koppi.audit import trail
from koppi.people.models import Account
from koppi.people.viewer import Viewer

from .emptying import empty_keys


def account_closed(*, by: Viewer, key: str, payload: Mapping[str, Any]) -> None:
    """Switch the account off; nothing happens when the backup has none."""
    Account.objects.filter(pk=key).update(is_active=False)
    trail.leave(by, "signin.replayed", key, kind="signin.account_closed")


def keys_forgotten(*, by: Viewer, key: str, payload: Mapping[str, Any]) -> None:
    """Take the keys again that were taken after the backup was made."""
    account = Account.objects.filter(pk=key).first()
    if account is not None:
        empty_keys(account)
    trail.leave(by, "signin.replayed", key, kind="signin.keys_forgotten")


REPLAYS = {"signin.account_closed": account_closed, "signin.keys_forgotten": keys_forgotten}
