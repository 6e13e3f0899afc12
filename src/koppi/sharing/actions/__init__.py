"""Everything that changes who sees what. Every verb takes effect at once and leaves its trace."""

from .consents import give_consent, state_basis, withdraw_basis, withdraw_consent
from .grounds import end_ground, members_changed, open_ground
from .own_words import share_words, unshare_words

__all__ = [
    "end_ground",
    "give_consent",
    "members_changed",
    "open_ground",
    "share_words",
    "state_basis",
    "unshare_words",
    "withdraw_basis",
    "withdraw_consent",
]
