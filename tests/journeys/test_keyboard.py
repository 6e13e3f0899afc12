"""Everything that matters is done without a mouse, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import Page

from tests.journeys import steps

pytestmark = pytest.mark.browser
SEEN = """() => {
    const here = document.activeElement, box = (here.closest('label') || here).getBoundingClientRect();
    const top = document.querySelector('.top').getBoundingClientRect().bottom;
    const inBar = !!here.closest('.top, .skip, .demo');
    return inBar || (box.bottom > top && box.top < innerHeight && box.left < innerWidth);
}"""


def go_to(page: Page, selector: str) -> None:
    """Press Tab until the control is reached; each stop on the way is in sight."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def push(page: Page, selector: str, key: str = "Enter") -> None:
    go_to(page, selector)
    page.keyboard.press(key)


def say(page: Page, name: str, text: str) -> None:
    go_to(page, f"[name={name}]")
    page.keyboard.type(text)


def pick(page: Page, name: str, value: str) -> None:
    """Choose in a group of radio buttons: Tab to the group, then the arrows."""
    go_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(6):
        if page.locator(f"[name={name}]:checked").get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not reached by the arrows")


def test_an_invitation_is_answered_from_the_keyboard(houses, windows):
    house = houses()
    page = windows.open(house, 390)
    steps.sign_in(page, "amina")
    page.goto(house.path_of("invitation"))
    pick(page, "knows", "YELLOW")
    pick(page, "shares", "GREEN")
    pick(page, "available", "GREEN")
    push(page, "[name=times]", "Space")
    say(page, "message", "Sopii hyvin.")
    push(page, ".sendbar button:not([name])")
    page.wait_for_url("**/kiitos/")
    assert "Amina" in page.locator("h1").inner_text()


def test_an_invitation_is_made_from_the_keyboard(house, windows):
    page = windows.open(house)
    steps.sign_in(page, "anna")
    page.goto("/kutsut/uusi/")
    push(page, "[name=family]", "Space")
    push(page, "main form button")
    page.wait_for_url("**/kutsut/uusi/*/")
    push(page, ".stop form button")
    page.wait_for_url("**/keta/")
    pick(page, "permission", "CONSENT")
    push(page, steps.GO_ON)
    page.wait_for_url("**/kenet/")
    push(page, "[name=to]", "Space")
    push(page, steps.GO_ON)
    page.wait_for_url("**/mita/")
    say(page, "about", "Katsotaan aamuja yhdessä.")
    push(page, steps.GO_ON)
    page.wait_for_url("**/tarkista/")
    push(page, "main form button")
    page.wait_for_url(re.compile(r"/kutsut/[0-9a-f-]{36}/$"))
    assert "0 / 1" in page.locator("#grid").inner_text()
