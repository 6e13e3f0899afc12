"""The statutory clocks that run beside a request, in words of the page."""

from datetime import date

from django.utils.translation import gettext as _

from koppi.deadlines import Clock, Start, Unit, clock, rules_starting_from
from koppi.workdays import local_day

from . import county
from .cards import RunningClock
from .models import HelpRequest


def running(request: HelpRequest, today: date) -> tuple[RunningClock, ...]:
    """Return the limits that began to run when the request came, the nearest first; none of what is over."""
    if not request.is_open:
        return ()
    began = local_day(request.asked_at)
    eves_off = county.office().eves_off
    rules = list(rules_starting_from(Start.PENDING, began))
    if request.asker == HelpRequest.Asker.CHILD:
        rules += rules_starting_from(Start.PUPIL_ASKED, began)
    found = [clock(rule, began, eves_off=eves_off) for rule in rules]
    if request.urgent_checked_at:
        found = [one for one in found if one.rule.unit != Unit.AT_ONCE]
    return tuple(_shown(one, today, eves_off) for one in sorted(found, key=lambda one: one.strict))


def urgent_rules(today: date) -> tuple[RunningClock, ...]:
    """Return what the law wants at once, for the page of professionals."""
    rules = [rule for start in Start for rule in rules_starting_from(start, today)]
    return tuple(_shown(clock(rule, today), today, True) for rule in rules if rule.unit == Unit.AT_ONCE)


def _shown(one: Clock, today: date, eves_off: bool) -> RunningClock:
    rule = one.rule
    return RunningClock(
        name=_(rule.name), law=rule.law, section=rule.section, url=rule.url, strict=one.strict,
        rolled=one.rolled, is_warning=one.is_warning(today), is_late=one.is_late(today),
        is_at_once=rule.unit == Unit.AT_ONCE, left=one.workdays_left(today, eves_off=eves_off),
    )  # fmt: skip
