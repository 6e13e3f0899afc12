"""What falls due by itself: once each, whoever runs it and however often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from koppi.delivery.models import Message, Notice
from koppi.mapping import actions, jobs, periods, still_due
from koppi.mapping.asking import Asked, Outcome
from koppi.mapping.models import GuestLink, Invitation, Invitee, PastInvitation, Reminder, Start
from koppi.people.viewer import Viewer
from koppi.sharing import actions as sharing
from koppi.sharing.models import Consent, Record
from tests import make

from .conftest import NOON

DAY = timedelta(days=1)
NOTHING = Outcome("NOTHING_NOW", words="Koulun tuki riittää.", family_told="Kerroin äidille.")
AMINA = Asked(guest_name="Amina Yusuf", guest_role="vertaisohjaaja", guest_email="amina@example.org")


def system(days: int = 0) -> Viewer:
    """NOON is a Monday."""
    return Viewer.system(NOON + days * DAY)


def reminders() -> int:
    return Message.objects.filter(template__startswith="mapping/reminder").count()


def test_reminders_go_after_three_and_five_working_days_once_each(story):
    story.invite()
    assert [jobs.remind_unanswered(by=system(days)) for days in (0, 1, 2)] == [0, 0, 0]
    assert [jobs.remind_unanswered(by=system(3)) for _ in range(3)] == [2, 0, 0]
    assert [jobs.remind_unanswered(by=system(days)) for days in (4, 5, 6, 7, 8, 9)] == [0, 0, 0, 2, 0, 0]
    assert reminders() == 4


def test_after_an_outage_there_is_one_reminder_and_not_two(story):
    story.invite(story.petri)
    assert jobs.remind_unanswered(by=system(8)) == 1
    assert jobs.remind_unanswered(by=system(9)) == 0


def test_whoever_has_answered_is_not_reminded(story):
    invitation = story.invite()
    story.answer(invitation, story.petri)
    assert jobs.remind_unanswered(by=system(3)) == 1


def test_a_closed_invitation_reminds_nobody(story):
    actions.close(by=story.by, invitation=story.invite(), outcome=NOTHING)
    assert jobs.remind_unanswered(by=system(3)) == 0


def test_a_permission_taken_back_ends_the_reminding_and_the_mail_on_its_way(story):
    invitation = story.invite(story.petri)
    place = story.place(invitation, story.petri)
    slip = {"about": str(place.pk)}
    assert still_due.asked(system(), slip)
    for consent in Consent.objects.filter(person=story.emma):
        sharing.withdraw_consent(by=story.by, consent=consent)
    assert jobs.remind_unanswered(by=system(3)) == 0
    assert not still_due.asked(system(1), slip)


def test_mails_on_their_way_stop_when_they_are_not_needed_any_more(story):
    invitation = story.invite()
    petri, maria = story.place(invitation, story.petri), story.place(invitation, story.maria)
    story.answer(invitation, story.petri)
    assert not still_due.asked(system(), {"about": str(petri.pk)})
    assert still_due.asked(system(), {"about": str(maria.pk)})
    assert not still_due.result(system(), {"about": str(maria.pk)})
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    assert not still_due.asked(system(), {"about": str(maria.pk)})
    assert still_due.result(system(), {"about": str(maria.pk)})
    assert still_due.known(system(), {"about": str(invitation.pk)})
    assert still_due.reassess(system(), {"about": str(invitation.pk)})
    assert not still_due.asked(system(), {"about": str(invitation.pk)})


def test_a_guest_is_reminded_with_a_new_link_and_the_same_digits(story):
    story.invite(AMINA)
    before = GuestLink.objects.get()
    assert jobs.remind_unanswered(by=system(3)) == 1
    after = GuestLink.objects.get()
    assert (after.pk, after.code) == (before.pk, before.code)
    assert after.token_hash != before.token_hash


def test_the_units_deputy_is_asked_after_seven_working_days_once(story):
    deputy = make.a_post("johtava kuraattori", story.petri.unit)
    story.petri.unit.deputy = deputy
    story.petri.unit.save()
    invitation = story.invite(story.petri)
    assert jobs.ask_deputies(by=system(8)) == 0
    assert [jobs.ask_deputies(by=system(9)) for _ in range(2)] == [1, 0]
    old, new = story.place(invitation, story.petri), story.place(invitation, deputy)
    assert old.passed_to == new
    assert story.answer(invitation, deputy, at=NOON + 10 * DAY).answered_at


def test_where_the_permission_does_not_reach_the_deputy_the_inviter_is_told_to_call(story):
    deputy = make.a_post("johtava kuraattori", story.petri.unit)
    story.petri.unit.deputy = deputy
    story.petri.unit.save()
    story.invite(story.petri, permission=story.consented(colleagues=False))
    jobs.ask_deputies(by=system(9))
    assert not Invitee.objects.filter(post=deputy).exists()
    assert Notice.objects.filter(kind="mapping.unanswered", recipient=f"e:{story.anna.pk}").count() == 1


def test_an_unanswered_guests_link_and_address_are_deleted(story):
    invitation = story.invite(AMINA, story.petri)
    assert jobs.expire_links(by=system(13)) == 0
    assert [jobs.expire_links(by=system(15)) for _ in range(2)] == [1, 0]
    guest = Invitee.objects.get(guest_name="Amina Yusuf")
    assert (guest.guest_email, guest.expired_at is None) == ("", False)
    assert not GuestLink.objects.exists()
    assert invitation.invitees.count() == 2


def test_an_answered_guests_address_stays_until_the_result_has_been_told(story):
    invitation = story.invite(AMINA)
    guest = Invitee.objects.get()
    viewer = Viewer(None, None, "", None, NOON, guest_id=guest.pk)
    actions.nothing_to_add(by=viewer, invitee=guest)
    assert jobs.expire_links(by=system(15)) == 0
    actions.close(by=story.viewer(story.anna, NOON + 15 * DAY), invitation=invitation, outcome=NOTHING)
    assert Message.objects.filter(template="mapping/result_guest").count() == 1


def test_what_nobody_closes_closes_by_itself(story):
    invitation = story.invite()
    assert jobs.lapse_forgotten(by=system(60)) == 0
    assert [jobs.lapse_forgotten(by=system(61)) for _ in range(2)] == [1, 0]
    invitation.refresh_from_db()
    assert invitation.outcome == "LAPSED"


def test_looking_again_is_reminded_of_once_to_the_one_who_has_hold(story):
    invitation = story.invite()
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    day = invitation.reassess_on
    near = Viewer.system(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - 7 * DAY)
    assert jobs.remind_reassessment(by=system(30)) == 0
    assert [jobs.remind_reassessment(by=near) for _ in range(3)] == [1, 0, 0]
    message = Message.objects.get(template="mapping/reassess")
    assert message.recipient == f"e:{story.anna.pk}"


def test_once_looked_at_again_there_is_no_reminder(story):
    invitation = story.invite()
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    actions.reassess(by=story.by, invitation=invitation, needs_new=False)
    assert jobs.remind_reassessment(by=system(200)) == 0


def test_the_data_are_deleted_ninety_days_after_the_end_and_counts_stay(story):
    invitation = story.invite(AMINA, story.petri, about="Emma kaipaa tukea aamuihin.")
    story.answer(invitation, story.petri, message="Soita")
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    jobs.forget_old(by=system(90))
    assert Invitee.objects.count() == 2
    jobs.forget_old(by=system(91))
    invitation.refresh_from_db()
    texts = (invitation.about, invitation.outcome_words, invitation.family_told)
    assert texts == ("", "", "")
    assert not Invitee.objects.exists()
    past = PastInvitation.objects.get()
    assert (past.asked, past.answered, past.available, past.outcome) == (2, 1, 1, "NOTHING_NOW")
    assert past.month == date(2026, 3, 1)
    jobs.forget_old(by=system(92))
    assert PastInvitation.objects.count() == 1


def test_nothing_is_left_when_the_situation_has_been_looked_at_again(story):
    invitation = story.invite()
    actions.close(by=story.by, invitation=invitation, outcome=NOTHING)
    jobs.forget_old(by=system(91))
    actions.reassess(by=story.viewer(story.anna, NOON + 91 * DAY), invitation=invitation, needs_new=False)
    jobs.forget_old(by=system(92))
    assert not Invitation.objects.exists()
    assert not Record.objects.system("test").filter(kind="INVITATION").exists()


def test_a_reassessment_nobody_did_passes_by(story):
    actions.close(by=story.by, invitation=story.invite(), outcome=NOTHING)
    jobs.forget_old(by=system(91))
    jobs.forget_old(by=system(130))
    assert not Invitation.objects.exists()


def test_what_was_begun_and_never_sent_is_forgotten(story):
    actions.begin(by=story.by, family=story.family)
    jobs.forget_old(by=system(29))
    assert Start.objects.exists()
    jobs.forget_old(by=system(31))
    assert not Start.objects.exists()


def test_nothing_due_leaves_no_trace(story):
    before = make_count()
    for job in (jobs.remind_unanswered, jobs.ask_deputies, jobs.expire_links, jobs.lapse_forgotten,
                jobs.remind_reassessment, jobs.forget_old):  # fmt: skip
        assert job(by=system()) == 0
    assert make_count() == before


def make_count() -> tuple[int, int, int]:
    return Message.objects.count(), Notice.objects.count(), Reminder.objects.count()


def test_a_crash_in_the_middle_leaves_nothing_half_done_and_the_next_round_does_it(story, monkeypatch):
    story.invite(story.petri)

    def crash(*_args, **_more):
        raise ConnectionError

    monkeypatch.setattr("koppi.mapping.sending.delivery.enqueue", crash)
    with pytest.raises(ConnectionError):
        jobs.remind_unanswered(by=system(3))
    assert not Reminder.objects.exists()
    monkeypatch.undo()
    assert jobs.remind_unanswered(by=system(3)) == 1
    assert reminders() == 1


def test_the_longest_period_is_a_setting(story, settings):
    settings.KOPPI_REMIND_AFTER_WORKDAYS = (1,)
    story.invite(story.petri)
    assert jobs.remind_unanswered(by=system(1)) == 1
    assert periods.reminders() == (1,)
