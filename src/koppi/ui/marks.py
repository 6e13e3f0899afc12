"""Small pieces of markup made in Python because a page holds hundreds of them: icons, badges, avatars.

They are put together as plain text, each piece of it our own, a number, or escaped on the spot: what
``format_html`` does for every piece costs a page of a family a sixth of its time.
"""

import zlib
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from koppi.ui import faces
from koppi.ui.icons import ICONS
from koppi.ui.sectors import sector_look

TINTS = 4


def drawn(markup: str) -> SafeString:
    """Return markup that is made here; whatever anybody wrote in it has been through ``escape``."""
    return mark_safe(markup)  # noqa: S308 - see above


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """Return a decorative icon; the word it stands for is always beside it as text.

    :raises KeyError: no icon has this name.
    """
    classes = escape(f"ico {extra}".strip())
    return drawn(
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
    )


@cache
def badge(code: str) -> SafeString:
    """Return the coloured square of a sector, without its name."""
    look = sector_look(code).look
    return drawn(f'<span class="sec-b b-{look}">{icon(look)}</span>')


def initials(name: str) -> str:
    """Return up to two letters that stand for a name: first and last word."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _drawn_or_letters(name: str, face: str) -> str:
    if face not in faces.FACES:
        return escape(initials(name))
    return f'<svg viewBox="0 0 48 48" focusable="false">{faces.draw(face)}</svg>'


def avatar(
    name: str, key: str = "", size: str = "", sector: str = "", locked: bool = False, face: str = ""
) -> SafeString:
    """Return a person's round mark. It is decorative: the name stands beside it as text."""
    sized = f" av-{escape(size)}" if size else ""
    corner = badge(sector) if sector else _lock() if locked else ""
    return drawn(
        f'<span class="av{sized} av-{_tint(key or name)}" aria-hidden="true">'
        f"{_drawn_or_letters(name, face)}{corner}</span>"
    )


def _tint(key: str) -> int:
    """The same person has the same tint on every page; a name alone must not decide it where a key exists."""
    return zlib.crc32(str(key).encode()) % TINTS


def _lock() -> SafeString:
    return drawn(f'<span class="sec-b b-lock">{icon("lock")}</span>')


def tag(kind: str, icon_name: str, text: str) -> SafeString:
    """Return a status mark: always an icon and words."""
    return drawn(f'<span class="tag tag-{escape(kind)}">{icon(icon_name)}{escape(str(text))}</span>')
