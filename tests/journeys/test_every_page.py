"""Every main page, in three languages, on three widths: nothing axe minds, nothing sideways, nothing said."""

import pytest

from tests.journeys import steps
from tests.journeys.conftest import DESK, PHONE, SMALL
from tests.ui.test_accessible import AXE, RULES, RUN_AXE, SIDEWAYS, TOO_SMALL

pytestmark = pytest.mark.browser
SKIP = {"fi": "Siirry sisältöön", "sv": "Gå till innehållet", "en": "Skip to content"}
NO_SUCH = "/ei-ole/"
LANGUAGES = ("fi", "sv", "en")
FAMILY = (
    "", "muokkaa/", "muokkaa/ihminen/", "muokkaa/koti/", "tiimi/", "askel/", "yhteenveto/", "palvelut/",
    "palvelut/uusi/", "omin-sanoin/", "tervetuloa/", "jakaminen/", "jakaminen/suostumus/",
    "jakaminen/rajaus/",
)  # fmt: skip
PAGES = {
    None: (
        "/", "/tili/login/", "/ohje/", "/saavutettavuus/", "/tietosuoja/", "/tervetuloa/", NO_SUCH,
        "/apua/selko/", "/apua/lapsi/", "/apua/vastaus/",
    ),
    "anna": (
        "/paiva/", "/perheet/", "/perheet/haku/", "/perheet/uusi/", "/kutsut/", "/kutsut/uusi/",
        "/ammattilaiset/", "/ammattilaiset/poissaolo/", "/tili/asetukset/", "/kutsut/suostumuspyynto/",
        *(f"{{family}}{page}" for page in FAMILY), "{invitation}", "{invitation}paata/",
        "/avunpyynnot/", "/avunpyynnot/uusi/", "/avunpyynnot/kiireelliset/", "{help_request}",
    ),
    "petri": ("{invitation}",),
    "amina": ("/paiva/", "{invitation}"),
    "sanna": (
        "{family}", "{family}omin-sanoin/uusi/", "{family}jakaminen/", "/omat-tiedot/",
        "/omat-tiedot/jakaminen/suostumus/", "{invitation}",
    ),
    "emma": ("{family}", "/omat-tiedot/", "/tervetuloa/alku/"),
    "mikko": ("/",),
    "satu": ("/paiva/", "/avunpyynnot/vuorot/", "/perheet/tarkistettavat/"),
    "ylva": ("/ammattilaiset/hallinta/", "/ammattilaiset/hallinta/uusi/"),
}  # fmt: skip


@pytest.fixture(scope="module")
def addresses(house):
    known = {kind: house.path_of(kind) for kind in ("family", "invitation", "help_request")}
    return lambda handle: [path.format(**known) for path in PAGES[handle]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("handle", PAGES)
def test_a_page_is_for_everybody(house, windows, addresses, handle, language):
    page = windows.open(house, language={"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[language])
    if handle:
        steps.sign_in(page, handle, language)
    troubles = {}
    for path in addresses(handle):
        status = page.goto(path).status
        if status != (404 if path == NO_SUCH else 200):
            troubles[path, "status"] = status
        troubles |= {(path, *found): words for found, words in looked_at(page, language)}
    assert troubles == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_of_an_invitation_and_a_form_with_mistakes_are_for_everybody(house, windows, language):
    page = windows.open(house)
    steps.sign_in(page, "anna", language)
    troubles = {}

    def look():
        troubles.update({(page.url, *found): words for found, words in looked_at(page, language)})

    page.goto("/kutsut/")
    page.locator("main a[href='/kutsut/uusi/']").click()
    page.locator("label:has(input[name=family])").first.click()
    steps.press(page)
    look()
    steps.press(page, "main .stop form button[name=afresh], main .stop form button:not([name])")
    page.wait_for_url("**/keta/")
    look()
    steps.press(page, steps.GO_ON)
    page.locator(".errsum").wait_for()
    look()
    steps.say_whom_about(page)
    look()
    guest = {"name": "N", "role": "r", "email": "n@x.example"}
    steps.say_whom_to_ask(page, ["Petri Niemi"], guest)
    steps.unfold(page, "day1")
    look()
    steps.say_what(page, "Hyvää.", "Katsotaan yhdessä.", [])
    look()
    assert troubles == {}


def looked_at(page, language: str):
    """Yield what is wrong with the page at hand, by width and kind."""
    if page.locator("html").get_attribute("lang") != language:
        yield ("language",), page.locator("html").get_attribute("lang")
    if page.locator(".skip").inner_text() != SKIP[language]:
        yield ("words",), page.locator(".skip").inner_text()
    page.evaluate(AXE)
    for width in (DESK, PHONE, SMALL):
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate(SIDEWAYS) > 0:
            yield (width, "sideways"), page.evaluate(SIDEWAYS)
        if width != SMALL and (found := page.evaluate(RUN_AXE, RULES)):
            yield (width, "axe"), found
        if width == PHONE and (small := page.evaluate(TOO_SMALL)):
            yield (width, "small"), small
