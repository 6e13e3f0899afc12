"""The pages: inviting step by step, answering on a phone, following, closing, the family's summary."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from koppi.audit import ledger
from koppi.audit.models import AuditEvent
from koppi.mapping import actions
from koppi.mapping.asking import Asked, Outcome
from koppi.mapping.models import Invitation, Invitee, Start
from koppi.people.search import text_of
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent
from tests import make

from .conftest import NOON, slot

LATER = NOON + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER) as traveller:
        yield traveller


def browser(someone) -> Client:
    """A browser in which a post's worker, or a family member, has signed in."""
    person = getattr(someone, "person", someone)
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def begun(story, client) -> Start:
    page = client.post(reverse("mapping:new-for", args=[story.family.pk]))
    assert page.status_code == 302
    return Start.objects.get()


def step(start, name):
    return reverse("mapping:step", args=[start.pk, name])


def about(story, **more):
    giver = {f"giver-{story.emma.pk}": str(story.sanna.pk)}
    said = {"permission": "CONSENT", "way": "WITH_WORKER", "colleagues": "on", "until": "2026-09-02"}
    return {"subjects": [str(story.emma.pk)], "matter": "ANY", "do": "next"} | giver | said | more


def ask(*posts, **more):
    return {"to": [f"e:{post.pk}" for post in posts], "do": "next"} | more


WHAT = {
    "strengths": "Koulussa on hyvä ystävä.", "about": "Emma kaipaa tukea aamuihin.", "mode": "FREE",
    "answer_by": "2026-03-09", "reassess_on": "2026-06-02", "do": "next",
}  # fmt: skip


def walk(story, client, start):
    for name, data in (("keta", about(story)), ("kenet", ask(story.petri, story.maria)), ("mita", WHAT)):
        page = client.post(step(start, name), data)
        assert page.status_code == 302, page.content.decode()


def test_an_invitation_is_made_in_four_steps_and_sent_once(story):
    client = browser(story.anna)
    start = begun(story, client)
    walk(story, client, start)
    check = reverse("mapping:check", args=[start.pk])
    page = client.get(check)
    assert page.status_code == 200
    assert "Emma kaipaa tukea aamuihin." in page.content.decode()
    first, second = client.post(check), client.post(check)
    invitation = Invitation.objects.get()
    assert first.url == second.url == reverse("mapping:show", args=[invitation.pk])
    assert invitation.invitees.count() == 2
    assert LATER <= invitation.duty_shown_at < invitation.sent_at


def test_the_duty_is_shown_first_and_logged(story):
    client = browser(story.anna)
    page = client.get(reverse("mapping:new-for", args=[story.family.pk]))
    assert "112" in page.content.decode()
    assert not AuditEvent.objects.filter(did="mapping.duty_shown").exists()
    begun(story, client)
    assert AuditEvent.objects.filter(did="mapping.duty_shown").count() == 1


def test_nothing_typed_is_lost_when_the_writer_comes_back(story):
    client = browser(story.anna)
    start = begun(story, client)
    client.post(step(start, "keta"), about(story))
    client.post(step(start, "mita"), WHAT | {"about": ""})
    page = client.post(reverse("mapping:new-for", args=[story.family.pk]), {"continue": "1"})
    assert page.url == step(start, "keta")
    assert Start.objects.count() == 1
    assert "Koulussa on hyvä ystävä." in client.get(step(start, "mita")).content.decode()


def test_beginning_afresh_lets_go_of_what_was_typed(story):
    client = browser(story.anna)
    start = begun(story, client)
    client.post(step(start, "mita"), WHAT)
    client.post(reverse("mapping:new-for", args=[story.family.pk]), {"afresh": "1"})
    new = Start.objects.exclude(pk=start.pk).get()
    assert "Koulussa" not in client.get(step(new, "mita")).content.decode()


