"""Who sees a request, who takes it, and how it goes on to somebody named."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.urls import reverse

from koppi.audit.models import AuditEvent
from koppi.delivery.models import Message, Notice
from koppi.families.models import Family
from koppi.help_requests import access, actions, sets
from koppi.help_requests.models import Duty, HelpRequest, Told
from koppi.help_requests.refusals import NobodyNamed, NotAnswered, NotInHand, NotYours, Over, TakenByAnother
from koppi.mapping.models import Start
from koppi.people.models import Person
from koppi.refusal import NotVisible
from koppi.teams.models import Hold
from tests import make

from .conftest import NOON, TEXT


def signed_in(client, post):
    client.force_login(post.person.account, "django.contrib.auth.backends.ModelBackend")
    return client


def test_exactly_one_takes_a_request(centre):
    asked = centre.asked()
    actions.take(by=centre.viewer(centre.anna), request=asked)
    with pytest.raises(TakenByAnother, match=centre.anna.person.name):
        actions.take(by=centre.viewer(centre.petri), request=HelpRequest.objects.get())


def test_the_queue_is_open_over_sectors_to_those_whose_duty_it_is(centre):
    asked = centre.asked()
    assert access.request_for(centre.viewer(centre.petri), asked.pk) == asked
    for outsider in (centre.vera, make.a_post(unit=centre.unit, role="PARTNER")):
        with pytest.raises(NotVisible):
            access.request_for(centre.viewer(outsider), asked.pk)
    for viewer in (make.a_client(), make.a_viewer(make.a_post(unit=centre.unit, role="ADMIN"))):
        with pytest.raises(NotVisible):
            access.request_for(viewer, asked.pk)


def test_every_look_is_written_down(centre):
    asked = centre.asked()
    viewer = centre.viewer(centre.anna)
    access.request_for(viewer, asked.pk)
    access.page_of_queue(viewer, "", "", 1)
    seen = AuditEvent.objects.filter(by=str(viewer)).values_list("did", "ids")
    assert list(seen) == [
        ("help_requests.saw", [str(asked.pk)]), ("help_requests.listed", [str(asked.pk)])
    ]  # fmt: skip


def test_nobody_meets_their_own_request(centre):
    """Told by the sign-in, by the number given, and by the post's own number; written in any way."""
    Person.objects.filter(pk=centre.anna.person_id).update(
        phone="+358 40 765 4321", email="anna@home.example"
    )
    mine = [
        centre.asked(person_id=centre.anna.person_id, contact="040 1"),
        centre.asked(contact="0407654321"),
        centre.asked(way="EMAIL", contact="Anna@Home.example"),
    ]
    viewer = centre.viewer(centre.anna)
    for asked in mine:
        with pytest.raises(NotVisible):
            access.request_for(viewer, asked.pk)
        assert access.request_for(centre.viewer(centre.petri), asked.pk) == asked
    assert access.page_of_queue(viewer, "all", "", 1).object_list == []


def test_list_and_one_request_are_decided_alike(centre):
    """Every way of being in a queue, taken, offered, one's own and become a family, for every worker."""
    away = make.a_unit(organisation=centre.unit.organisation)
    other = actions.open_queue(by=make.a_viewer(centre.satu), unit=away)
    family = make.a_family("X", make.a_child())
    people = (centre.anna, centre.petri, centre.vera)
    choices = product(
        (centre.queue, other), (None, *people), (None, *people), (None, centre.anna), (None, family)
    )
    for queue, taker, receiver, own, its_family in choices:
        asked = HelpRequest.objects.create(
            queue=queue, asker="PARENT", way="HERE", once_hash=str(uuid4()), words_hash=str(uuid4()),
            asked_at=NOON, promised_at=NOON, taken_by=taker, taken_at=taker and NOON, family=its_family,
            asker_person=own and own.person,
        )  # fmt: skip
        if receiver:
            asked.handovers.create(giver=centre.satu, receiver=receiver, offered_at=NOON)
    viewers = [centre.viewer(post) for post in (*people, centre.satu)]
    viewers.append(centre.viewer(centre.vera, stand_ins=(f"e:{centre.petri.pk}",)))
    answers = set()
    for viewer in viewers:
        desk = sets.desk_of(viewer)
        listed = set(sets.requests_visible_to(viewer, desk).values_list("pk", flat=True))
        opened = {one.pk for one in HelpRequest.objects.all() if sets.may_see(viewer, desk, one)}
        assert listed == opened
        answers.add(len(listed))
    assert len(answers) > 3  # they differ, so the comparison says something


