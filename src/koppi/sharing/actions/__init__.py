"""Everything that changes who sees what. Every verb takes effect at once and leaves its trace."""

from .authorities import open_for_authority, tell_family_of_authority
from .consents import (
    give_consent,
    renew_consent,
    set_aside_consent,
    state_basis,
    withdraw_basis,
    withdraw_consent,
)
from .emergencies import open_emergency, review_emergency, tell_family_of_emergency
from .grounds import end_ground, members_changed, open_ground
from .minors import end_prohibition, judge_capacity, prohibit, review_prohibition
from .own_words import share_words, unshare_words
from .partners import end_pledge
from .parts import delay_showing, hide_part, show_part
from .restrictions import clear_place, confirm_restriction, lift_restriction, restrict, unclear_place
from .units import change_unit

__all__ = [
    "change_unit",
    "clear_place",
    "confirm_restriction",
    "delay_showing",
    "end_ground",
    "end_pledge",
    "end_prohibition",
    "give_consent",
    "hide_part",
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
    "set_aside_consent",
    "share_words",
    "show_part",
    "state_basis",
    "tell_family_of_authority",
    "tell_family_of_emergency",
    "unclear_place",
    "unshare_words",
    "withdraw_basis",
    "withdraw_consent",
]