def test_a_search_finds_people_of_every_sector_and_keeps_the_chosen(story):
    person = make.a_person("Maria", "Lindqvist")
    person.search_text = text_of(person)
    person.save()
    maria = make.a_post("terveydenhoitaja", person=person)
    client = browser(story.anna)
    start = begun(story, client)
    data = {
        "to": [f"e:{story.petri.pk}"],
        f"why-e:{story.petri.pk}": "tuntee luokan",
        "text": "Lindqvist",
    }
    page = client.post(step(start, "kenet"), data | {"do": "search"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert f"e:{maria.pk}" in shown
    assert "tuntee luokan" in shown


def test_the_kept_out_father_is_not_offered_as_the_one_who_consents(story):
    mikko = make.a_person("Mikko", "Laine")
    make.a_member(story.family, mikko)
    make.custody(mikko, story.emma)
    sharing.members_changed(by=story.by, family=story.family)
    client = browser(story.anna)
    start = begun(story, client)
    offered = f'<option value="{mikko.pk}"'
    assert offered in client.get(step(start, "keta")).content.decode()
    sharing.restrict(
        by=story.by, kind="PERSON", family=story.family, kept_out=f"p:{mikko.pk}", protected=[story.emma],
        cause="VIOLENCE", review_on=date(2026, 6, 1),
    )  # fmt: skip
    assert offered not in client.get(step(start, "keta")).content.decode()
    wrong = about(story) | {f"giver-{story.emma.pk}": str(mikko.pk)}
    assert client.post(step(start, "keta"), wrong).status_code == 422


def test_another_workers_beginning_is_nobody_elses(story):
    start = begun(story, browser(story.anna))
    assert browser(story.petri).get(step(start, "keta")).status_code == 404


def test_one_without_the_family_cannot_begin(story):
    page = browser(story.petri).get(reverse("mapping:new-for", args=[story.family.pk]))
    assert page.status_code == 404
    assert not Start.objects.exists()


BAD = [
    ("keta", {"subjects": []}, "Valitse, ketä kutsu koskee."),
    ("keta", {"subjects": ["7"]}, "Valitse, ketä kutsu koskee."),
    ("keta", {"permission": ""}, "Kerro, miten tästä on sovittu."),
    ("keta", {"permission": "<script>"}, "Kerro, miten tästä on sovittu."),
    ("keta", {"until": "huomenna"}, "Kirjoita päivä muodossa"),
    ("keta", {"until": "2026-01-01"}, "on mennyt"),
    ("keta", {"until": "2036-01-01"}, "liian pitkä"),
    ("kenet", {"to": []}, "Valitse ainakin yksi"),
    ("kenet", {"to": ["e:7"]}, "ei voi enää kutsua"),
    ("kenet", {"guest-0-name": "Amina"}, "nimi, tehtävä ja sähköposti"),
    ("kenet", {"guest-0-name": "A", "guest-0-role": "B", "guest-0-email": "ei ole"}, "sähköpostiosoite"),
    (
        "kenet",
        {"guest-0-name": "A" * 200, "guest-0-role": "B", "guest-0-email": "a@b.fi"},
        "liian pitkä teksti",
    ),
    ("mita", {"about": ""}, "Kirjoita muutamalla sanalla"),
    ("mita", {"about": "x" * 601}, "Teksti on liian pitkä"),
    ("mita", {"about": "131052-308T"}, "Poista henkilötunnus"),
    ("mita", {"strengths": "x" * 301}, "Teksti on liian pitkä"),
    ("mita", {"mode": "SHL41"}, "Valitse kutsun laji."),
    ("mita", {"answer_by": "2026-02-02"}, "menneisyydessä"),
    ("mita", {"answer_by": "pian"}, "Kirjoita päivä muodossa"),
    ("mita", {"reassess_on": "2026-03-03"}, "vasta vastausten"),
    ("mita", {"day1": "2026-03-10"}, "päivä ja alkamisaika"),
    ("mita", {"day1": "2026-03-10", "from1": "25.99"}, "kellonaika muodossa"),
    ("mita", {"day1": "2026-03-01", "from1": "10.00"}, "mennyt"),
    ("mita", {"day1": "9999-12-31", "from1": "23.30"}, "Tarkista vuosi."),
    ("mita", {"answer_by": "0001-01-01"}, "Tarkista vuosi."),
    ("mita", {"about": "x" * 30_000}, "Teksti on liian pitkä"),
    ("kenet", {"text": "\x00", "guest-0-name": "\x00A"}, "nimi, tehtävä ja sähköposti"),
]


@pytest.mark.parametrize(("name", "wrong", "words"), BAD)
def test_a_step_that_does_not_hold_says_why_and_keeps_what_was_typed(story, name, wrong, words):
    client = browser(story.anna)
    start = begun(story, client)
    right = {"keta": about(story), "kenet": ask(story.petri), "mita": WHAT}[name]
    page = client.post(step(start, name), right | wrong)
    shown = page.content.decode()
    assert page.status_code == 422
    assert words in shown
    for text in wrong.values():
        if isinstance(text, str) and name == "mita" and "mode" not in wrong:
            assert text in shown
    assert client.get(reverse("mapping:check", args=[start.pk])).status_code == 302
    assert not Invitation.objects.exists()


def test_scripts_in_a_text_stay_text(story):
    client = browser(story.anna)
    start = begun(story, client)
    walk(story, client, start)
    client.post(step(start, "mita"), WHAT | {"about": "<script>alert(1)</script>"})
    page = client.get(reverse("mapping:check", args=[start.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_gentler_words_are_suggested_and_never_block(story):
    client = browser(story.anna)
    start = begun(story, client)
    walk(story, client, start)
    client.post(step(start, "mita"), WHAT | {"about": "Ongelmaperhe."})
    page = client.get(reverse("mapping:check", args=[start.pk]))
    assert page.status_code == 200
    assert "Ongelmaperhe" in page.content.decode()
    assert client.post(reverse("mapping:check", args=[start.pk])).status_code == 302
    assert Invitation.objects.exists()


def test_a_legal_ground_asks_for_its_reason(story):
    client = browser(story.anna)
    start = begun(story, client)
    page = client.post(step(start, "keta"), about(story, permission="LAW"))
    assert page.url == step(start, "laki")
    short = client.post(step(start, "laki"), {"section": "LSL_14", "necessity": "Koska.", "told": "no"})
    assert short.status_code == 422
    assert "vähintään 40 merkillä" in short.content.decode()
    assert "miksi perheelle ei ole" in short.content.decode()
    good = {
        "section": "LSL_14",
        "necessity": "Lapsen tilanne vaatii nopeaa yhteistä arviota nyt.",
        "told": "yes",
    }
    assert client.post(step(start, "laki"), good).url == step(start, "kenet")
    client.post(step(start, "kenet"), ask(story.petri))
    client.post(step(start, "mita"), WHAT)
    client.post(reverse("mapping:check", args=[start.pk]))
    assert Invitation.objects.get().permission == "LAW"


def test_an_organisation_that_does_not_allow_it_never_offers_the_law(story):
    organisation = story.anna.unit.organisation
    organisation.allows_legal_ground = False
    organisation.save()
    client = browser(story.anna)
    start = begun(story, client)
    assert "Laki sallii" not in client.get(step(start, "keta")).content.decode()
    assert client.post(step(start, "keta"), about(story, permission="LAW")).status_code == 422


def test_the_minimal_mode_asks_for_three_things_only(story):
    client = browser(story.petri)
    client.post(reverse("mapping:new-by-contact"))
    start = Start.objects.get()
    contact = {
        "given_names": "Joel", "family_name": "Mäki", "phone": "040 123 4567", "birth_year": "2009",
        "permission": "CONSENT", "way": "WITH_WORKER", "do": "next",
    }  # fmt: skip
    wrong = client.post(step(start, "keta"), contact | {"birth_year": "1800", "phone": "soita"})
    assert wrong.status_code == 422
    assert "Tarkista syntymävuosi." in wrong.content.decode()
    assert "puhelinnumero numeroina" in wrong.content.decode()
    client.post(step(start, "keta"), contact)
    client.post(step(start, "kenet"), ask(story.maria))
    client.post(step(start, "mita"), {"answer_by": "2026-03-09", "reassess_on": "2026-06-02"})
    page = client.get(reverse("mapping:check", args=[start.pk]))
    assert "040 123 4567" in page.content.decode()
    client.post(reverse("mapping:check", args=[start.pk]))
    invitation = Invitation.objects.get()
    assert (invitation.mode, invitation.about) == ("MINIMAL", "")
    place = Invitee.objects.get()
    assert (
        "040 123 4567"
        in browser(story.maria).get(reverse("mapping:answer", args=[place.pk])).content.decode()
    )


# ---- answering


GREENS = {"knows": "GREEN", "shares": "YELLOW", "available": "GREEN"}


def test_the_answer_page_shows_what_was_asked_and_takes_an_answer(story):
    invitation = story.invite(story.petri, story.maria, times=[slot(8), slot(9)])
    place = story.place(invitation, story.petri)
    client = browser(story.petri)
    address = reverse("mapping:answer", args=[place.pk])
    page = client.get(address)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Emma L., 8 vuotta" in shown
    assert "Laine" not in shown
    time = str(invitation.times.first().pk)
    answer = client.post(address, GREENS | {"times": [time], "message": "Soita minulle"})
    assert answer.url == reverse("mapping:done", args=[place.pk])
    assert "Kiitos" in client.get(answer.url).content.decode()
    place.refresh_from_db()
    assert (place.knows, place.message, place.suits.count()) == ("GREEN", "Soita minulle", 1)
    assert "Soita minulle" in client.get(address).content.decode()


def test_opening_the_page_changes_nothing(story):
    place = story.place(story.invite(), story.petri)
    browser(story.petri).get(reverse("mapping:answer", args=[place.pk]))
    assert Invitee.objects.get(pk=place.pk).answered_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"knows": ""},
        {"shares": "PURPLE"},
        {"available": "<script>"},
        {"message": "x" * 301},
        {"times": ["7"]},
    ],
)
def test_an_answer_that_does_not_hold_is_asked_again(story, wrong):
    place = story.place(story.invite(times=[slot(8)]), story.petri)
    page = browser(story.petri).post(
        reverse("mapping:answer", args=[place.pk]), GREENS | {"message": "Hei"} | wrong
    )
    assert page.status_code == 422
    assert "Korjaa vielä yksi kohta" in page.content.decode()
    assert Invitee.objects.get(pk=place.pk).answered_at is None


def test_one_tap_tells_there_is_nothing_to_add(story):
    place = story.place(story.invite(), story.petri)
    client = browser(story.petri)
    page = client.post(reverse("mapping:answer", args=[place.pk]), {"nothing": "1"})
    assert "Kiitos" in client.get(page.url).content.decode()
    assert Invitee.objects.get(pk=place.pk).available == "RED"


def test_a_late_answer_is_kept_on_the_page_with_a_sentence(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    actions.close(
        by=story.by, invitation=invitation, outcome=Outcome("NOTHING_NOW", family_told="Kerroin äidille.")
    )
    client = browser(story.petri)
    page = client.post(reverse("mapping:answer", args=[place.pk]), GREENS)
    assert page.status_code == 302
    assert "Nyt ei tarvita enempää." in client.get(page.url).content.decode()
    assert Invitee.objects.get(pk=place.pk).answered_at is None


def test_an_expired_invitation_says_so_to_the_one_asked(story, clock):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    clock.move_to(invitation.expires_at)
    ledger.seal_waiting()  # as the worker process has done meanwhile
    page = browser(story.petri).get(reverse("mapping:answer", args=[place.pk]))
    assert page.status_code == 410
    assert "Emma" not in page.content.decode()


def test_withdrawn_consent_makes_the_page_an_empty_house(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    client = browser(story.petri)
    address = reverse("mapping:answer", args=[place.pk])
    assert client.get(address).status_code == 200
    for consent in Consent.objects.filter(person=story.emma):
        sharing.withdraw_consent(by=story.viewer(story.anna, LATER), consent=consent)
    gone, never = client.get(address), client.get(reverse("mapping:answer", args=[story.family.pk]))
    assert gone.status_code == never.status_code == 404


def test_a_stranger_and_a_colleague_of_another_unit_find_nothing(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    places = [(name, place.pk) for name in ("answer", "done", "pass")]
    pages = [(name, invitation.pk) for name in ("show", "grid", "close", "reassess")]
    for name, pk in places + pages:
        assert browser(story.maria).get(reverse(f"mapping:{name}", args=[pk])).status_code == 404, name


def test_a_colleague_is_asked_instead(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    colleague = make.a_post("psykologi", story.petri.unit)
    address = reverse("mapping:pass", args=[place.pk])
    client = browser(story.petri)
    assert colleague.person.name in client.get(address).content.decode()
    assert client.post(address, {"to": str(story.maria.pk)}).status_code == 422
    assert client.post(address, {"to": str(colleague.pk)}).status_code == 302
    new = story.place(invitation, colleague)
    assert browser(colleague).get(reverse("mapping:answer", args=[new.pk])).status_code == 200
    assert client.get(reverse("mapping:answer", args=[place.pk])).status_code == 410


def test_the_wrong_person_gives_the_invitation_back(story):
    place = story.place(story.invite(), story.petri)
    client = browser(story.petri)
    assert client.post(reverse("mapping:not-for-me", args=[place.pk])).status_code == 302
    assert Invitee.objects.get(pk=place.pk).not_for_me_at


# ---- following and closing


def test_the_grid_fills_and_says_nothing_when_nothing_is_new(story):
    invitation = story.invite()
    client = browser(story.anna)
    page = client.get(reverse("mapping:show", args=[invitation.pk]))
    assert 'hx-trigger="every 5s"' in page.content.decode()
    address = reverse("mapping:grid", args=[invitation.pk])
    assert client.get(address, {"v": invitation.version}).status_code == 204
    story.answer(invitation, story.petri, at=LATER)
    fresh = client.get(address, {"v": invitation.version})
    assert fresh.status_code == 200
    assert "1 / 2 vastannut" in fresh.content.decode()
    for odd in ("<script>", "9" * 5000, "-1", "٣"):
        assert client.get(address, {"v": odd}).status_code == 200


def test_a_poll_without_news_leaves_no_trace_and_no_content(story):
    invitation = story.invite()
    client = browser(story.anna)
    before = AuditEvent.objects.count()
    page = client.get(reverse("mapping:grid", args=[invitation.pk]), {"v": invitation.version})
    assert page.content == b""
    assert AuditEvent.objects.count() == before


def test_the_inviter_closes_with_a_team(story):
    invitation = story.invite()
    story.answer(invitation, story.petri, at=LATER)
    client = browser(story.anna)
    address = reverse("mapping:close", args=[invitation.pk])
    assert client.get(address).status_code == 200
    good = {"outcome": "TEAM", "team": [str(story.anna.pk), str(story.petri.pk)], "reassess_on": "2026-06-02"}
    assert client.post(address, good | {"team": []}).status_code == 422
    assert client.post(address, good | {"outcome": "", "words": "Kirjoitettu"}).status_code == 422
    assert client.post(address, good | {"reassess_on": "2026-03-01"}).status_code == 422
    assert client.post(address, good | {"team": [str(story.maria.pk)]}).status_code == 422
    invitation.refresh_from_db()
    assert invitation.is_open
    assert client.post(address, good | {"hold": str(story.petri.pk)}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.outcome == "TEAM"
    page = browser(story.maria).get(reverse("mapping:done", args=[story.place(invitation, story.maria).pk]))
    assert "Tiimi on muodostettu" in page.content.decode()


def test_the_mother_reads_a_plain_summary_without_messages(story):
    invitation = story.invite(story.petri, about="Emma kaipaa tukea aamuihin.")
    story.answer(invitation, story.petri, at=LATER, message="Vain kutsujalle")
    client = browser(story.sanna)
    page = client.get(reverse("mapping:show", args=[invitation.pk]))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Pyydetty 1, vastannut 1" in shown
    assert "Vain kutsujalle" not in shown
    assert client.post(reverse("mapping:read-by-family", args=[invitation.pk])).status_code == 302
    assert "Olet lukenut tämän" in client.get(reverse("mapping:show", args=[invitation.pk])).content.decode()


def test_the_kept_out_father_sees_nothing_of_it(story):
    mikko = make.a_person("Mikko", "Laine")
    make.an_account(mikko)
    make.a_member(story.family, mikko)
    make.custody(mikko, story.emma)
    sharing.members_changed(by=story.by, family=story.family)
    sharing.restrict(
        by=story.by, kind="PERSON", family=story.family, kept_out=f"p:{mikko.pk}", protected=[story.emma],
        cause="VIOLENCE", review_on=date(2026, 6, 1),
    )  # fmt: skip
    invitation = story.invite()
    client = browser(mikko)
    for name in ("show", "grid", "close"):
        assert client.get(reverse(f"mapping:{name}", args=[invitation.pk])).status_code == 404


def test_places_are_hidden_from_whoever_a_safety_restriction_keeps_in_the_dark(story):
    sharing.restrict(
        by=story.by, kind="SAFETY", protected=[story.emma], cause="VIOLENCE", review_on=date(2026, 6, 1),
        cleared=[f"e:{story.anna.pk}", f"p:{story.sanna.pk}"],
    )  # fmt: skip
    invitation = story.invite(Asked(unit=story.maria.unit), story.petri, contact_phone="040 555 1234")
    place = story.place(invitation, story.petri)
    shown = browser(story.petri).get(reverse("mapping:answer", args=[place.pk])).content.decode()
    assert "040 555 1234" not in shown
    story.answer(invitation, story.petri, at=LATER)
    shown = browser(story.petri).get(reverse("mapping:done", args=[place.pk])).content.decode()
    assert story.maria.unit.name not in shown


def test_looking_again_begins_a_new_invitation_from_the_old_one(story):
    invitation = story.invite()
    actions.close(
        by=story.by, invitation=invitation, outcome=Outcome("NOTHING_NOW", family_told="Kerroin äidille.")
    )
    client = browser(story.anna)
    address = reverse("mapping:reassess", args=[invitation.pk])
    assert client.post(address, {"needs_new": "perhaps"}).status_code == 422
    page = client.post(address, {"needs_new": "yes"})
    assert page.url == reverse("mapping:new-for", args=[story.family.pk])
    page = client.post(page.url, {"continue": "1"})
    start = Start.objects.get()
    assert story.petri.person.name in client.get(step(start, "kenet")).content.decode()
    assert "Emma kaipaa tukea aamuihin." in client.get(step(start, "mita")).content.decode()
    assert client.post(address, {"needs_new": "no"}).status_code == 422
