"""A guest's one-time link, looked at before anybody is signed in. A GET tells nothing and changes nothing."""

import hashlib
import secrets
from datetime import datetime

from koppi.people.viewer import Viewer

from . import periods, showing
from .models import GuestLink

TOKEN_BYTES = 16


def new_token() -> str:
    """Return the secret of a new link: 128 random bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Return six digits for the guest to type; the inviter tells them by another way than the link."""
    return f"{secrets.randbelow(10**6):06}"


def hash_of(token: str) -> str:
    """Return what is kept of a link's secret part; 128 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_for(token: str) -> GuestLink | None:
    """Return the link of this secret, in whatever state."""
    return GuestLink.objects.select_related("invitee__invitation").filter(token_hash=hash_of(token)).first()


def is_code(link: GuestLink, code: str) -> bool:
    """Compare the typed digits in a time that tells nothing."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return secrets.compare_digest(digits, link.code)


def can_open(link: GuestLink | None, at: datetime) -> bool:
    """Tell whether a link still opens: unopened, unexpired, and its invitation running."""
    return link is not None and showing.link_state(link, at) == "UNOPENED" and _runs(link, at)


def can_renew(link: GuestLink | None, at: datetime) -> bool:
    """Tell whether the holder of a spent link may have a new one sent to the same address."""
    return link is not None and showing.link_state(link, at) == "OPENED" and _runs(link, at)


def _runs(link: GuestLink, at: datetime) -> bool:
    invitation = link.invitee.invitation
    if not link.invitee.is_asked or link.invitee.expired_at:
        return False
    until = periods.result_until(invitation.closed_at) if invitation.closed_at else invitation.expires_at
    return until > at


def guest_of(link: GuestLink, at: datetime, request_id: str = "") -> Viewer:
    """Return the guest a link was sent to, before they have shown the code."""
    return Viewer(None, None, "", None, at, guest_id=link.invitee_id, request_id=request_id)
