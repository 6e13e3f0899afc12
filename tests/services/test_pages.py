"""The pages of services."""

from datetime import UTC, datetime, timedelta

import pytest

from koppi.services import actions
from koppi.services.models import ServiceEpisode
from tests.services.conftest import a_world


@pytest.fixture
def world(db):
    return a_world(datetime.now(UTC))


@pytest.fixture
def page(world, client):
    client.force_login(world.anna.person.account)
    client.address = f"/perhe/{world.family.pk}/palvelut/"
    return client


def record(world, count=1, **more):
    today = world.by.today
    given = {"sector": "SOCIAL", "state": "RUNNING", "starts_on": today - timedelta(days=9)} | more
    for number in range(count):
        actions.record_service(
            by=world.by, family=world.family, subjects=[world.emma.pk], name=f"Palvelu {number}", **given
        )


def form(world, **more):
    today = world.by.today.isoformat()
    return {
        "subjects": [str(world.emma.pk)], "name": "Perhetyö", "sector": "SOCIAL", "state": "RUNNING",
        "starts_on": today, "as_of": today, "matter": "ANY",
    } | more  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(world, page, count, django_assert_num_queries):
    record(world, count)
    page.get(page.address)
    with django_assert_num_queries(QUERIES):
        assert page.get(page.address).content.decode().count("Palvelu ") >= count


QUERIES = 20


def test_an_empty_list_says_what_emptiness_means(world, page):
    assert "Palveluja ei ole kirjattu" in page.get(page.address).content.decode()
    page.force_login(world.mother and world.sanna.account)
    assert "tai niitä ei ole jaettu sinulle" in page.get(page.address).content.decode()


def test_the_filter_is_remembered_and_forgotten(world, page):
    record(world)
    record(world, state="PROPOSED", starts_on=None)
    assert page.post(page.address, {"state": "PROPOSED"}).status_code == 302
    assert page.get(page.address).content.decode().count('<th scope="row"') == 1
    page.post(page.address, {"clear": "1"})
    assert page.get(page.address).content.decode().count('<th scope="row"') == 2


def test_what_is_seen_can_be_taken_along_and_that_is_in_the_trail(world, page):
    from koppi.audit.models import AuditEvent

    record(world, provider="=1+1")
    lines = page.get(f"{page.address}?as=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert AuditEvent.objects.filter(did="services.exported", action="export").count() == 1
    assert page.get(f"{page.address}?as=xlsx").content[:2] == b"PK"


def test_a_service_is_recorded_on_the_page(world, page):
    response = page.post(f"{page.address}uusi/", form(world))
    assert response.status_code == 302
    assert ServiceEpisode.objects.get().name == "Perhetyö"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Anna palvelulle nimi."),
        ({"name": "x" * 121}, "Lyhennä se 120 merkkiin."),
        ({"subjects": []}, "Valitse, ketä palvelu koskee."),
        ({"subjects": ["00000000-0000-4000-8000-000000000000"]}, "Valitse luettelosta, ketä"),
        ({"sector": "NOT"}, "Valitse toimiala luettelosta."),
        ({"state": ""}, "Valitse, missä vaiheessa palvelu on."),
        ({"starts_on": "eilen"}, "Kirjoita päivä muodossa"),
        ({"starts_on": ""}, "Kerro, milloin palvelu alkaa tai alkoi."),
        ({"ends_on": "1999-01-01"}, "Viimeinen päivä on ennen ensimmäistä."),
        ({"as_of": "2999-01-01"}, "Tieto ei voi olla tulevalta päivältä."),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence_and_what_was_typed_is_kept(world, page, wrong, sentence):
    response = page.post(f"{page.address}uusi/", form(world, reason="<b>Tukea</b>") | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "&lt;b&gt;Tukea&lt;/b&gt;" in html
    assert not ServiceEpisode.objects.exists()


def test_a_labelling_word_is_hinted_at_and_never_blocks(world, page):
    response = page.post(f"{page.address}uusi/", form(world, reason="Ongelmaperhe"), follow=True)
    assert "Voisiko siinä lukea" in response.content.decode()
    assert ServiceEpisode.objects.exists()


def test_a_change_on_top_of_anothers_shows_both_and_can_be_sent_again(world, page):
    record(world)
    episode = ServiceEpisode.objects.get()
    actions.change_service(by=world.by, episode=episode, seen_version=1, name="Toisen nimi")
    address = f"{page.address}{episode.record_id}/"
    sent = form(world, name="Minun nimeni", version="1")
    response = page.post(address, sent)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Toisen nimi" in html
    assert "Minun nimeni" in html
    assert page.post(address, sent | {"version": "2"}).status_code == 302
    assert ServiceEpisode.objects.get().name == "Minun nimeni"


def test_a_service_is_ended_after_one_question(world, page):
    record(world)
    address = f"{page.address}{ServiceEpisode.objects.get().record_id}/paata/"
    assert page.get(address).status_code == 200
    assert page.post(address, {"ends_on": "2999-01-01"}).status_code == 422
    assert page.post(address, {"ends_on": world.by.today.isoformat()}).status_code == 302
    assert ServiceEpisode.objects.get().state == "ENDED"


def test_a_family_member_reads_and_does_not_record(world, page):
    record(world)
    page.force_login(world.mother and world.sanna.account)
    assert "Kirjaa palvelu" not in page.get(page.address).content.decode()
    assert page.get(f"{page.address}uusi/").status_code in (403, 404, 409)
    assert page.post(f"{page.address}uusi/", form(world)).status_code in (403, 404, 409)
    assert ServiceEpisode.objects.count() == 1
