"""Every drawn page in a real browser: axe, no sideways scroll, large targets, nothing refused."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.ui import sheet

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run(document, {runOnly: tags}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')))"""
TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).display !== 'inline')
    .map(one => [one, (one.closest('label') || one).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
    .map(([one]) => one.outerHTML.slice(0, 80))"""
SIDEWAYS = "() => document.scrollingElement.scrollWidth - innerWidth"
WIDER_TEXT = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", list(sheet.PAGES))
def test_a_page_has_nothing_axe_minds_and_fits_its_width(show, name, width):
    page = show(name, width)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, RULES) == []
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(TOO_SMALL) == []
    assert page.troubles == []


@pytest.mark.parametrize("name", ["family", "day", "answer-errors"])
def test_a_page_fits_a_phone_with_text_spaced_out(show, name):
    page = show(name, 390)
    page.evaluate(
        "css => {const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]}",
        WIDER_TEXT,
    )
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("name", ["family", "day", "answer-errors"])
def test_a_page_fits_a_phone_with_letters_twice_as_large(show, name):
    page = show(name, 390)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate(SIDEWAYS) <= 0


def test_the_keyboard_always_sees_where_it_is(show):
    page = show("day")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const here = document.activeElement, box = here.getBoundingClientRect();
            const bar = document.querySelector('.top');
            return here === document.body || bar.contains(here) || here.matches('.skip')
                || (box.bottom > bar.getBoundingClientRect().bottom && box.top < innerHeight); }"""
        )
