"""Asking without an account, coming back with the word pair, adding, withdrawing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.help_requests import access, actions
from koppi.help_requests.models import HelpRequest, Knock, Line
from koppi.refusal import NotVisible
from tests import make

from .conftest import NOON, TEXT

GOOD = {"asker": "PARENT", "text": TEXT, "way": "CALL", "contact": "040 123 4567", "name": ""}


def send(client, page="ask", **more):
    return client.post(reverse(f"help_requests:{page}"), GOOD | more)


def words_on(page: str) -> str:
    return re.search(r'id="word-pair">([^<]+)<', page)[1]


def test_whoever_asks_gets_a_promise_before_and_after_and_a_word_pair(centre, client):
    before = client.get("/").content.decode()
    assert "Vastaamme viimeistään" in before
    assert 'name="text"' in before

    answer = send(client)
    thanks = client.get(answer.url).content.decode()

    assert "Vastaamme viimeistään" in thanks
    asked = HelpRequest.objects.get()
    assert asked.text == TEXT
    assert asked.queue == centre.queue
    assert words_on(thanks) not in (asked.words_hash, "")


def test_the_database_keeps_neither_the_text_nor_the_word_pair_nor_the_press(centre, client):
    once = str(uuid4())
    send(client, once=once, name="Sanna Laine")
    pair = words_on(client.get(reverse("help_requests:thanks")).content.decode())
    row = str(list(HelpRequest.objects.extra(select={"raw": "text || name || contact"}).values()))
    raw = HelpRequest.objects.extra(select={"raw": "text || name || contact"}).values_list("raw", flat=True)[
        0
    ]

    assert pair not in row
    assert once not in row
    assert "Sanna" not in raw
    assert "Aamut" not in raw
    assert "040" not in raw
    session = str(client.session.items())
    assert pair not in session


def test_pressing_twice_makes_one_request_and_the_same_pair(centre, client):
    once = str(uuid4())
    pairs = set()
    for _press in range(2):
        send(client, once=once)
        pairs.add(words_on(client.get(reverse("help_requests:thanks")).content.decode()))
    assert HelpRequest.objects.count() == 1
    assert len(pairs) == 1


def test_words_of_danger_bring_the_number_first_and_never_stop_the_sending(centre, client):
    send(client, text="Isä lyö äitiä, 010190-999W")
    page = client.get(reverse("help_requests:thanks")).content.decode()
    asked = HelpRequest.objects.get()

    assert asked.has_danger
    assert "010190" not in asked.text
    assert page.index("soita 112") < page.index("Kiitos. Otimme kopin.")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"asker": ""}, "asker"), ({"text": "  "}, "text"), ({"way": "PIGEON"}, "way"),
        ({"contact": ""}, "contact"), ({"way": "EMAIL", "contact": "nobody"}, "contact"),
        ({"text": "Tytär 010190-999W ei nuku"}, "text"), ({"text": "a" * 3001}, "text"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(centre, client, said, field):
    answer = send(client, **said)
    assert answer.status_code == 422
    assert not HelpRequest.objects.exists()
    assert answer.context["form"].errors.keys() == {field}
    assert f'value="{GOOD["contact"]}"' in answer.content.decode() or field == "contact"


def test_nobody_needs_a_name_or_a_number(centre, client):
    send(client, way="HERE", contact="")
    assert HelpRequest.objects.get().contact == ""


def test_a_county_that_wants_names_asks_for_them(centre, client, settings):
    settings.KOPPI_ANONYMOUS_REQUESTS = False
    assert send(client, way="HERE", contact="").context["form"].errors.keys() == {"way", "name"}


def test_a_child_asks_alone_in_words_of_their_own(centre, client):
    page = client.get(reverse("help_requests:ask-child")).content.decode()
    assert 'name="asker"' not in page
    assert "Mitä sinulle kuuluu?" in page
    send(client, "ask-child", way="HERE", contact="")
    assert HelpRequest.objects.get().asker == "CHILD"


def test_the_plain_page_asks_the_same_and_says_so_to_the_worker(centre, client):
    send(client, "ask-plain")
    assert HelpRequest.objects.get().is_plain_language


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_stand_in_three_languages(centre, client, language):
    client.cookies["django_language"] = language
    for name in ("ask", "ask-plain", "ask-child", "come-back"):
        answer = client.get(reverse(f"help_requests:{name}"))
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()
    send(client)
    assert HelpRequest.objects.get().language == language


def test_the_pair_opens_ones_own_request_anywhere(centre, client):
    asked, pair = centre.ask()
    answer = client.post(reverse("help_requests:come-back"), {"words": pair.upper()})
    assert answer.url == reverse("help_requests:own")
    page = client.get(answer.url).content.decode()
    assert TEXT in page
    assert pair not in page
    assert AuditEvent.objects.filter(did="help_requests.own_seen", by=f"g:{asked.pk}").exists()


def test_wrong_pairs_are_counted_and_soon_refused(centre, client):
    _asked, pair = centre.ask()
    for _try in range(access.TRIES_FROM_ONE_PLACE):
        assert client.post(reverse("help_requests:come-back"), {"words": "kuu pallo 1"}).status_code == 422
    answer = client.post(reverse("help_requests:come-back"), {"words": pair})
    assert answer.status_code == 429
    assert Knock.objects.count() == access.TRIES_FROM_ONE_PLACE


def test_without_the_pair_nobody_gets_in(centre, client):
    centre.ask()
    assert client.get(reverse("help_requests:own")).url == reverse("help_requests:come-back")
    assert client.get(reverse("help_requests:withdraw")).status_code == 404
    with pytest.raises(NotVisible):
        access.own_request_for(access.asker_of(uuid4(), NOON))


def test_the_asker_adds_and_the_taker_is_told(centre, client):
    asked, pair = centre.ask()
    actions.take(by=centre.viewer(centre.anna), request=asked)
    client.post(reverse("help_requests:come-back"), {"words": pair})
    client.post(reverse("help_requests:own"), {"text": "Vielä yksi asia"})
    assert Line.objects.get().text == "Vielä yksi asia"
    assert notices(centre.anna) == ["help_requests.added"]


def notices(post) -> list[str]:
    from koppi.delivery.models import Notice

    return list(Notice.objects.filter(recipient=f"e:{post.pk}").values_list("kind", flat=True))


def test_what_nobody_has_taken_is_wiped_when_it_is_withdrawn(centre):
    asked = centre.asked(name="Sanna")
    actions.withdraw(by=access.asker_of(asked.pk, NOON), request=asked)
    assert (asked.text, asked.name, asked.contact, asked.state) == ("", "", "", "WITHDRAWN")


def test_whoever_has_taken_it_is_told_that_it_was_withdrawn(centre):
    asked = centre.taken()
    actions.withdraw(by=access.asker_of(asked.pk, NOON), request=asked)
    assert asked.text == TEXT
    assert notices(centre.anna) == ["help_requests.withdrawn"]
    with pytest.raises(actions.asking.Over):
        actions.add_words(by=access.asker_of(asked.pk, NOON), request=asked, text="x")


def test_the_asker_sees_one_named_person_throughout(centre):
    asked = centre.asked()
    assert access.named_for(asked).name == centre.petri.person.name  # the unit's deputy keeps the queue
    asked = actions.take(by=centre.viewer(centre.anna), request=asked)
    actions.hand_over(by=centre.viewer(centre.anna), request=asked, to=centre.vera)
    assert access.named_for(asked).name == centre.anna.person.name
    actions.answer_handover(by=centre.viewer(centre.vera), handover=asked.handovers.get(), accepts=True)
    asked = HelpRequest.objects.get()
    assert access.named_for(asked).name == centre.vera.person.name


def test_a_flood_is_marked_and_a_real_request_is_not_lost_in_it(centre, client, settings):
    settings.KOPPI_REQUESTS_PER_HOUR = 2
    for _one in range(4):
        assert send(client).status_code == 302
    assert list(HelpRequest.objects.order_by("asked_at").values_list("is_flood", flat=True)) == [
        False, False, True, True,
    ]  # fmt: skip
    seen = access.page_of_queue(centre.viewer(centre.anna, HelpRequest.objects.last().asked_at), "", "", 1)
    assert len(seen.object_list) == 2


def test_an_endless_flood_is_turned_away_with_the_text_kept(centre, client, settings, monkeypatch):
    settings.KOPPI_REQUESTS_PER_HOUR = 1
    monkeypatch.setattr(access, "asked_lately", lambda *_: 10)
    answer = send(client)
    assert answer.status_code == 429
    assert TEXT in answer.content.decode()


def test_last_months_share_is_told_only_when_it_stands_for_enough(centre):
    for number in range(access.ENOUGH):
        asked = centre.asked(NOON - timedelta(days=20), contact=f"040 99{number}")
        if number:
            HelpRequest.objects.filter(pk=asked.pk).update(answered_at=asked.promised_at)
    assert access.kept_share(NOON.date())[1] == 95
    HelpRequest.objects.first().delete()
    assert access.kept_share(NOON.date()) is None


def test_a_request_goes_to_the_centre_of_ones_municipality(centre):
    far = make.a_unit(organisation=centre.unit.organisation, municipality="Hiidensalo")
    other = actions.open_queue(by=make.a_viewer(centre.satu), unit=far)
    assert centre.asked(municipality="Hiidensalo").queue == other
    assert centre.asked(municipality="Muualla").queue == centre.queue
