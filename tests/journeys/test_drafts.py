"""What has been typed is there after the session's end and after a crash."""

import signal

import pytest
from playwright.sync_api import expect

from tests.journeys import steps

pytestmark = pytest.mark.browser
TYPED = "Tätä ei saa kadottaa"


def test_what_was_typed_is_there_after_a_crash(houses, windows):
    house = houses()
    page = windows.open(house)
    steps.sign_in(page, "anna")
    form = f"{house.path_of('family')}muokkaa/ihminen/"
    page.goto(form)
    typed(page, "note")
    house.shut(signal.SIGKILL)
    house.open()
    page.goto(form)
    expect(page.locator("[name=note]")).to_have_value(TYPED)
    assert house.commands.verify() == 0


def test_what_was_typed_is_there_after_the_session_has_ended(house, windows):
    page = windows.open(house)
    steps.sign_in(page, "anna")
    form = f"{house.path_of('family')}askel/"
    page.goto(form)
    typed(page, "what")
    house.commands.rows("DELETE FROM django_session")
    page.goto(form)
    assert "/tili/login/" in page.url
    steps.sign_in(page, "anna")
    page.goto(form)
    expect(page.locator("[name=what]")).to_have_value(TYPED)


def test_one_persons_draft_is_nobody_elses(house, windows):
    form = f"{house.path_of('family')}askel/"
    page = windows.open(house)
    steps.sign_in(page, "anna")
    page.goto(form)
    typed(page, "goal")
    other = windows.open(house)
    steps.sign_in(other, "petri")
    other.goto(form)
    expect(other.locator("[name=goal]")).to_have_value("")


def typed(page, field: str) -> None:
    """Type, and wait until the page says that it has been kept."""
    page.locator(f"[name={field}]").fill("")
    with page.expect_response(lambda answer: "/luonnos/" in answer.url and answer.ok):
        page.locator(f"[name={field}]").press_sequentially(TYPED)
    expect(page.locator("[data-draft-status]").first).not_to_be_empty()
