"""What of a half-filled form may be kept: its text, within measure, and nothing that opens a lock. Pure."""

import re
from collections.abc import Iterable

MOST_FIELDS = 200
LONGEST_TEXT = 20_000
LONGEST_DRAFT = 100_000
# Keys to doors and the marks of one sending are never kept; a new page makes its own.
_NEVER = re.compile(
    r"csrfmiddlewaretoken|idem|next|.*(password|salasana|code|koodi|token|otp|secret|hetu).*", re.I
)


class TooMuch(ValueError):
    """There is more text than a draft holds."""


def typed(lists: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Return the fields that may be kept.

    :raises TooMuch: too many fields or too long a text; nothing is cut off silently.
    """
    kept = {name: list(values) for name, values in lists if not _NEVER.fullmatch(name)}
    lengths = [len(value) for values in kept.values() for value in values]
    if len(lengths) > MOST_FIELDS or max(lengths, default=0) > LONGEST_TEXT or sum(lengths) > LONGEST_DRAFT:
        raise TooMuch
    return kept