def test_the_end_of_a_duty_closes_its_requests_at_once(centre):
    asked = centre.asked()
    duty = Duty.objects.get(holder=f"e:{centre.petri.pk}")
    actions.end_duty(by=centre.viewer(centre.satu), duty=duty)
    with pytest.raises(NotVisible):
        access.request_for(centre.viewer(centre.petri), asked.pk)
    with pytest.raises(NotYours):
        actions.give_duty(by=centre.viewer(centre.petri), queue=centre.queue, holder=f"e:{centre.petri.pk}")


def test_only_the_taker_answers_and_the_first_answer_keeps_the_promise(centre):
    asked = centre.taken()
    with pytest.raises(NotInHand):
        actions.answer(by=centre.viewer(centre.petri), request=asked, way="CALL", text="x")
    for minutes in (5, 10):
        viewer = centre.viewer(centre.anna, NOON + timedelta(minutes=minutes))
        actions.answer(by=viewer, request=asked, way="CALL", text="Sovimme tapaamisen.")
    assert asked.answered_at == NOON + timedelta(minutes=5)
    assert [line.who for line in access.lines_of(asked)] == [centre.anna.person.name] * 2


def test_a_mail_to_the_asker_tells_nothing(centre):
    asked = centre.taken(way="EMAIL", contact="aino@x.example")
    actions.answer(by=centre.viewer(centre.anna), request=asked, way="HERE", text="Salaisuus")
    mail = Message.objects.get(template="help_requests/answered")
    assert "Salaisuus" not in mail.slip
    assert str(asked.pk) not in mail.slip.split('"link"')[1]


def test_passing_on_is_refused_without_a_named_receiver(centre):
    asked = centre.taken()
    for nobody in (None, centre.anna, make.a_post(role="PARTNER")):
        with pytest.raises(NobodyNamed):
            actions.hand_over(by=centre.viewer(centre.anna), request=asked, to=nobody)
    with pytest.raises(NotInHand):
        actions.hand_over(by=centre.viewer(centre.petri), request=asked, to=centre.vera)


def test_a_request_stays_where_it_is_until_the_receiver_accepts(centre):
    asked = centre.taken()
    offer = actions.hand_over(
        by=centre.viewer(centre.anna), request=asked, to=centre.vera, words="Osaat tämän."
    )
    assert HelpRequest.objects.get().taken_by == centre.anna
    assert access.request_for(centre.viewer(centre.vera), asked.pk) == asked
    actions.answer_handover(by=centre.viewer(centre.vera), handover=offer, accepts=True)
    assert HelpRequest.objects.get().taken_by == centre.vera
    with pytest.raises(Over):
        actions.answer_handover(by=centre.viewer(centre.vera), handover=offer, accepts=True)


def test_whoever_cannot_help_names_who_can(centre):
    asked = centre.taken()
    offer = actions.hand_over(by=centre.viewer(centre.anna), request=asked, to=centre.vera)
    vera = centre.viewer(centre.vera)
    with pytest.raises(NobodyNamed):
        actions.answer_handover(by=vera, handover=offer, accepts=False)
    actions.answer_handover(by=vera, handover=offer, accepts=False, who_can=centre.petri)
    following = asked.handovers.get(answered_at=None)
    assert (following.giver, following.receiver) == (centre.anna, centre.petri)
    assert HelpRequest.objects.get().taken_by == centre.anna
    with pytest.raises(NotVisible):
        access.request_for(vera, asked.pk)


