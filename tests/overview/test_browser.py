"""The family page and the pages behind it in a real browser: nothing for axe to mind, nothing sideways."""

import pytest

from tests.journeys.conftest import browser, chromium, house, houses, story, windows  # noqa: F401
from tests.journeys.steps import sign_in
from tests.ui.test_accessible import AXE, RULES, RUN_AXE, SIDEWAYS, TOO_SMALL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BEHIND = (
    "",
    "?tuloste=1",
    "yhteenveto/",
    "yhteenveto/kantaa/1/",
    "palvelut/",
    "palvelut/uusi/",
    "omin-sanoin/",
    "omin-sanoin/uusi/",
)


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("handle", ["anna", "sanna"])
def test_every_page_of_the_family_is_for_everybody(windows, house, handle, width):  # noqa: F811
    page = windows.open(house, width)
    sign_in(page, handle)
    family = house.path_of("family")
    for behind in BEHIND:
        if handle == "sanna" and behind == "palvelut/uusi/":
            continue
        assert page.goto(family + behind).status == 200
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE, RULES) == []
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_scrolls_sideways_in_the_longer_languages(windows, house, language):  # noqa: F811
    page = windows.open(house, 320)
    sign_in(page, "anna", language)
    for behind in BEHIND:
        page.goto(house.path_of("family") + behind)
        assert page.evaluate(SIDEWAYS) <= 0


def test_a_click_on_a_face_shows_the_services_of_that_person(windows, house):  # noqa: F811
    page = windows.open(house, 1280)
    sign_in(page, "anna")
    page.goto(house.path_of("family"))
    page.get_by_role("link", name="Onni, 4 v").click()
    assert page.locator(".chip[aria-current]").inner_text() == "Onni"
    assert page.locator(".tl-row").count() == 4
