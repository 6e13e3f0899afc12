"""Seal, unseal and keyed hash of a text, with keys made from ``settings.KOPPI_FIELD_KEY``."""

import base64
import hmac
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(RuntimeError):
    """A sealed text cannot be opened: the field key is missing or has been changed."""


def seal(text: str) -> str:
    """Encrypt ``text``; sealing the same text twice gives two different results."""
    return _fernet(settings.KOPPI_FIELD_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed.

    :raises Unreadable: it was sealed with a key that is not at hand, or has been tampered with.
    """
    try:
        return _fernet(settings.KOPPI_FIELD_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("KOPPI_FIELD_KEY does not open this field") from error


def keyed_hash(text: str) -> str:
    """Return 64 hex characters, always the same for the same text, that cannot be made without the key.

    The caller makes the text canonical first (case, spaces, sign): one space more is another hash.
    The last key of the list makes it, so adding a newer key in front changes no stored hash.
    """
    oldest = _keys(settings.KOPPI_FIELD_KEY)[-1]
    return hmac.new(_derived(oldest, b"hash"), text.encode(), sha256).hexdigest()


@cache
def _fernet(field_key: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(k, b"seal"))) for k in _keys(field_key)])


def _keys(field_key: str) -> list[str]:
    """Split a list of keys, newest first: the first seals, all of them open."""
    return [key.strip() for key in field_key.split(",") if key.strip()]


def _derived(key: str, use: bytes) -> bytes:
    return hmac.new(key.encode(), b"koppi field " + use, sha256).digest()
