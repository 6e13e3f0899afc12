"""Somebody always has hold."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from koppi.audit.models import AuditEvent
from koppi.families.models import Custody
from koppi.people.models import Absence
from koppi.sharing.access import families_visible_to, sight_of
from koppi.sharing.actions import give_consent
from koppi.sharing.models import Consent, Ground
from koppi.teams import access, actions
from koppi.teams.models import Hold, Team, TeamMember
from tests import make

pytestmark = pytest.mark.django_db


def a_family_with_hold():
    """A child and mother; the worker who began has hold, and the mother lets county workers see."""
    mother, child = make.a_person("Sanna"), make.a_child("Emma")
    family = make.a_family("Laineen perhe", mother, child, centre=child)
    worker = make.a_viewer()
    actions.take_hold(by=worker, family=family, post=post_of(worker))
    for person in (mother, child):
        consent(worker, person, mother, f"o:{worker.post.organisation_id}")
    return family, worker


def post_of(viewer):
    return make.Post.objects.select_related("unit", "person").get(pk=viewer.post.id)


def consent(worker, person, giver, *receivers):
    if person != giver and not Custody.objects.filter(child=person, adult=giver).exists():
        make.custody(giver, person)
    return give_consent(
        by=worker, person=person, receivers=list(receivers), matter="ANY",
        ends_at=worker.at + timedelta(days=365), given_by=giver, way=Consent.Way.WITH_WORKER,
    )  # fmt: skip


def a_colleague(worker, **more):
    """Another worker of the same unit, so the same consent covers them."""
    return make.a_viewer(make.a_post(unit=post_of(worker).unit, **more))


def test_the_first_to_take_the_hold_has_it_and_the_second_is_told_so():
    family, _first = a_family_with_hold()
    second = make.a_viewer()

    with pytest.raises(actions.HoldIsTaken):
        actions.take_hold(by=second, family=family, post=post_of(second))

    assert Hold.objects.filter(family=family, ends_at=None).count() == 1


def test_the_database_itself_refuses_two_holds_at_once():
    family, _worker = a_family_with_hold()
    other = make.a_post()

    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(family=family, post=other, starts_at=make.NOON)


def test_the_hold_stays_where_it_is_until_the_receiver_accepts():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)

    offer = actions.offer_hold(by=worker, family=family, to=post_of(colleague), words="Jatkatko?")
    assert access.hold_of(worker, family).is_mine

    actions.answer_hold(by=colleague, offer=offer, accepts=True)
    assert access.hold_of(colleague, family).is_mine
    assert not access.hold_of(worker, family).is_mine
    assert Hold.objects.filter(family=family, ends_at=None).count() == 1


def test_passing_an_offer_back_leaves_the_hold_with_the_giver():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    offer = actions.offer_hold(by=worker, family=family, to=post_of(colleague))

    actions.answer_hold(by=colleague, offer=offer, accepts=False)

    assert access.hold_of(worker, family).is_mine


def test_an_offer_is_answered_once_and_only_by_its_receiver():
    family, worker = a_family_with_hold()
    colleague, stranger = a_colleague(worker), make.a_viewer()
    offer = actions.offer_hold(by=worker, family=family, to=post_of(colleague))

    with pytest.raises(actions.HoldIsElsewhere):
        actions.answer_hold(by=stranger, offer=offer, accepts=True)
    actions.answer_hold(by=colleague, offer=offer, accepts=True)
    with pytest.raises(actions.OfferIsOver):
        actions.answer_hold(by=colleague, offer=offer, accepts=False)


def test_only_the_one_who_has_hold_hands_it_over():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    actions.join(by=worker, family=family, post=post_of(colleague))

    with pytest.raises(actions.HoldIsElsewhere):
        actions.offer_hold(by=colleague, family=family, to=make.a_post())


def test_an_absence_brings_up_the_deputy_who_can_act_for_the_absent():
    family, worker = a_family_with_hold()
    deputy_post = make.a_post(unit=post_of(worker).unit)
    Absence.objects.create(post=post_of(worker), deputy=deputy_post, starts_at=make.NOON)
    deputy = make.a_viewer(deputy_post, stand_ins=[worker.post.holder])

    card = access.hold_of(deputy, family)

    assert card.deputy == deputy_post.person.name
    assert card.is_mine
    actions.offer_hold(by=deputy, family=family, to=deputy_post)


def test_whoever_has_hold_cannot_leave_the_team_before_somebody_else_has_it():
    family, worker = a_family_with_hold()
    member = TeamMember.objects.get(team__family=family)

    with pytest.raises(actions.HasTheHold):
        actions.leave(by=worker, member=member)

    assert TeamMember.objects.get(pk=member.pk).ends_at is None


def test_a_post_that_ends_gives_its_holds_to_the_units_deputy():
    family, worker = a_family_with_hold()
    unit = post_of(worker).unit
    unit.deputy = make.a_post(unit=unit)
    unit.save()

    moved = actions.leave_with_post(by=worker, post=post_of(worker))

    assert moved == 1
    assert Hold.objects.get(family=family, ends_at=None).post == unit.deputy


def test_a_post_with_holds_and_no_heir_cannot_just_end():
    family, worker = a_family_with_hold()

    with pytest.raises(actions.HasTheHold):
        actions.leave_with_post(by=worker, post=post_of(worker))

    assert Hold.objects.filter(family=family, ends_at=None).count() == 1


def test_leaving_the_team_closes_the_door_at_once():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    member = actions.join(by=worker, family=family, post=post_of(colleague))
    assert family in families_visible_to(colleague)

    actions.leave(by=worker, member=member)

    assert family not in families_visible_to(colleague)


def test_a_new_team_ends_the_former_one_and_keeps_its_history():
    family, worker = a_family_with_hold()
    leaver, stayer = a_colleague(worker), a_colleague(worker)
    for one in (leaver, stayer):
        actions.join(by=worker, family=family, post=post_of(one))

    actions.form_team(
        by=worker.moved_to(worker.at + timedelta(hours=1)),
        family=family,
        stage="Suunnitelma",
        members=[actions.NewTeamMember(post_of(stayer))],
    )

    later = worker.moved_to(worker.at + timedelta(hours=2))
    sight = sight_of(later, family)
    assert {card.post_id for card in access.team_of(later, family, sight)} == {worker.post.id, stayer.post.id}
    assert leaver.post.id in {card.post_id for card in access.former_team_of(later, family, sight)}
    assert family not in families_visible_to(leaver.moved_to(later.at))
    assert Team.objects.filter(family=family).count() == 2


def test_finishing_the_work_lets_go_of_the_hold_and_every_ground_of_the_team():
    family, worker = a_family_with_hold()

    actions.finish_work(by=worker, family=family)

    assert access.hold_of(worker, family) is None
    later = worker.moved_to(worker.at + timedelta(seconds=1))
    assert not Ground.objects.in_force(later.at).filter(family=family).exists()


def test_every_change_of_the_hold_is_in_the_trail():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    offer = actions.offer_hold(by=worker, family=family, to=post_of(colleague))
    actions.answer_hold(by=colleague, offer=offer, accepts=True)

    done = set(AuditEvent.objects.values_list("did", flat=True))

    assert {"teams.hold_taken", "teams.hold_offered", "teams.hold_answered"} <= done


def test_one_own_worker_at_a_time():
    family, worker = a_family_with_hold()
    colleague = a_colleague(worker)
    for post in (post_of(worker), post_of(colleague)):
        if post.pk != worker.post.id:
            actions.join(by=worker, family=family, post=post)
        actions.name_own_worker(by=worker, family=family, post=post)

    own = TeamMember.objects.filter(team__family=family, is_own_worker=True)

    assert [member.post_id for member in own] == [colleague.post.id]


def test_a_step_needs_a_time_and_is_settled_once():
    family, worker = a_family_with_hold()
    child = family.members.get(is_centre=True).person
    with pytest.raises(actions.Refused):
        actions.agree_step(by=worker, family=family, subjects=[child], what="Tavataan", lead=post_of(worker))
    step = actions.agree_step(
        by=worker,
        family=family,
        subjects=[child],
        what="Tavataan",
        lead=post_of(worker),
        due_on=make.NOON.date(),
    )

    actions.finish_step(by=worker, step=step)

    with pytest.raises(actions.StepIsOver):
        actions.cancel_step(by=worker, step=step)
