"""The page of the summary: draft, merge, history, highlight."""

from datetime import UTC, datetime

import pytest

from koppi.drafts.access import draft_for
from koppi.summary import access, actions
from koppi.summary.models import Highlight, SummaryPart
from koppi.teams import actions as teams
from tests.services.conftest import World, a_world


@pytest.fixture
def world(db) -> World:
    return a_world(datetime.now(UTC))


@pytest.fixture
def page(world, client):
    client.force_login(world.anna.person.account)
    client.address = f"/perhe/{world.family.pk}/yhteenveto/"
    return client


def sent(**more):
    empty = {f"text_{part}": "" for part in ("carries", "needs", "next")}
    return empty | {f"version_{part}": 0 for part in ("carries", "needs", "next")} | more


def test_only_the_parts_that_were_changed_get_a_new_version(world, page):
    assert page.post(page.address, sent(text_needs="Aamut")).status_code == 302
    assert [part.part for part in SummaryPart.objects.all()] == ["NEEDS"]


def test_two_writers_get_both_texts_side_by_side_and_a_suggestion_with_every_line(world, page):
    actions.write_part(by=world.by, family=world.family, part="CARRIES", text="Mummo", seen_version=0)
    actions.write_part(by=world.by, family=world.family, part="CARRIES", text="Mummo\nKuvis", seen_version=1)
    response = page.post(page.address, sent(text_carries="Taide\nMummo", version_carries=1))
    html = response.content.decode()
    assert response.status_code == 409
    assert html.index("Sinun tekstisi") < html.index("Tallenna yhdistetty")
    assert "Taide\nMummo\nKuvis</textarea>" in html
    assert 'name="version_carries" value="2"' in html
    assert 'name="text_needs"' not in html
    merged = {"text_carries": "Taide\nMummo\nKuvis", "version_carries": 2}
    assert page.post(page.address, merged).status_code == 302
    assert SummaryPart.objects.get().text == "Taide\nMummo\nKuvis"


def test_two_who_wrote_the_same_do_not_meet_at_all(world, page):
    actions.write_part(by=world.by, family=world.family, part="CARRIES", text="Mummo", seen_version=0)
    assert page.post(page.address, sent(text_carries="Mummo")).status_code == 302
    assert SummaryPart.objects.get().version == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text_next": "1\n2\n3\n4"}, "Rivejä on enintään kolme."),
        ({"text_next": "x" * 85}, "Lyhennä 5 merkkiä."),
        ({"text_next": "x" * 400}, "Teksti on liian pitkä."),
        ({"version_next": "-1"}, "0"),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence_and_everything_typed_is_kept(world, page, wrong, sentence):
    response = page.post(page.address, sent(text_carries="<script>Mummo") | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "&lt;script&gt;Mummo" in html
    assert not SummaryPart.objects.exists()


def test_what_is_typed_is_a_draft_until_it_is_saved(world, page):
    key = f"summary:{world.family.pk}"
    page.post(f"/luonnos/{key}/", sent(text_next="Kesken jäi"))
    assert "Kesken jäi" in page.get(page.address).content.decode()
    page.post(page.address, sent(text_next="Nyt valmis"))
    assert draft_for(world.by, key) == {}


def test_a_draft_begun_before_a_colleagues_change_meets_it_when_it_is_saved(world, page):
    page.post(f"/luonnos/summary:{world.family.pk}/", sent(text_next="Minun rivini"))
    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Toisen rivi", seen_version=0)
    html = page.get(page.address).content.decode()
    assert 'name="version_next" value="0"' in html
    response = page.post(page.address, {"text_next": "Minun rivini", "version_next": 0})
    assert response.status_code == 409
    assert "Minun rivini\nToisen rivi</textarea>" in response.content.decode()


def test_any_version_can_be_read_and_reading_it_is_in_the_trail(world, page):
    from koppi.audit.models import AuditEvent

    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Ensimmäinen", seen_version=0)
    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Toinen", seen_version=1)
    assert "Ensimmäinen" in page.get(f"{page.address}seuraavaksi/1/").content.decode()
    assert page.get(f"{page.address}seuraavaksi/7/").status_code == 404
    assert AuditEvent.objects.filter(did="summary.version_seen").count() == 1


def test_a_highlight_is_sent_on_a_page_and_seen_when_the_summary_is_opened(world, page):
    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Rivi", seen_version=0)
    teams.join(by=world.by, family=world.family, post=world.other)
    address = f"{page.address}seuraavaksi/nosta/"
    assert page.post(address, {"words": "x"}).status_code == 422
    assert page.post(address, {"to_post": str(world.other.pk), "words": "Katsotko?"}).status_code == 302
    assert "Odottaa" in page.get(page.address).content.decode()
    assert Highlight.objects.get().seen_at is None


def test_a_labelling_word_is_hinted_at_and_never_blocks(world, page):
    html = page.post(page.address, sent(text_needs="Ongelmaperhe"), follow=True).content.decode()
    assert "Voisiko siinä lukea" in html
    assert SummaryPart.objects.exists()


def test_the_mother_reads_without_a_form_and_cannot_send_one(world, page):
    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Rivi", seen_version=0)
    world.mother  # noqa: B018 - makes the mother's account
    page.force_login(world.sanna.account)
    html = page.get(page.address).content.decode()
    assert "Rivi" in html
    assert "<textarea" not in html
    page.post(page.address, sent(text_next="Muutettu", version_next=1))
    assert SummaryPart.objects.get().text == "Rivi"


def test_a_stranger_meets_nothing(world, page):
    actions.write_part(by=world.by, family=world.family, part="NEXT", text="Rivi", seen_version=0)
    page.force_login(world.other.person.account)
    for way in ("", "seuraavaksi/1/", "seuraavaksi/nosta/"):
        assert page.get(page.address + way).status_code == 404
    assert access.text_at(world.family, "NEXT", 1) == "Rivi"
