"""The keys of the trail: never in the database, and each derived for one use only."""

import hmac

from django.conf import settings


def audit_key() -> bytes:
    """Return the key that marks entries. Production demands ``KOPPI_AUDIT_KEY``; a trial derives one."""
    given = getattr(settings, "KOPPI_AUDIT_KEY", "")
    return given.encode() if given else hmac.digest(settings.SECRET_KEY.encode(), b"audit", "sha256")


def derived(use: str) -> bytes:
    """Return 32 bytes for another use than marking entries."""
    return hmac.digest(audit_key(), use.encode(), "sha256")
