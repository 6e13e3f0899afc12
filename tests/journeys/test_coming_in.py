"""Coming in for the first time and again, on a telephone; speaking for oneself; a device in several hands."""

import re
import time
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Error, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import HOW, PHONE, SMALL

pytestmark = pytest.mark.browser
LONGEST_SIGN_IN = 20
HEARD = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
TYPED = "Tätä ei saa kadottaa"


@pytest.fixture(scope="module")
def telephones(chromium):
    """A browser that has a microphone."""
    found = chromium.launch(**HOW | {"args": [*HOW["args"], *HEARD]})
    yield found
    found.close()


@pytest.fixture
def telephone(telephones, house):
    """Opens telephones with a lock of their own; a key is bound to a name, so the house is localhost."""
    contexts, troubles = [], []

    def open_one(language="fi-FI", script=True, width=PHONE) -> Page:
        context = telephones.new_context(
            viewport={"width": width, "height": 844}, base_url=f"http://localhost:{house.port}",
            locale=language, has_touch=True, is_mobile=True, java_script_enabled=script,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        contexts.append(context)
        page = context.new_page()
        lock = context.new_cdp_session(page)
        lock.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        lock.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


def a_link(house, windows, name: str) -> tuple[Page, str, str]:
    """The worker makes a link; return her page, what is typed and the digits."""
    page = windows.open(house)
    steps.sign_in(page, "anna")
    page.goto(f"{house.path_of('family')}tervetuloa/")
    page.locator("main li", has_text=name).locator("a.btn").first.click()
    agreed = page.locator("[name=is_agreed]")
    if agreed.count():
        agreed.check()
    steps.press(page)
    expect(page.locator(".qr svg")).to_be_visible()
    digits, typed = (page.locator(".codebig").nth(n).inner_text() for n in (0, 1))
    return page, typed, digits


def come_in(page: Page, typed: str, digits: str) -> None:
    """Type the letters and the digits from what the worker gave."""
    page.goto("/tervetuloa/")
    page.locator("[name=token]").fill(typed)
    steps.press(page, "main form .btn")
    page.locator("[name=digits]").fill(digits)
    assert "Sanna" not in page.content()
    steps.press(page, "main form .btn")
    page.wait_for_url("**/tervetuloa/alku/")


def is_narrow(page: Page) -> bool:
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("language", ["fi-FI", "sv-FI"])
def test_the_mother_comes_in_by_a_link_makes_a_key_and_is_back_in_seconds(
    house, windows, telephone, language
):
    _anna, typed, digits = a_link(house, windows, "Sanna")
    page = telephone(language)
    come_in(page, typed, digits)
    assert is_narrow(page)
    page.locator("main a[href$='/webauthn/add/']").click()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/")
    expect(page).to_have_url(re.compile("/perhe/"))
    steps.sign_out(page)

    started = time.monotonic()
    page.goto("/tili/login/")
    page.locator("#passkey_login").click()
    expect(page).to_have_url(re.compile("/perhe/"))
    assert time.monotonic() - started < LONGEST_SIGN_IN

    page.goto(f"{house.path_of('family')}omin-sanoin/uusi/")
    with page.expect_response(lambda answer: "/luonnos/" in answer.url and answer.ok):
        page.locator("[name=text]").fill("")
        page.locator("[name=text]").press_sequentially(TYPED)
    page.locator(".who > summary").click()
    page.locator(".who form[action$='lukitse/'] button").click()
    page.wait_for_url("**/tili/lukko/")
    assert "Sanna" not in page.locator("body").inner_text()
    page.locator("main a.btn").click()
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.wait_for_url("**/omin-sanoin/uusi/")
    expect(page.locator("[name=text]")).to_have_value(TYPED)


def test_a_child_gets_words_draws_and_speaks_and_the_mother_does_not_see(house, windows, telephone):
    _anna, typed, digits = a_link(house, windows, "Emma")
    page = telephone()
    come_in(page, typed, digits)
    steps.press(page, "main form[action$='/sanat/'] button")
    words = page.locator(".codebig").inner_text()
    page.goto("/")
    steps.sign_out(page)
    page.goto("/tili/login/")
    page.locator("main a[href='/tili/sanat/']").click()
    page.locator("[name=words]").fill(words)
    steps.press(page, "main form .btn")

    own = f"{house.path_of('family')}omin-sanoin/"
    page.goto(f"{own}uusi/")
    draw(page)
    page.locator("[data-speak]").click()
    expect(page.locator("[data-stop]")).to_be_visible()
    page.wait_for_timeout(300)
    page.locator("[data-stop]").click()
    expect(page.locator("[data-recorder] audio")).to_be_visible()
    assert is_narrow(page)
    steps.press(page, "main form[enctype] button.btn:not([type])")
    page.wait_for_url(f"**{own}")
    expect(page.locator("article audio")).to_have_count(1)
    drawing = page.locator("article img.drawing").first
    expect(drawing).to_be_visible()
    answer = page.request.get(drawing.get_attribute("src"))
    assert is_coloured(Image.open(BytesIO(answer.body())))

    mother = windows.open(house, PHONE)
    steps.sign_in(mother, "sanna")
    assert mother.goto(drawing.get_attribute("src")).status == 404


def draw(page: Page) -> None:
    canvas = page.locator("[data-drawing] canvas")
    canvas.scroll_into_view_if_needed()
    page.locator("[data-colour='#a32338']").click()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 120, steps=5)
    page.mouse.up()
    expect(page.locator("[name=picture]")).not_to_have_value("")


def is_coloured(picture: Image.Image) -> bool:
    reds = [colour for _n, colour in picture.getcolors(1 << 20) if colour[0] > 140 and colour[1] < 90]
    return bool(reds)


def test_without_a_script_a_photograph_of_a_drawing_goes_as_well(house, windows, telephone):
    page = telephone(script=False, width=SMALL)
    steps.sign_in(page, "sanna")
    own = f"{house.path_of('family')}omin-sanoin/"
    page.goto(f"{own}uusi/")
    assert page.locator("canvas").is_hidden()
    photograph = BytesIO()
    Image.new("RGB", (200, 100), "red").save(photograph, "JPEG")
    page.locator("[name=picture]").set_input_files(
        {"name": "Oulun_turvakoti.jpg", "mimeType": "image/jpeg", "buffer": photograph.getvalue()}
    )
    steps.press(page, "main form[enctype] button.btn:not([type])")
    page.wait_for_url(f"**{own}")

    assert page.locator("article img.drawing").count() == 1


def test_a_device_handed_over_shows_nothing_of_the_workers_by_any_way_back(house, windows, telephone):
    page, _typed, digits = a_link(house, windows, "Sanna")
    page.locator("main form[action$='luovuta/'] button").click()
    page.wait_for_url(re.compile(r"/tervetuloa/[0-9A-Z]{16}/$"))
    for _ in range(3):
        with suppress(Error):  # a page that was not stored cannot be shown again
            page.go_back()
        page.wait_for_load_state()
        assert "Laineen perhe" not in page.locator("body").inner_text()
        assert digits.replace(" ", "") not in re.sub(r"\s", "", page.locator("body").inner_text())
    page.goto("/paiva/")
    assert "/tili/login/" in page.url
    page.locator("form[action$='laite/sulje/'] button").click()
    page.goto("/")
    assert page.locator("form[action$='laite/sulje/']").count() == 0
