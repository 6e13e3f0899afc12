"""A mother decides on her phone who sees, and whoever no longer may is stopped at the next click."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.browser
MINE, CONSENT = "/omat-tiedot/", "/omat-tiedot/jakaminen/suostumus/"


def next_click(page: Page, path: str) -> int:
    """Press a link on the page that is open, and return how the house answered."""
    with page.expect_navigation() as gone:
        page.locator(f"a[href='{path}']").first.click()
    return gone.value.status


def take_back_everything(page: Page) -> None:
    """Withdraw at one press whatever is left to withdraw, of oneself and of each child."""
    page.goto(MINE)
    whose = [MINE, *(link.get_attribute("href") for link in page.locator(".chips a").all())]
    for path in dict.fromkeys(whose):
        page.goto(path)
        everything = page.locator("a[href$='/peru-kaikki/']")
        if everything.count():
            everything.click()
            steps.press(page, "main form button")
            page.wait_for_url(f"**{path}")
        left = page.locator("main form[action*='/suostumus/'] button")
        for count in range(left.count() - 1, -1, -1):
            left.first.click()
            expect(left).to_have_count(count)


def consent_for(page: Page, name: str, receiver: str) -> None:
    page.goto(MINE)
    page.locator(f"a[href='{CONSENT}']").click()
    page.locator("label:has(input[name=person])", has_text=name).click()
    steps.choose(page, "receivers", receiver)
    steps.press(page)
    page.locator("button[name=sure]").click()
    page.wait_for_url(f"**{MINE}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_consent_given_and_withdrawn_on_a_phone_stops_the_receiver_at_the_next_click(
    house, windows, language
):
    family = house.path_of("family")
    mother, worker = windows.open(house, width=PHONE), windows.open(house)
    steps.sign_in(mother, "sanna", language)
    steps.sign_in(worker, "liisa")

    take_back_everything(mother)
    assert worker.goto(family).status == 404

    consent_for(mother, "Onni", "s:ECEC")
    assert worker.goto(family).status == 200

    mother.locator(".chips a", has_text="Onni").click()
    mother.locator("main form[action*='/suostumus/'] button").first.click()
    expect(mother.locator("main form[action*='/suostumus/'] button")).to_have_count(0)

    assert next_click(worker, f"{family}palvelut/") == 404
    expect(worker.locator("main")).not_to_contain_text("Onni")
    assert mother.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_father_kept_out_sees_a_page_that_could_be_anybody_s(house, windows):
    father = windows.open(house, width=PHONE)
    steps.sign_in(father, "mikko")
    assert father.goto(MINE).status == 200
    main = father.locator("main")
    for word in ("Emma", "Onni", "Sanna", "Salo", "Perhekeskus", "Vertaistuki"):
        expect(main).not_to_contain_text(word)
    expect(father.locator(".chips")).to_have_count(0)
    assert father.goto(CONSENT).status == 200
    expect(father.locator("main")).not_to_contain_text("Salo")
