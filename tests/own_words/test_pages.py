"""The pages of own words."""

from datetime import UTC, datetime

import pytest

from koppi.drafts.access import draft_for
from koppi.own_words.models import OwnView
from tests.services.conftest import World, a_world


@pytest.fixture
def world(db) -> World:
    return a_world(datetime.now(UTC))


@pytest.fixture
def page(world, client):
    world.mother  # noqa: B018 - makes the mother's account
    client.force_login(world.sanna.account)
    client.address = f"/perhe/{world.family.pk}/omin-sanoin/"
    return client


def test_a_family_member_writes_opens_changes_and_takes_back(world, page):
    assert page.post(f"{page.address}uusi/", {"text": "Toivon rauhaa", "shares": ["t:"]}).status_code == 302
    address = f"{page.address}{OwnView.objects.get().record_id}/"
    page.force_login(world.anna.person.account)
    assert "Toivon rauhaa" in page.get(page.address).content.decode()
    page.force_login(world.sanna.account)
    assert page.post(address, {"text": "Toivon unta"}).status_code == 302
    assert "Näkyy vain sinulle." in page.get(page.address).content.decode()
    page.get(f"{address}takaisin/")
    assert page.post(f"{address}takaisin/").status_code == 302
    assert "Otettu takaisin" in page.get(page.address).content.decode()


def test_a_worker_writes_down_together_and_says_whose_words_they_are(world, page):
    page.force_login(world.anna.person.account)
    sent = {"text": "Aamut on kivoja", "person": str(world.emma.pk), "shares": ["t:"]}
    assert page.post(f"{page.address}uusi/", sent | {"person": ""}).status_code == 422
    assert page.post(f"{page.address}uusi/", sent).status_code == 302
    view = OwnView.objects.get()
    assert (view.person, view.told_to) == (world.emma, world.anna)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Kirjoita ensin jotain, tai lisää kuva tai ääni."),
        ({"text": "x" * 1201}, "Teksti on liian pitkä."),
        ({"text": "<i>hei</i>", "shares": ["s:POLICE"]}, "Valitse luettelosta, kuka saa nähdä tämän."),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence_and_the_text_is_kept(world, page, sent, sentence):
    response = page.post(f"{page.address}uusi/", sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert sent["text"].replace("<", "&lt;").replace(">", "&gt;") in html
    assert not OwnView.objects.exists()


def test_what_is_typed_is_kept_until_it_is_sent(world, page):
    key = f"own-words:{world.family.pk}"
    page.post(f"/luonnos/{key}/", {"text": "Kesken jäi"})
    assert "Kesken jäi" in page.get(f"{page.address}uusi/").content.decode()
    page.post(f"{page.address}uusi/", {"text": "Kesken jäi, nyt valmis"})
    assert draft_for(world.mother, key) == {}


def test_somebody_elses_closed_words_cannot_be_found_by_their_address(world, page):
    page.post(f"{page.address}uusi/", {"text": "Vain minulle"})
    address = f"{page.address}{OwnView.objects.get().record_id}/"
    page.force_login(world.anna.person.account)
    for way in (address, f"{address}takaisin/"):
        assert page.get(way).status_code == page.post(way, {"text": "x"}).status_code == 404
    assert OwnView.objects.get().text == "Vain minulle"


def test_an_empty_page_says_what_emptiness_means(world, page):
    assert "Jokainen päättää omistaan itse." in page.get(page.address).content.decode()
