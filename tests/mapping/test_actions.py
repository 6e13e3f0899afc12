"""What people do with an invitation, through the actions alone."""

from datetime import date, timedelta

import pytest

from koppi.audit.models import AuditEvent
from koppi.delivery.models import Message, Notice
from koppi.mapping import access, actions
from koppi.mapping.asking import Asked, ByLaw, Consented, Contact, Outcome
from koppi.mapping.models import Invitation, Invitee
from koppi.people.sectors import Sector
from koppi.refusal import NotVisible, Refused
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent, Ground, LegalBasis, Record
from koppi.teams.models import Hold, HoldOffer, Team
from tests import make

from .conftest import NOON, slot

DAY = timedelta(days=1)
REDS = {"knows": "RED", "shares": "RED", "available": "RED"}
NECESSARY = "Lapsen tilanne vaatii nopeaa yhteistä arviota eikä huoltajaa tavoiteta."


def test_an_invited_person_sees_the_invitation_and_nothing_else_of_the_family(story):
    invitation = story.invite()
    petri = story.viewer(story.petri)
    assert access.invitation_for(petri, invitation.pk) == invitation
    with pytest.raises(NotVisible):
        access.family_to_invite_for(petri, story.family.pk)


def test_a_stranger_finds_no_invitation(story):
    invitation = story.invite()
    stranger = make.a_viewer()
    with pytest.raises(NotVisible):
        access.invitation_for(stranger, invitation.pk)
    assert not access.invitations_visible_to(stranger).exists()


def test_sending_records_a_consent_for_every_receiver_and_a_narrow_ground(story):
    invitation = story.invite(story.petri)
    ground = Ground.objects.get(kind="INVITED")
    assert (ground.holder, ground.record_id) == (f"e:{story.petri.pk}", invitation.record_id)
    assert ground.ends_at == invitation.expires_at
    receivers = set(
        Consent.objects.filter(given_by=story.sanna, person=story.emma).values_list("receiver", flat=True)
    )
    assert {f"e:{story.petri.pk}", f"u:{story.petri.unit_id}", f"e:{story.anna.pk}"} <= receivers


def test_mails_carry_no_personal_data(story):
    story.invite(story.petri)
    message = Message.objects.get(template="mapping/invited")
    assert message.recipient == f"e:{story.petri.pk}"
    assert not {"Emma", "Laine", "aamu"} & set(message.slip.split())


def test_the_family_is_told_at_once(story):
    invitation = story.invite()
    notice = Notice.objects.get(kind="mapping.family_told")
    assert (notice.recipient, notice.about_id) == (f"p:{story.sanna.pk}", invitation.pk)
    mother = make.a_client(story.sanna)
    assert access.invitation_for(mother, invitation.pk) == invitation


def test_sending_twice_with_one_key_is_one_invitation(story):
    start = actions.begin(by=story.by, family=story.family)
    first = story.invite(story.petri, once=start.pk)
    second = story.invite(story.petri, once=start.pk)
    assert first == second
    assert Message.objects.filter(template="mapping/invited").count() == 1
    assert Consent.objects.filter(receiver=f"e:{story.petri.pk}").count() == 1


def test_beginning_leaves_a_trace_that_the_duty_was_shown(story):
    actions.begin(by=story.by, family=story.family)
    assert AuditEvent.objects.filter(did="mapping.duty_shown").count() == 1


def test_without_any_permission_nobody_is_invited(story):
    with pytest.raises(Refused, match="Lupa ei kata"):
        story.invite(story.petri, permission=None)
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


def test_the_mother_cannot_be_reached_through_a_guest_address(story):
    story.sanna.email = "sanna@example.org"
    story.sanna.save()
    with pytest.raises(Refused, match="vieraista"):
        story.invite(Asked(guest_name="Joku", guest_role="ystävä", guest_email="Sanna@Example.org"))


def test_a_worker_who_belongs_to_the_family_cannot_be_invited(story):
    relative = make.a_post()
    make.a_member(story.family, relative.person)
    with pytest.raises(Refused):
        story.invite(relative)
    assert not Record.objects.system("test").filter(kind="INVITATION").exists()


def test_nobody_more_than_eight_and_nobody_twice(story):
    with pytest.raises(Refused, match="enintään 8"):
        story.invite(*[make.a_post() for _ in range(9)])
    with pytest.raises(Refused, match="kahdesti"):
        story.invite(story.petri, story.petri)
    with pytest.raises(Refused, match="itse mukana"):
        story.invite(story.anna)


