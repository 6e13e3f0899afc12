"""A message carries nothing about anybody."""

from datetime import date
from uuid import uuid4

import pytest

from koppi.delivery.slip import CarriesPersonalData, slip

CANARIES = ["Emma Järvinen", "010594Y9032", "Koulukatu 3 A", "emma@example.fi", "040 123 4567", "KN-1a2b3c4d"]


def test_a_key_a_path_a_day_and_a_code_pass():
    key = uuid4()
    carried = slip({"about": key, "link": f"/kutsut/{key}/", "due_on": date(2026, 12, 3), "code": "482913"})
    assert carried == {"about": str(key), "link": f"/kutsut/{key}/", "due_on": "2026-12-03", "code": "482913"}


@pytest.mark.parametrize("name", ["name", "child", "unit", "subject", "text", "phone", "place", "About"])
def test_a_name_that_is_not_allowed_is_refused_whatever_it_holds(name):
    with pytest.raises(CarriesPersonalData):
        slip({name: str(uuid4())})


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("name", ["about", "link", "due_on", "code"])
@pytest.mark.parametrize("form", ["{}", "2026-12-03 {}", "4711 {}", "/kutsut/?nimi={}"])
def test_planted_content_does_not_pass_under_an_allowed_name(name, form, canary):
    with pytest.raises(CarriesPersonalData) as refusal:
        slip({name: form.format(canary)})
    assert canary not in str(refusal.value)


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example", "/a\nBcc: x@y.fi", "/a?nimi=Emma", "/ä", ""]
)
def test_a_link_stays_on_our_own_site_and_in_one_line(link):
    with pytest.raises(CarriesPersonalData):
        slip({"link": link})
