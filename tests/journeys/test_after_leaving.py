"""When one has left, the next person at the same machine finds nothing."""

import pytest

from tests.journeys import steps
from tests.journeys.conftest import HOW

pytestmark = pytest.mark.browser
SECRETS = ("Laineen perhe", "Koivukatu", "Lähestymiskielto")


@pytest.mark.parametrize("handle", ["anna", "sanna"])
def test_back_after_signing_out_shows_nothing(house, windows, handle):
    page = windows.open(house)
    steps.sign_in(page, handle)
    page.goto(house.path_of("family"))
    assert "Laineen perhe" in page.content()
    steps.sign_out(page)
    page.wait_for_load_state()
    for _ in range(3):
        page.go_back()
        assert [secret for secret in SECRETS if secret in page.content()] == []


def test_nothing_of_a_family_stays_on_the_disk_of_the_machine(house, chromium, tmp_path):
    heads = []
    window = chromium.launch_persistent_context(tmp_path / "profile", base_url=house.address, **HOW)
    window.on("response", lambda answer: heads.append((answer.url, answer.headers)))
    page = window.new_page()
    steps.sign_in(page, "anna")
    for path in (house.path_of("family"), house.path_of("invitation"), "/perheet/", "/paiva/"):
        page.goto(path)
    steps.sign_out(page)
    window.close()

    dynamic = [(url, head) for url, head in heads if "/static/" not in url and not url.startswith("data:")]
    assert [url for url, head in dynamic if "no-store" not in head.get("cache-control", "")] == []
    assert {head["referrer-policy"] for _, head in dynamic} == {"same-origin"}
    assert all("default-src 'self'" in head["content-security-policy"] for _, head in dynamic)
    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file()]
    assert files
    kept = [
        (file.name, secret) for file in files for secret in SECRETS if secret.encode() in file.read_bytes()
    ]
    assert kept == []
