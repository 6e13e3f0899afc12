"""Small pieces of markup made in Python because a page holds hundreds of them: icons, badges, avatars."""

import zlib
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from koppi.ui import faces
from koppi.ui.icons import ICONS
from koppi.ui.sectors import sector_look

_SVG = '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
TINTS = 4


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """Return a decorative icon; the word it stands for is always beside it as text.

    :raises KeyError: no icon has this name.
    """
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own drawings, no input
    return format_html(_SVG, f"ico {extra}".strip(), drawing)


@cache
def badge(code: str) -> SafeString:
    """Return the coloured square of a sector, without its name."""
    look = sector_look(code).look
    return format_html('<span class="sec-b b-{}">{}</span>', look, icon(look))


def initials(name: str) -> str:
    """Return up to two letters that stand for a name: first and last word."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _drawn_or_letters(name: str, face: str) -> SafeString:
    if face not in faces.FACES:
        return format_html("{}", initials(name))
    drawing = mark_safe(faces.draw(face))  # noqa: S308 - our own drawings, no input
    return format_html('<svg viewBox="0 0 48 48" focusable="false">{}</svg>', drawing)


def avatar(
    name: str, key: str = "", size: str = "", sector: str = "", locked: bool = False, face: str = ""
) -> SafeString:
    """Return a person's round mark. It is decorative: the name stands beside it as text."""
    classes = " ".join(filter(None, ("av", f"av-{size}" if size else "", f"av-{_tint(key or name)}")))
    corner = badge(sector) if sector else _lock() if locked else ""
    return format_html(
        '<span class="{}" aria-hidden="true">{}{}</span>', classes, _drawn_or_letters(name, face), corner
    )


def _tint(key: str) -> int:
    """The same person has the same tint on every page; a name alone must not decide it where a key exists."""
    return zlib.crc32(str(key).encode()) % TINTS


def _lock() -> SafeString:
    return format_html('<span class="sec-b b-lock">{}</span>', icon("lock"))


def tag(kind: str, icon_name: str, text: str) -> SafeString:
    """Return a status mark: always an icon and words."""
    return format_html('<span class="tag tag-{}">{}{}</span>', kind, icon(icon_name), text)
