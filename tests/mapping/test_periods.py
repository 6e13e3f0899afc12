"""The days of an invitation."""

from datetime import UTC, date, datetime

from koppi.mapping import periods

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


def test_an_answer_is_asked_for_in_five_working_days():
    assert periods.answer_by(date(2026, 11, 27)) == date(2026, 12, 4)


def test_independence_day_is_not_a_working_day():
    # 6.12.2026 is a Sunday; in 2027 it is a Monday.
    assert periods.answer_by(date(2027, 12, 1)) == date(2027, 12, 9)


def test_the_situation_is_looked_at_again_after_three_months():
    assert periods.reassess_on(date(2026, 11, 30)) == date(2027, 2, 28)


def test_no_reminder_is_due_before_the_third_working_day():
    assert periods.reminder_due(FRIDAY, datetime(2026, 12, 1, 9, tzinfo=UTC)) is None
    assert periods.reminder_due(FRIDAY, datetime(2026, 12, 2, 9, tzinfo=UTC)) == 3


def test_after_a_pause_only_the_latest_reminder_is_due():
    assert periods.reminder_due(FRIDAY, datetime(2026, 12, 8, 9, tzinfo=UTC)) == 5


def test_the_deputy_is_asked_after_seven_working_days():
    assert not periods.is_deputy_due(FRIDAY, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert periods.is_deputy_due(FRIDAY, datetime(2026, 12, 8, 9, tzinfo=UTC))


def test_the_promised_day_of_the_next_reminder_is_ahead():
    assert periods.next_reminder_on(FRIDAY, date(2026, 11, 30)) == date(2026, 12, 2)
    assert periods.next_reminder_on(FRIDAY, date(2026, 12, 2)) == date(2026, 12, 4)
    assert periods.next_reminder_on(FRIDAY, date(2026, 12, 4)) is None


def test_an_invitation_never_closes_before_its_own_answer_day():
    assert periods.expires_at(FRIDAY, date(2027, 1, 15)) > datetime(2027, 1, 15, 21, 59, tzinfo=UTC)


def test_the_last_day_is_in_time_to_its_midnight_in_finland():
    assert periods.day_after(date(2026, 12, 4)) == datetime(2026, 12, 4, 22, tzinfo=UTC)


def test_periods_come_from_settings(settings):
    settings.KOPPI_REMIND_AFTER_WORKDAYS = (2,)
    settings.KOPPI_REASSESS_MONTHS = 6
    assert periods.reminder_due(FRIDAY, datetime(2026, 12, 1, 9, tzinfo=UTC)) == 2
    assert periods.reassess_on(date(2026, 1, 15)) == date(2026, 7, 15)