def test_one_who_does_not_work_with_the_family_cannot_invite(story):
    with pytest.raises(Refused):
        story.invite(story.maria, by=story.viewer(story.petri))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"answer_by": date(2026, 3, 1)}, "menneisyydessä"),
        ({"answer_by": date(2026, 8, 1)}, "kahden kuukauden"),
        ({"reassess_on": date(2026, 3, 3)}, "vasta vastausten"),
        ({"times": [slot(-1)]}, "mennyt"),
        ({"times": [slot(n) for n in range(1, 5)]}, "enintään kolmea"),
        ({"about": ""}, "muutamalla sanalla"),
        ({"about": "Tunnus 131052-308T"}, "henkilötunnus"),
        ({"mode": "SHL41"}, "sosiaalityöntekijä"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(story, days, words):
    with pytest.raises(Refused, match=words):
        story.invite(story.petri, **days)
    assert not Invitation.objects.exists()


def test_a_social_worker_may_request_by_the_social_welfare_act(story):
    story.anna.title = "Johtava sosiaalityöntekijä"
    story.anna.save()
    assert story.invite(story.petri, mode="SHL41").mode == "SHL41"


def test_a_legal_ground_is_stated_for_each_receiver(story):
    law = ByLaw("LSL_14", NECESSARY, told_family=False, not_told_why="Kertominen vaarantaisi lapsen.")
    invitation = story.invite(story.petri, permission=law)
    assert invitation.permission == "LAW"
    assert LegalBasis.objects.filter(receiver=f"e:{story.petri.pk}").count() == 1
    with pytest.raises(NotVisible):
        access.invitation_for(make.a_client(story.sanna), invitation.pk)
    assert not Notice.objects.filter(kind="mapping.family_told").exists()


def test_a_legal_ground_is_off_until_the_organisation_switches_it_on(story):
    organisation = story.anna.unit.organisation
    organisation.allows_legal_ground = False
    organisation.save()
    with pytest.raises(Refused, match="ei salli"):
        story.invite(story.petri, permission=ByLaw("LSL_14", NECESSARY))


def test_answering_fills_the_grid_and_tells_the_inviter(story):
    invitation = story.invite(times=[slot(8), slot(9)])
    times = list(invitation.times.values_list("pk", flat=True))
    story.answer(invitation, story.petri, message="Soita minulle", times=times[:1])
    story.answer(invitation, story.maria, times=times)
    invitation.refresh_from_db()
    grid = access.grid_of(story.by, invitation)
    assert (grid.tally.answered, grid.tally.available, grid.tally.is_ready) == (2, 2, True)
    assert grid.best.id == times[0]
    assert (grid.choice.suits, grid.choice.of) == (3, 3)
    assert Notice.objects.filter(kind="mapping.answered", recipient=f"e:{story.anna.pk}").count() == 2
    assert Notice.objects.filter(kind="mapping.ready").count() == 1


def test_the_message_is_for_the_inviter_alone(story):
    invitation = story.invite()
    story.answer(invitation, story.petri, message="Soita minulle")
    by_name = {row.party.name: row.message for row in access.grid_of(story.by, invitation).rows}
    assert "Soita minulle" in by_name.values()
    rows = access.grid_of(story.viewer(story.maria), invitation).rows
    assert not any(row.message for row in rows)


def test_an_answer_can_be_changed_until_the_invitation_is_closed(story):
    invitation = story.invite(story.petri)
    story.answer(invitation, story.petri)
    assert story.answer(invitation, story.petri, available="RED").available == "RED"
    actions.close(by=story.by, invitation=invitation, outcome=Outcome("NOTHING_NOW", family_told="Soitin."))
    with pytest.raises(Refused, match="ei voi enää vastata"):
        story.answer(invitation, story.petri)


def test_an_answer_after_the_answer_day_still_counts(story):
    invitation = story.invite(story.petri)
    late = NOON + 9 * DAY
    assert late.date() > invitation.answer_by
    assert story.answer(invitation, story.petri, at=late).answered_at == late


def test_an_answer_after_expiry_is_too_late(story):
    invitation = story.invite(story.petri)
    with pytest.raises(Refused, match="ei voi enää vastata"):
        story.answer(invitation, story.petri, at=invitation.expires_at)


def test_nothing_to_add_is_an_answer(story):
    invitation = story.invite(story.petri)
    actions.nothing_to_add(by=story.viewer(story.petri), invitee=story.place(invitation, story.petri))
    invitation.refresh_from_db()
    assert access.grid_of(story.by, invitation).tally.is_complete


def test_another_persons_place_cannot_be_filled_in(story):
    invitation = story.invite()
    place = story.place(invitation, story.petri)
    with pytest.raises(Refused):
        actions.answer(by=story.viewer(story.maria), invitee=place, **REDS)
    assert Invitee.objects.get(pk=place.pk).answered_at is None


def test_withdrawn_consent_closes_the_invitation_at_the_next_look(story):
    invitation = story.invite(story.petri)
    for consent in Consent.objects.filter(person=story.emma):
        sharing.withdraw_consent(by=story.by, consent=consent)
    later = story.viewer(story.petri, NOON + timedelta(seconds=1))
    place = story.place(invitation, story.petri)
    with pytest.raises(NotVisible):
        access.invitee_for(later, place.pk)
    with pytest.raises(Refused):
        actions.answer(by=later, invitee=place, **REDS)
    assert not access.is_over_for(later, place.pk)


def test_a_colleague_answers_instead(story):
    invitation = story.invite(story.petri)
    colleague = make.a_post("psykologi", story.petri.unit)
    story.pass_on(invitation, story.petri, colleague)
    later = NOON + timedelta(seconds=1)
    assert access.invitee_for(story.viewer(colleague, later), story.place(invitation, colleague).pk)
    with pytest.raises(NotVisible):
        access.invitee_for(story.viewer(story.petri, later), story.place(invitation, story.petri).pk)
    story.answer(invitation, colleague, at=later)
    invitation.refresh_from_db()
    assert access.grid_of(story.by, invitation).tally.asked == 1


def test_the_permission_must_cover_the_colleague(story):
    invitation = story.invite(story.petri, permission=story.consented(colleagues=False))
    colleague = make.a_post("psykologi", story.petri.unit)
    with pytest.raises(Refused, match="Lupa ei kata"):
        actions.pass_on(
            by=story.viewer(story.petri), invitee=story.place(invitation, story.petri), to=colleague
        )
    assert not Invitee.objects.filter(post=colleague).exists()


def test_anybody_of_an_invited_unit_answers_and_the_grid_tells_who(story):
    unit = story.petri.unit
    invitation = story.invite(Asked(unit=unit))
    place = Invitee.objects.get(unit=unit)
    actions.answer(
        by=story.viewer(story.petri), invitee=place, knows="GREEN", shares="GREEN", available="GREEN"
    )
    (row,) = access.grid_of(story.by, invitation).rows
    assert row.answered_by == story.petri.person.name


def test_a_deputy_answers_for_an_absent_colleague(story):
    invitation = story.invite(story.petri)
    deputy = make.a_post("psykologi")
    viewer = story.viewer(deputy, stand_ins=[f"e:{story.petri.pk}"])
    place = story.place(invitation, story.petri)
    actions.answer(by=viewer, invitee=place, **REDS)
    place.refresh_from_db()
    assert place.answered_by == deputy


def test_not_for_me_closes_the_invitation_to_the_wrong_person(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    actions.not_for_me(by=story.viewer(story.petri), invitee=place)
    with pytest.raises(NotVisible):
        access.invitee_for(story.viewer(story.petri, NOON + timedelta(seconds=1)), place.pk)
    assert Notice.objects.filter(kind="mapping.not_for_me", recipient=f"e:{story.anna.pk}").exists()


def test_a_team_is_formed_of_those_who_come(story):
    invitation = story.invite()
    story.answer(invitation, story.petri)
    outcome = Outcome("TEAM", words="Aloitamme yhdessä.", team=[story.anna, story.petri], stage="Alku")
    actions.close(by=story.by, invitation=invitation, outcome=outcome)
    team = Team.objects.get(family=story.family, ends_at=None)
    assert set(team.members.values_list("post", flat=True)) == {story.anna.pk, story.petri.pk}
    later = story.viewer(story.petri, NOON + timedelta(seconds=1))
    assert access.family_to_invite_for(later, story.family.pk) == story.family


def test_the_hold_is_offered_and_moves_only_when_accepted(story):
    invitation = story.invite()
    actions.close(by=story.by, invitation=invitation, outcome=Outcome("HOLD", hold=story.petri))
    assert HoldOffer.objects.get(receiver=story.petri, answered_at=None)
    assert Hold.objects.get(family=story.family, ends_at=None).post == story.anna


def test_everybody_asked_sees_what_came_of_it(story):
    invitation = story.invite()
    outcome = Outcome("NOTHING_NOW", words="Koulun tuki riittää nyt.", family_told="Kerroin äidille.")
    actions.close(by=story.viewer(story.anna, NOON + 10 * DAY), invitation=invitation, outcome=outcome)
    assert Message.objects.filter(template="mapping/result").count() == 2
    after = story.viewer(story.maria, invitation.expires_at)
    assert (
        access.invitee_for(after, story.place(invitation, story.maria).pk).invitation.outcome == "NOTHING_NOW"
    )
    assert Notice.objects.filter(kind="mapping.family_result", recipient=f"p:{story.sanna.pk}").exists()


def test_one_whose_permission_was_taken_back_is_not_told_of_the_result(story):
    invitation = story.invite(story.petri)
    for consent in Consent.objects.filter(receiver__in=[f"e:{story.petri.pk}", f"u:{story.petri.unit_id}"]):
        sharing.withdraw_consent(by=story.by, consent=consent)
    later = story.viewer(story.anna, NOON + timedelta(seconds=1))
    actions.close(by=later, invitation=invitation, outcome=Outcome("NOTHING_NOW", family_told="Soitin."))
    assert not Message.objects.filter(template="mapping/result").exists()


def test_an_invitation_is_closed_once(story):
    invitation = story.invite()
    outcome = Outcome("NOTHING_NOW", family_told="Kerroin äidille.")
    actions.close(by=story.by, invitation=invitation, outcome=outcome)
    with pytest.raises(Refused, match="jo päätetty"):
        actions.close(by=story.by, invitation=invitation, outcome=outcome)


@pytest.mark.parametrize("code", ["TEAM", "HOLD", "NOTHING_NOW", "LAPSED", "HURRA"])
def test_an_outcome_without_what_it_needs_is_refused(story, code):
    invitation = story.invite()
    with pytest.raises(Refused):
        actions.close(by=story.by, invitation=invitation, outcome=Outcome(code))
    invitation.refresh_from_db()
    assert invitation.is_open


def test_an_invited_person_cannot_close(story):
    invitation = story.invite()
    outcome = Outcome("NOTHING_NOW", family_told="-")
    with pytest.raises(Refused):
        actions.close(by=story.viewer(story.petri), invitation=invitation, outcome=outcome)


def test_looking_again_is_done_once(story):
    invitation = story.invite()
    outcome = Outcome("NOTHING_NOW", family_told="Kerroin äidille.")
    actions.close(by=story.by, invitation=invitation, outcome=outcome)
    actions.reassess(by=story.by, invitation=invitation, needs_new=False)
    with pytest.raises(Refused, match="jo katsottu"):
        actions.reassess(by=story.by, invitation=invitation, needs_new=False)


def test_the_minimal_mode_holds_a_name_a_number_and_a_year(story):
    contact = Contact("Joel", "Mäki", "040 123 4567", 2009)
    outreach = make.a_post("etsivä nuorisotyöntekijä", make.a_unit(Sector.YOUTH))
    invitation = actions.invite_by_contact(
        by=story.viewer(story.petri), contact=contact, to=[Asked(post=outreach)], duty_shown_at=NOON,
        permission=Consented({}, "WITH_WORKER", date(2026, 6, 2)),
    )  # fmt: skip
    assert (invitation.about, invitation.strengths, invitation.mode) == ("", "", "MINIMAL")
    (person,) = access.subjects_of(access.invitation_for(story.viewer(outreach), invitation.pk))
    assert (person.phone, person.birth_year, person.born_on) == ("040 123 4567", 2009, None)
    assert Hold.objects.get(family=invitation.record.family, ends_at=None).post == story.petri


def test_the_minimal_mode_sent_twice_makes_one_family(story):
    contact = Contact("Joel", "Mäki", "040 123 4567", 2009)
    start = actions.begin(by=story.viewer(story.petri))
    for _ in range(2):
        actions.invite_by_contact(
            by=story.viewer(story.petri), contact=contact, to=[Asked(post=story.maria)], duty_shown_at=NOON,
            permission=Consented({}, "WITH_WORKER", date(2026, 6, 2)), once=start.pk,
        )  # fmt: skip
    assert Invitation.objects.count() == 1
    assert make.Family.objects.filter(name="Joel Mäki").count() == 1


def test_a_restriction_made_later_hides_the_invitation_from_the_father(story):
    mikko = make.a_person("Mikko", "Laine")
    make.a_member(story.family, mikko)
    make.custody(mikko, story.emma)
    sharing.members_changed(by=story.by, family=story.family)
    invitation = story.invite()
    father = make.a_client(mikko, NOON + timedelta(minutes=1))
    assert access.invitations_visible_to(father).filter(pk=invitation.pk).exists()
    sharing.restrict(
        by=story.by, kind="PERSON", family=story.family, kept_out=f"p:{mikko.pk}", protected=[story.emma],
        cause="VIOLENCE", words="", review_on=date(2026, 6, 1),
    )  # fmt: skip
    assert not access.invitations_visible_to(father).exists()
