"""What holds for every template of the house, whoever wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import koppi
from tests.ui.conftest import STATIC

HOUSE = Path(koppi.__file__).parent
KNOWN = set(re.findall(r"\.([a-zA-Z][\w-]*)", (STATIC["ui"] / "koppi.css").read_text()))
LOGIC = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def templates() -> list[Path]:
    return sorted(HOUSE.glob("*/templates/**/*.html"))


def classes(place: Path) -> Iterator[str]:
    for words in re.findall(r'class="([^"]*)"', LOGIC.sub("\0", place.read_text())):
        yield from (word for word in words.split() if "\0" not in word)


@pytest.mark.parametrize("place", templates(), ids=lambda place: place.name)
def test_a_template_uses_only_looks_that_exist(place):
    assert set(classes(place)) <= KNOWN


@pytest.mark.parametrize("place", templates(), ids=lambda place: place.name)
def test_a_template_carries_no_style_no_script_and_no_empty_link(place):
    assert not re.search(
        r'\sstyle=|\son[a-z]+=|href="#"|<script>|<style|hx-on|javascript:', place.read_text()
    )
