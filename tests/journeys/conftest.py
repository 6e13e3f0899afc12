"""Houses to live in, and windows to look through: what goes wrong in a window is remembered."""

import shutil
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.house import House, Letterbox, told

DESK, PHONE, SMALL = 1280, 390, 320
HOW = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def story(fresh, tmp_path_factory):
    """The data of a told story that nobody has touched."""
    return told(fresh, tmp_path_factory.mktemp("journeys") / "story")


@pytest.fixture(scope="module")
def houses(story, tmp_path_factory):
    """Open houses of their own with the untouched story in them; all are shut at the end."""
    opened = []

    def open_house(**environ: str) -> House:
        folder = tmp_path_factory.mktemp("house") / "data"
        shutil.copytree(story, folder)
        letters = Letterbox()
        letters.open()
        house = House(folder, letters, **environ)
        opened.append(house)
        house.open()
        return house

    yield open_house
    for house in opened:
        house.shut()
        house.letters.shut()


@pytest.fixture(scope="module")
def house(houses) -> House:
    """The one house of a module."""
    return houses()


@pytest.fixture(scope="module")
def chromium():
    """Closed with the module: while it is open its event loop would keep Django off the database."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def browser(chromium):
    found = chromium.launch(**HOW)
    yield found
    found.close()


class Windows:
    """Opens windows; ``troubles`` is what pages complained of, ``asked`` every address they asked for."""

    def __init__(self, browser: Browser):
        self.browser, self.troubles, self.asked, self.contexts = browser, [], [], []

    def open(self, house: House, width: int = DESK, script: bool = True, language: str = "fi-FI") -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, base_url=house.address,
            locale=language, has_touch=width < 600, is_mobile=width < 600,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        context.on("request", lambda request: self.asked.append((house.address, request.url)))
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        context.on("console", self._heard)
        self.contexts.append(context)
        return context.new_page()

    def _heard(self, line) -> None:
        """A page that is refused is said by the console too; those that should not be fail in the tests."""
        if line.type in ("error", "warning") and "status of 4" not in line.text:
            self.troubles.append(line.text)

    def strangers(self) -> list[str]:
        """Return what was asked of anybody but the house itself."""
        return [url for home, url in self.asked if not url.startswith((home, "data:", "about:", "blob:"))]


@pytest.fixture
def windows(browser):
    made = Windows(browser)
    yield made
    for context in made.contexts:
        context.close()
    assert SimpleNamespace(troubles=made.troubles, strangers=made.strangers()) == SimpleNamespace(
        troubles=[], strangers=[]
    )
