"""What the tick does for sharing."""

from datetime import timedelta

from django.db.models import Q

from koppi.audit import trail
from koppi.delivery.actions import notify
from koppi.families.models import Family
from koppi.people.models import AUTHORITIES, Post, Role
from koppi.people.viewer import Viewer

from . import grants, telling
from .actions.partners import end_grounds_of
from .models import INHERITED, Emergency, Ground, Prohibition, Restriction

A_WEEK = timedelta(days=7)
CONFIRMED_WITHIN = timedelta(hours=24)
SOON = timedelta(days=2)


def check_grants(*, by: Viewer) -> int:
    """Make every grant what the facts say; return how many rows were not so already.

    Actions rebuild in their own transaction, so this finds nothing unless a table was changed by hand or a
    unit was given another sector. Idempotent; once a night is enough.
    """
    changed = grants.rebuild_many(Family.objects.values_list("pk", flat=True))
    trail.leave(by, "sharing.grants_checked", changed=changed)
    return changed


def remind_of_reviews(*, by: Viewer) -> int:
    """Remind of what is to be looked at again; each thing once, and once a week while it is late.

    A second confirmation is asked again after a day, a restriction a week before its review, a minor's own
    prohibition two days before, an emergency opening that nobody has looked at in a week of its supervisor.
    """
    told = [
        *_restrictions_to_confirm(by),
        *_restrictions_to_review(by),
        *_prohibitions_to_review(by),
        *_late_emergencies(by),
        *_untold(by),
    ]
    trail.leave(by, "sharing.reviews_reminded", count_told=len(told))
    return len(told)


def _restrictions_to_confirm(by: Viewer):
    live = Restriction.objects.in_force(by.at).exclude(decided_by=INHERITED)
    for row in live.filter(confirmed_by="", decided_at__lte=by.at - CONFIRMED_WITHIN):
        telling.deciders(by, row, "sharing.restriction_waits", f"{row.pk}:{_week(by, row.decided_at.date())}")
        yield row


def _restrictions_to_review(by: Viewer):
    live = Restriction.objects.in_force(by.at).exclude(decided_by=INHERITED)
    for row in live.filter(review_on__lte=by.today + A_WEEK):
        telling.deciders(by, row, "sharing.restriction_review", f"{row.pk}:{_week(by, row.review_on)}")
        yield row


def _prohibitions_to_review(by: Viewer):
    waiting = Q(cause=Prohibition.Cause.OWN, reviewed_by="") | ~Q(cause=Prohibition.Cause.OWN)
    for row in Prohibition.objects.in_force(by.at).filter(waiting, review_on__lte=by.today + SOON):
        is_own = row.cause == Prohibition.Cause.OWN
        kind = "sharing.prohibition_waits" if is_own else "sharing.hiding_review"
        telling.workers_of(by, row.minor_id, kind, row, f"{row.pk}:{_week(by, row.review_on)}")
        yield row


def _late_emergencies(by: Viewer):
    """The named supervisor; when nobody was named, every manager of the opener's organisation."""
    late = Emergency.objects.filter(reviewed_at=None, opened_at__lte=by.at - A_WEEK)
    for row in late.select_related("post__unit"):
        for post in _reviewers(by, row):
            once = f"{row.pk}:{_week(by, row.opened_at.date())}"
            notify(by=by, to=f"e:{post}", kind="sharing.emergency_late", about=row, dedupe=once)
        yield row


def _untold(by: Viewer):
    """Silence towards a family is looked at each week: its reason may be over."""
    openings = Emergency.objects.filter(family_told_at=None, opened_at__lte=by.at - A_WEEK)
    for row in openings.select_related("post__unit"):
        for post in _reviewers(by, row):
            once = f"{row.pk}:{_week(by, row.opened_at.date())}"
            notify(by=by, to=f"e:{post}", kind="sharing.family_untold", about=row, dedupe=once)
        yield row
    grounds = Ground.objects.in_force(by.at).filter(told_family=False, starts_at__lte=by.at - A_WEEK)
    for row in grounds.select_related("family"):
        once = f"{row.pk}:{_week(by, row.starts_at.date())}"
        telling.colleagues(by, row.family, "sharing.family_untold", row, once)
        yield row


def _reviewers(by: Viewer, row: Emergency) -> list:
    if row.reviewer_id and Post.objects.on_day(by.today).filter(pk=row.reviewer_id).exists():
        return [row.reviewer_id]
    managers = Post.objects.on_day(by.today).filter(role=Role.MANAGER).exclude(person=row.post.person_id)
    return list(
        managers.filter(unit__organisation=row.post.unit.organisation_id).values_list("pk", flat=True)
    )


def _week(by: Viewer, day) -> int:
    """Return which week it is from a day on: one reminder in each."""
    return (by.today - day).days // 7


def end_unpledged(*, by: Viewer) -> int:
    """End what a partner's worker without a pledge of secrecy still holds, should anything have been left."""
    live = Ground.objects.in_force(by.at).filter(holder__startswith="e:").values_list("holder", flat=True)
    outside = Q(role=Role.PARTNER) | ~Q(unit__organisation__kind__in=AUTHORITIES)
    unpledged = Post.objects.filter(outside, pledged_on=None)
    ended = 0
    for post in unpledged.filter(pk__in=[holder[2:] for holder in set(live)]).order_by("pk"):
        ended += end_grounds_of(by, post)
    trail.leave(by, "sharing.unpledged_ended", count_ended=ended)
    return ended
