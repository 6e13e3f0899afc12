"""What the tick does for looks: late questions, the weekly sample, yesterday's unusual looks."""

from datetime import timedelta

from koppi.workdays import ONE_DAY

from . import actions
from .drawing import week_before
from .models import Combed, Question, Sample

# After an outage the missed days are gone through, a few at a time.
DAYS_AT_ONCE = 7


def escalate_late(*, by) -> int:
    """Tell of the questions whose promised day is over; each once."""
    late = Question.objects.filter(answered_at=None, escalated_at=None, answer_by__lt=by.today)
    waiting = list(late.select_related("to_post").order_by("asked_at"))
    for question in waiting:
        actions.escalate(by=by, question=question)
    return len(waiting)


def draw_sample(*, by) -> int:
    """Draw last week's sample, if it has not been drawn."""
    week = week_before(by.today)
    if Sample.objects.filter(week=week).exists():
        return 0
    return actions.draw_sample(by=by, week=week).size


def comb(*, by) -> int:
    """Go through the days up to yesterday that wait; return how many unusual looks were found."""
    last = Combed.objects.first()
    day = max(last.until, by.today - timedelta(days=90)) if last else by.today - ONE_DAY
    found = 0
    for _turn in range(DAYS_AT_ONCE):
        if day >= by.today:
            break
        found += actions.comb(by=by, day=day)
        day += ONE_DAY
    return found
