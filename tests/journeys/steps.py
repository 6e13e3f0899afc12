"""What people do on the pages, by the names of fields and addresses: the same in every language."""

import re

from playwright.sync_api import Page, expect

GO_ON = "main form button[name=do][value=next]"


def sign_in(page: Page, handle: str, language: str = "fi") -> None:
    """Come in as one of the cast, and choose the language one reads in."""
    page.goto("/tili/login/")
    page.locator(f"button[name=as][value={handle}]").click()
    if page.locator("html").get_attribute("lang") != language:
        page.locator(".who > summary").click()
        page.locator(f".who button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def sign_out(page: Page) -> None:
    page.locator(".who > summary").click()
    page.locator(".who form[action$='logout/'] button").click()


def press(page: Page, selector: str = "main form button:not([name])") -> None:
    page.locator(selector).first.click()


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button or tick a box by what is around it, as a finger does."""
    page.locator(f"label:has(input[name='{name}'][value='{value}'])").first.click()
    expect(page.locator(f"input[name='{name}'][value='{value}']").first).to_be_checked()


def unfold(page: Page, field: str) -> None:
    """Open whatever is folded around a field."""
    fold = page.locator(f"details:has([name='{field}'])").last
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def begin_invitation(page: Page) -> None:
    """From my day to the first step, past the page of what an invitation never replaces."""
    page.locator("main a[href='/kutsut/']").first.click()
    page.locator("main a[href='/kutsut/uusi/']").click()
    page.locator("label:has(input[name=family])").first.click()
    press(page)
    press(page, "main .stop form button")
    page.wait_for_url("**/keta/")


def say_whom_about(page: Page) -> None:
    choose(page, "permission", "CONSENT")
    press(page, GO_ON)
    page.wait_for_url("**/kenet/")


def say_whom_to_ask(page: Page, names: list[str], guest: dict[str, str]) -> None:
    for name in names:
        page.locator("label:has(input[name=to])", has_text=name).first.click()
    unfold(page, "guest-0-name")
    for part, value in guest.items():
        page.locator(f"[name=guest-0-{part}]").fill(value)
    press(page, GO_ON)
    page.wait_for_url("**/mita/")


def say_what(page: Page, strengths: str, about: str, times: list[tuple[str, str]]) -> None:
    page.locator("[name=strengths]").fill(strengths)
    page.locator("[name=about]").fill(about)
    unfold(page, "day1")
    for n, (day, clock) in enumerate(times, start=1):
        page.locator(f"[name=day{n}]").fill(day)
        page.locator(f"[name=from{n}]").fill(clock)
    press(page, GO_ON)
    page.wait_for_url("**/tarkista/")


def send(page: Page) -> str:
    """Send the invitation; return its address."""
    press(page)
    page.wait_for_url(re.compile(r"/kutsut/[0-9a-f-]{36}/$"))
    return re.search(r"/kutsut/[0-9a-f-]{36}/", page.url)[0]


def answer(page: Page, knows: str, shares: str, available: str, message: str) -> None:
    """Three taps, the first time that suits, a line; then the page of thanks."""
    for name, light in (("knows", knows), ("shares", shares), ("available", available)):
        choose(page, name, light)
    page.locator("label:has(input[name=times])").first.click()
    page.locator("[name=message]").fill(message)
    press(page, ".sendbar button:not([name])")
    page.wait_for_url("**/kiitos/")


def link_in(mail) -> str:
    """Return the address in a mail."""
    return re.search(r"https?://\S+", mail.get_content())[0]