def test_taking_ends_an_offer_of_what_nobody_had(centre):
    asked = centre.asked()
    offer = actions.hand_over(by=centre.viewer(centre.petri), request=asked, to=centre.vera)
    actions.take(by=centre.viewer(centre.anna), request=asked)
    with pytest.raises(Over):
        actions.answer_handover(by=centre.viewer(centre.vera), handover=offer, accepts=True)


def test_a_request_is_never_finished_without_an_answer(centre):
    asked = centre.taken()
    with pytest.raises(NotAnswered):
        actions.close(by=centre.viewer(centre.anna), request=asked)
    actions.answer(by=centre.viewer(centre.anna), request=asked, way="HERE", text="Neuvo")
    assert actions.close(by=centre.viewer(centre.anna), request=asked).state == "DONE"


def test_a_phone_call_is_entered_by_anybody_into_the_same_queue(centre, client):
    answer = signed_in(client, centre.vera).post(
        reverse("help_requests:enter"),
        {"channel": "PHONE", "asker": "NEAR", "family_knows": "on", "text": TEXT, "way": "CALL",
         "contact": "040 55555", "language": "sv", "name": "Raija"},
    )  # fmt: skip
    asked = HelpRequest.objects.get()
    assert (asked.channel, asked.entered_by, asked.language) == ("PHONE", centre.vera, "sv")
    assert asked.family_knows
    assert 'id="word-pair"' in answer.content.decode()
    assert client.get(reverse("help_requests:show", args=[asked.pk])).status_code == 404


def test_a_request_becomes_a_family_and_whoever_had_it_has_hold(centre, client):
    asked = centre.taken(name="Sanna Laine")
    page = signed_in(client, centre.anna).get(reverse("help_requests:begin-family", args=[asked.pk]))
    assert page.context["form"].initial == {
        "municipality": "Kaislaranta", "adult1_given_names": "Sanna", "adult1_family_name": "Laine",
        "child_family_name": "Laine", "adult1_is_custodian": True,
    }  # fmt: skip
    typed = {
        "name": "Laineen perhe", "child_given_names": "Emma", "child_family_name": "Laine",
        "child_born_on": "2017-04-03", "adult1_given_names": "Sanna", "adult1_family_name": "Laine",
        "adult1_is_custodian": "on", "adult1_consents": "on", "basis": "CONSENT", "way": "WITH_WORKER",
        "until": "2099-01-01", "own_words": "1",
    }  # fmt: skip
    answer = client.post(reverse("help_requests:begin-family", args=[asked.pk]), typed)
    family = Family.objects.get()
    assert answer.url == reverse("overview:show", args=[family.pk])
    assert Hold.objects.get().post == centre.anna
    assert TEXT in client.get(answer.url).content.decode()  # her own words, told once
    # From now on the family's own door decides: who answers the queue does not see it by that alone.
    with pytest.raises(NotVisible):
        access.request_for(centre.viewer(centre.petri), asked.pk)


def test_a_request_becomes_an_invitation_with_what_was_said_filled_in(centre, client):
    asked = centre.taken(name="Sanna Laine")
    there = reverse("help_requests:begin-mapping", args=[asked.pk])
    page = signed_in(client, centre.anna).get(there).content.decode()
    assert "ei korvaa lastensuojeluilmoitusta" in page
    assert not Start.objects.exists()
    step = client.get(client.post(there).url).content.decode()
    assert 'value="Sanna"' in step
    assert 'value="040 1234567"' in step


@pytest.mark.parametrize("name", ["show", "hand-over", "begin-family", "begin-mapping"])
def test_the_pages_of_a_request_are_only_for_those_who_may_see_it(centre, client, name):
    asked = centre.taken()
    there = reverse(f"help_requests:{name}", args=[asked.pk])
    assert signed_in(client, centre.anna).get(there).status_code == 200
    assert signed_in(client, centre.vera).get(there).status_code == 404


def test_the_receiver_answers_on_a_page(centre, client):
    asked = centre.taken()
    signed_in(client, centre.anna).post(
        reverse("help_requests:hand-over", args=[asked.pk]),
        {"to": str(centre.petri.pk), "words": "Ole hyvä."},
    )
    there = reverse("help_requests:answer-handover", args=[asked.pk])
    assert client.get(there).status_code == 404  # not offered to anna
    signed_in(client, centre.petri)
    assert client.post(there, {"accepts": "no"}).status_code == 422
    assert client.post(there, {"accepts": "yes"}).status_code == 302
    assert HelpRequest.objects.get().taken_by == centre.petri


