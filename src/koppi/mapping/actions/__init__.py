"""What people do with a mapping invitation. Every verb takes effect at once and leaves its trace."""

from .answering import answer, not_for_me, nothing_to_add, open_link, pass_on, renew_link
from .closing import close, reassess, see_as_family, see_result
from .falling_due import (
    ask_deputy,
    empty,
    expire_link,
    forget,
    forget_unsent,
    lapse,
    remind,
    remind_reassessment,
)
from .making import begin, go_on, invite, invite_by_contact

__all__ = [
    "answer",
    "ask_deputy",
    "begin",
    "close",
    "empty",
    "expire_link",
    "forget",
    "forget_unsent",
    "go_on",
    "invite",
    "invite_by_contact",
    "lapse",
    "not_for_me",
    "nothing_to_add",
    "open_link",
    "pass_on",
    "reassess",
    "remind",
    "remind_reassessment",
    "renew_link",
    "see_as_family",
    "see_result",
]
