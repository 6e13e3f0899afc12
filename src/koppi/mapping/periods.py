"""Every period of the mapping invitation: how long, and on which day it falls."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from koppi.workdays import HELSINKI, add_months, add_workdays, local_day, workdays_between

MOST_INVITED = 8
MOST_TIMES = 3
SHORTEST_NECESSITY = 40
WRONG_CODES = 5


def answer_by(today: date) -> date:
    """Return the day by which an answer is asked for when the inviter says nothing else."""
    return add_workdays(today, settings.KOPPI_ANSWER_WORKDAYS)


def reassess_on(today: date) -> date:
    """Return the day on which the situation is looked at again, unless another day is chosen."""
    return add_months(today, settings.KOPPI_REASSESS_MONTHS)


def latest_reassessment(today: date) -> date:
    """Return the last day that can be meant."""
    return add_months(today, 24)


def consent_until(today: date) -> date:
    """Return the last day a consent is proposed for."""
    return add_months(today, settings.KOPPI_CONSENT_MONTHS)


def expires_at(sent_at: datetime, answer_day: date) -> datetime:
    """Return when the invitation closes by itself: some days after sending, never before the answer day."""
    last = max(local_day(sent_at) + timedelta(days=settings.KOPPI_INVITATION_DAYS), answer_day)
    return day_after(last)


def result_until(closed_at: datetime) -> datetime:
    """Return until when the invited may read what came of it."""
    return day_after(local_day(closed_at) + timedelta(days=settings.KOPPI_RESULT_DAYS))


def link_expires_at(sent_at: datetime) -> datetime:
    """Return until when a guest's link can be opened."""
    return sent_at + timedelta(days=settings.KOPPI_GUEST_LINK_DAYS)


def partner_until(at: datetime) -> datetime:
    """Return until when a partner outside the county sees the family, unless another day is chosen."""
    return day_after(local_day(at) + timedelta(days=settings.KOPPI_PARTNER_DAYS))


def lapsed_before(at: datetime) -> datetime:
    """Return the moment before which invitations left open are closed by themselves."""
    return at - timedelta(days=settings.KOPPI_INVITATION_LAPSE_DAYS)


def day_after(day: date) -> datetime:
    """Return the first moment after ``day`` in Finland: a whole day is in time."""
    return datetime.combine(day + timedelta(days=1), time(), HELSINKI)


def reminder_due(asked_at: datetime, at: datetime) -> int | None:
    """Return which reminder is due: how many working days after asking; None when none is yet.

    After a pause only the latest is due: nobody gets two reminders in a row.
    """
    passed = workdays_between(local_day(asked_at), local_day(at))
    return max((days for days in reminders() if days <= passed), default=None)


def reminders() -> tuple[int, ...]:
    """Return the working days after which an unanswered invitation is reminded of."""
    return tuple(settings.KOPPI_REMIND_AFTER_WORKDAYS)


def next_reminder_on(asked_at: datetime, today: date) -> date | None:
    """Return the day of the next reminder, for the pages that promise it."""
    asked = local_day(asked_at)
    coming = (add_workdays(asked, days) for days in reminders())
    return next((day for day in coming if day > today), None)


def is_deputy_due(asked_at: datetime, at: datetime) -> bool:
    """Tell whether the unit's deputy is to be asked instead."""
    passed = workdays_between(local_day(asked_at), local_day(at))
    return passed >= settings.KOPPI_DEPUTY_AFTER_WORKDAYS


def reassess_reminder_from(today: date) -> date:
    """Return the last reassessment day that is reminded of today."""
    return today + timedelta(days=settings.KOPPI_REASSESS_REMIND_DAYS)


def forgotten_before(at: datetime) -> datetime:
    """Return the moment before which closed invitations are forgotten."""
    return at - timedelta(days=settings.KOPPI_LINK_DELETED_AFTER_DAYS)


def let_pass_before(today: date) -> date:
    """Return the day before which a reassessment nobody did has passed by."""
    return today - timedelta(days=settings.KOPPI_REASSESS_KEPT_DAYS)


def unsent_before(at: datetime) -> datetime:
    """Return the moment before which begun but unsent invitations are forgotten."""
    return at - timedelta(days=settings.KOPPI_DRAFT_DAYS)