def test_the_queue_page_shows_time_left_and_exports_without_what_was_written(centre, client):
    centre.asked()
    page = signed_in(client, centre.anna).get(reverse("help_requests:queue"))
    assert "Otan tämän" in page.content.decode()
    assert TEXT in page.content.decode()
    file = client.get(reverse("help_requests:queue"), {"as": "csv"}).content.decode()
    assert "Vanhempi" in file
    assert "Aamut" not in file
    assert "040" not in file


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_with_one_and_with_three(centre, count, django_assert_num_queries):
    for _one in range(count):
        centre.asked()
    viewer = centre.viewer(centre.anna)
    with django_assert_num_queries(8):
        lines = access.page_of_queue(viewer, "", "", 1).object_list
    assert len(lines) == count


def test_the_nearest_promise_comes_first_and_danger_before_it(centre):
    later, sooner = centre.asked(NOON), centre.asked(NOON - timedelta(days=4))
    danger = centre.asked(NOON, text="En halua elää")
    lines = access.page_of_queue(centre.viewer(centre.anna), "", "", 1).object_list
    assert [line.id for line in lines] == [danger.pk, sooner.pk, later.pk]
    assert lines[1].left == "Myöhässä 2 päivää" or lines[1].is_late


def test_managers_say_whose_duty_a_queue_is(centre, client):
    signed_in(client, centre.satu)
    there = reverse("help_requests:duties", args=[centre.queue.pk])
    client.post(there, {"holder": f"e:{centre.vera.pk}"})
    duty = Duty.objects.get(holder=f"e:{centre.vera.pk}")
    assert centre.vera.person.name in client.get(there).content.decode()
    client.post(reverse("help_requests:end-duty", args=[centre.queue.pk, duty.pk]))
    assert not Duty.objects.in_force(NOON + timedelta(days=9999)).filter(pk=duty.pk).exists()
    assert signed_in(client, centre.anna).get(there).status_code == 404


def test_the_page_of_urgent_things_links_the_countys_own_forms(centre, client, settings):
    settings.KOPPI_COUNTY_NOTIFICATION_URL = "https://county.example/ls"
    page = signed_in(client, centre.vera).get(reverse("help_requests:urgent")).content.decode()
    assert "https://county.example/ls" in page
    assert "Lastensuojelulaki" in page


def test_statutory_clocks_stand_beside_a_request(centre, client):
    asked = centre.taken()
    page = signed_in(client, centre.anna).get(reverse("help_requests:show", args=[asked.pk]))
    shown = {clock.section: clock for clock in page.context["clocks"]}
    assert "36 §" in shown
    assert all(clock.url.startswith("https://") for clock in shown.values())
    assert "Sosiaalihuoltolaki" in page.content.decode()


def told() -> list[str]:
    return list(Told.objects.order_by("told_at").values_list("step", flat=True))


def test_notices_have_recipients(centre):
    asked = centre.taken()
    actions.tell(by=centre.viewer(centre.anna), request=asked, step="TAKER", holders=[f"e:{centre.anna.pk}"])
    assert Notice.objects.get().recipient == f"e:{centre.anna.pk}"
    assert told() == ["TAKER"]


def test_what_i_have_taken_and_what_is_offered_to_me_waits_on_my_day(centre, client):
    asked = centre.taken()
    actions.hand_over(by=centre.viewer(centre.anna), request=asked, to=centre.vera)
    for post, title in ((centre.anna, "Avunpyyntö odottaa vastaustasi"), (centre.vera, "tarjolla sinulle")):
        page = signed_in(client, post).get(reverse("day:show")).content.decode()
        assert title in page
        assert TEXT not in page
    assert (
        "Avunpyyntö odottaa" not in signed_in(client, centre.petri).get(reverse("day:show")).content.decode()
    )
