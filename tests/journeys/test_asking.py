"""Asking for help as people live it: without an account, alone as a child, by telephone; and the promise."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from koppi.help_requests.promise import Office, answer_by, before
from koppi.workdays import HELSINKI
from tests.journeys import steps
from tests.journeys.conftest import DESK, PHONE, SMALL

pytestmark = pytest.mark.browser

TEXT = "Aamut ovat raskaita KN-asked."
ANSWER = "Tulen käymään huomenna KN-answer."


def ask(page, text: str, address: str = "/", who: str = "PARENT") -> str:
    """Fill in the public page and send it; return the word pair."""
    page.goto(address)
    if who:
        steps.choose(page, "asker", who)
    page.locator("[name=text]").fill(text)
    steps.choose(page, "way", "HERE")
    promised = page.locator(".ask-promise strong").inner_text()
    page.locator("form.ask button.btn:not([name])").click()
    page.wait_for_url("**/apua/kiitos/")
    expect(page.locator(".ask-promise strong")).to_have_text(promised)
    return page.locator("#word-pair").inner_text()


def speak(page, language: str) -> None:
    page.goto("/apua/")
    if page.locator("html").get_attribute("lang") != language:
        if page.locator("details.menu").is_visible():
            page.locator("details.menu > summary").click()
        page.locator(f"form.langs button[value={language}]:visible").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("fi", SMALL, False), ("sv", PHONE, True), ("en", DESK, True)],
    ids=["Finnish on a small screen without script", "Swedish on a phone", "English"],
)
def test_from_an_anonymous_request_to_the_answer_read_by_the_word_pair(
    house, windows, language, width, script
):
    text = f"{TEXT} {language}"
    mother = windows.open(house, width, script)
    speak(mother, language)
    pair = ask(mother, text, "/apua/")

    petri = windows.open(house, DESK)
    steps.sign_in(petri, "petri", language)
    petri.goto("/avunpyynnot/")
    petri.locator("ul.queue li", has_text=text).locator("form button").click()
    steps.choose(petri, "way", "HERE")
    petri.locator("[name=text]").fill(ANSWER)
    petri.locator("form[aria-labelledby=h-answer] button.btn").click()
    expect(petri.locator(".said")).to_contain_text(ANSWER)

    elsewhere = windows.open(house, PHONE, script)
    elsewhere.goto("/apua/vastaus/")
    elsewhere.locator("[name=words]").fill(pair.upper())
    steps.press(elsewhere)
    elsewhere.wait_for_url("**/apua/oma/")
    expect(elsewhere.locator("main")).to_contain_text(ANSWER)
    expect(elsewhere.locator("main")).to_contain_text("Petri Niemi")
    assert "KN-" not in elsewhere.title() + elsewhere.url


def test_a_child_asks_alone_and_words_of_danger_bring_the_number_first(house, windows):
    child = windows.open(house, PHONE)
    ask(child, "Isä lyö minua KN-child", "/apua/lapsi/", who="")
    first = child.locator("main h1, main h2").first
    expect(first).to_contain_text("112")

    anna = windows.open(house)
    steps.sign_in(anna, "anna")
    anna.goto("/avunpyynnot/")
    line = anna.locator("ul.queue > li").first
    expect(line).to_contain_text("KN-child")


def test_a_telephone_call_is_entered_and_passing_on_needs_a_name(house, windows):
    vera = windows.open(house)
    steps.sign_in(vera, "vera")
    vera.goto("/avunpyynnot/uusi/")
    for name, value in (("channel", "PHONE"), ("asker", "NEAR"), ("way", "CALL")):
        steps.choose(vera, name, value)
    vera.locator("[name=text]").fill("Mummo soitti KN-phone")
    vera.locator("[name=contact]").fill("040 000 4300")
    steps.press(vera, "form.ask button.btn")
    expect(vera.locator("#word-pair")).to_be_visible()

    anna = windows.open(house)
    steps.sign_in(anna, "anna")
    anna.goto("/avunpyynnot/")
    anna.locator("ul.queue li", has_text="KN-phone").locator("form button").click()
    anna.wait_for_url(re.compile(r"/avunpyynnot/[0-9a-f-]{36}/$"))
    asked = anna.url
    anna.goto(f"{asked}siirra/")
    steps.press(anna)
    expect(anna.locator(".errsum")).to_be_visible()  # nobody was named
    anna.locator("label:has(input[name=to])", has_text="Petri").click()
    steps.press(anna)
    anna.wait_for_url(asked)
    expect(anna.locator("main")).to_contain_text("Petri Niemi")


def test_a_promise_about_to_break_is_told_of_in_turn_under_a_shifted_clock(house, windows):
    ask(windows.open(house), "Odotan KN-late")
    anna = windows.open(house)
    steps.sign_in(anna, "anna")
    anna.goto("/avunpyynnot/")
    anna.locator("ul.queue li", has_text="KN-late").locator("form button").click()
    promised = answer_by(datetime.now(HELSINKI), Office())

    for hours, handle in ((4, "anna"), (2, "satu"), (1, "satu")):
        moment = before(promised, hours, Office()) + timedelta(minutes=1)
        house.tick(f"{moment:%Y-%m-%dT%H:%M}")
        page = windows.open(house)
        steps.sign_in(page, handle)
        page.goto("/paiva/ilmoitukset/")
        expect(page.locator("main")).to_contain_text("vunpyyntöön")
    assert house.commands.verify() == 0
