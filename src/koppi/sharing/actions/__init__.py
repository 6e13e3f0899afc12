"""Everything that changes who sees what. Every verb takes effect at once and leaves its trace."""

from .consents import give_consent, renew_consent, state_basis, withdraw_basis, withdraw_consent
from .emergencies import open_emergency, open_for_authority, review_emergency, tell_family_of_emergency
from .grounds import end_ground, members_changed, open_ground
from .minors import end_prohibition, judge_capacity, prohibit, review_prohibition
from .own_words import share_words, unshare_words
from .restrictions import clear_place, confirm_restriction, lift_restriction, restrict, unclear_place
from .units import change_unit

__all__ = [
    "change_unit",
    "clear_place",
    "confirm_restriction",
    "end_ground",
    "end_prohibition",
    "give_consent",
    "judge_capacity",
    "lift_restriction",
    "members_changed",
    "open_emergency",
    "open_for_authority",
    "open_ground",
    "prohibit",
    "renew_consent",
    "restrict",
    "review_emergency",
    "review_prohibition",
    "share_words",
    "state_basis",
    "tell_family_of_emergency",
    "unclear_place",
    "unshare_words",
    "withdraw_basis",
    "withdraw_consent",
]
