"""The pages of the team, the hold and the next step: what each does, and what each refuses."""

import pytest
from django.urls import reverse

from koppi.teams.models import AgreedStep, Hold, HoldOffer, Team, TeamMember
from tests import make

from .conftest import browser_of, said_no

AHEAD = "2099-12-10"


def member_of(scene, post) -> TeamMember:
    return TeamMember.objects.get(team__family=scene.family, post=post)


def holder(scene):
    return Hold.objects.get(family=scene.family, ends_at=None).post


@pytest.fixture
def offer(scene):
    scene.post("offer-hold", to=scene.petri.pk, words="Voisitko jatkaa tästä?")
    return HoldOffer.objects.get()


@pytest.fixture
def step(scene):
    scene.post("agree-step", what="Tavataan", subjects=[scene.emma.pk], day=AHEAD, lead=scene.anna.pk)
    return AgreedStep.objects.get()


def test_the_team_s_page_finds_whom_to_take_in_without_the_name_in_the_address(scene):
    answer = scene.post("team", text="Ei-kukaan-tällainen")
    assert "Ei osumia" in answer.text
    assert scene.petri.person.name in answer.text


def test_somebody_is_taken_into_the_team(scene):
    newcomer = make.a_post("terveydenhoitaja")
    answer = scene.post("join", newcomer.pk, post=newcomer.pk, task="neuvolan asiat")
    assert answer.url == scene.url("team")
    assert member_of(scene, newcomer).task == "neuvolan asiat"


def test_nobody_is_taken_in_twice(scene):
    answer = scene.post("join", scene.petri.pk, post=scene.petri.pk)
    assert said_no(answer, "Hän on jo tiimissä.")
    assert TeamMember.objects.filter(post=scene.petri).count() == 1


def test_nobody_whose_post_has_ended_is_taken_in(scene):
    gone = make.a_post("terveydenhoitaja")
    gone.ends_on = make.NOON.date()
    gone.save()
    assert scene.get("join", gone.pk).status_code == 404


def test_a_team_is_formed_for_a_new_stage(scene):
    answer = scene.post("form-team", stage="Palvelut", stay=[scene.anna.pk])
    assert answer.status_code == 302
    assert Team.objects.get(ends_at=None).stage == "Palvelut"
    assert member_of(scene, scene.petri).ends_at is not None


def test_a_team_is_not_formed_of_nobody(scene):
    answer = scene.post("form-team", stage="Palvelut")
    assert said_no(answer, "Valitse ainakin yksi, joka jatkaa.")
    assert Team.objects.count() == 1


def test_somebody_leaves_the_team(scene):
    assert scene.post("leave", member_of(scene, scene.petri).pk).url == scene.url("team")
    assert member_of(scene, scene.petri).ends_at is not None


def test_whoever_has_hold_does_not_leave(scene):
    answer = scene.post("leave", member_of(scene, scene.anna).pk)
    assert said_no(answer, "Sovi ensin, kuka ottaa kopin.", 409)
    assert member_of(scene, scene.anna).ends_at is None


def test_an_own_worker_is_named(scene):
    assert scene.post("own-worker", member_of(scene, scene.petri).pk).status_code == 302
    assert TeamMember.objects.get(is_own_worker=True).post == scene.petri


def test_an_own_worker_is_named_with_a_button_only(scene):
    assert scene.get("own-worker", member_of(scene, scene.petri).pk).status_code == 405


def test_a_hold_that_somebody_has_is_not_taken(scene):
    assert said_no(scene.post("take-hold", by=scene.petri), "Koppi on jo jollakulla.", 409)
    assert holder(scene) == scene.anna


def test_the_hold_moves_when_it_is_accepted(scene, offer):
    assert holder(scene) == scene.anna
    answer = browser_of(scene.petri).post(reverse("editing:answer-hold", args=[offer.pk]), {"answer": "take"})
    assert answer.url == reverse("overview:show", args=[scene.family.pk])
    assert holder(scene) == scene.petri


def test_the_hold_stays_when_the_offer_is_passed_back(scene, offer):
    page = browser_of(scene.petri).get(reverse("editing:answer-hold", args=[offer.pk]))
    assert "Voisitko jatkaa tästä?" in page.text
    browser_of(scene.petri).post(reverse("editing:answer-hold", args=[offer.pk]), {"answer": "pass"})
    assert holder(scene) == scene.anna


def test_an_offer_is_answered_one_way_or_the_other_and_by_its_receiver_alone(scene, offer):
    address = reverse("editing:answer-hold", args=[offer.pk])
    assert said_no(browser_of(scene.petri).post(address, {"answer": "maybe"}), "Valitse, otatko kopin.", 409)
    assert browser_of(scene.anna).post(address, {"answer": "take"}).status_code == 404
    assert holder(scene) == scene.anna


def test_only_the_one_who_has_hold_offers_it(scene):
    answer = scene.post("offer-hold", by=scene.petri, to=scene.petri.pk)
    assert said_no(answer, "Koppi on toisella ihmisellä.")
    assert not HoldOffer.objects.exists()


def test_an_offer_is_taken_back(scene, offer):
    assert scene.post("withdraw-offer").status_code == 302
    assert not HoldOffer.objects.filter(answered_at=None).exists()
    assert scene.post("withdraw-offer").status_code == 404


def test_a_step_is_agreed_at_a_time_or_by_a_day(scene):
    answer = scene.post(
        "agree-step", what="Tavataan", subjects=[scene.emma.pk], day=AHEAD, from_time="14:00",
        until_time="15:00", lead=scene.anna.pk,
    )  # fmt: skip
    assert answer.url == reverse("overview:show", args=[scene.family.pk])
    step = AgreedStep.objects.get()
    assert (step.starts_at.hour, step.due_on) == (12, None)


def test_a_step_does_not_end_before_it_begins(scene):
    answer = scene.post(
        "agree-step", what="Tavataan", subjects=[scene.emma.pk], day=AHEAD, from_time="14:00",
        until_time="13:00", lead=scene.anna.pk,
    )  # fmt: skip
    assert said_no(answer, "Päättymisaika on ennen alkua.")
    assert not AgreedStep.objects.exists()


@pytest.mark.parametrize(("how", "column"), [("done", "done_at"), ("cancel", "cancelled_at")])
def test_a_step_is_marked_once(scene, step, how, column):
    assert scene.post("settle-step", step.pk, how=how).status_code == 302
    assert getattr(AgreedStep.objects.get(), column) is not None
    assert said_no(scene.post("settle-step", step.pk, how=how), "Askel on jo merkitty.", 409)


def test_work_is_finished_by_the_one_who_has_hold_and_begins_again(scene):
    assert said_no(scene.post("finish-work", by=scene.petri), "Koppi on toisella ihmisellä.", 409)
    assert "Onko työskentely valmis?" in scene.get("finish-work").text
    assert scene.post("finish-work").url == reverse("finding:families")
    scene.family.refresh_from_db()
    assert scene.family.finished_at is not None
    assert not Hold.objects.filter(family=scene.family, ends_at=None).exists()
