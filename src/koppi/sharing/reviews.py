"""What waits to be looked at again: restrictions, minors' prohibitions and emergency openings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from koppi.people.models import Role
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible

from .access import families_visible_to
from .models import INHERITED, Emergency, Ground, Prohibition, Restriction
from .verdict import CHANGING

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """An emergency opening as its reviewer sees it; the family's name is not told here."""

    id: UUID
    opener: str
    unit: str
    code_name: str
    reason: str
    opened_at: datetime
    review_by: date
    is_told: bool
    not_told_why: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at in a family this viewer works with."""

    id: UUID
    family_id: UUID
    family: str
    kind_name: str
    due: date
    is_unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    emergencies: tuple[EmergencyCard, ...]
    restrictions: tuple[Waiting, ...]
    prohibitions: tuple[Waiting, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.emergencies or self.restrictions or self.prohibitions)


def queue_of(viewer: Viewer) -> Queue:
    """Return what waits for this professional, the most pressing first."""
    worked_with = Ground.objects.in_force(viewer.at).filter(kind__in=CHANGING, holder__in=viewer.holders)
    visible = families_visible_to(viewer).filter(pk__in=worked_with.values("family"))
    families = {family.pk: family for family in visible}
    return Queue(
        tuple(_emergency(row, viewer) for row in _emergencies(viewer)),
        tuple(_restrictions(viewer, families)),
        tuple(_prohibitions(viewer, families)),
    )


def emergency_for(viewer: Viewer, pk) -> tuple[Emergency, EmergencyCard]:
    """Return an unreviewed opening this viewer is to review.

    :raises NotVisible: there is none with this key.
    """
    row = _emergencies(viewer).filter(pk=pk).first()
    if row is None:
        raise NotVisible
    return row, _emergency(row, viewer)


def _emergencies(viewer: Viewer):
    """The named reviewer's; and every manager's of the opener's organisation, for when nobody was named."""
    post = viewer.post
    if post is None or not viewer.sees_content:
        return Emergency.objects.none()
    about = Q(reviewer=post.id)
    if post.role == Role.MANAGER:
        about |= Q(post__unit__organisation=post.organisation_id)
    waiting = Emergency.objects.filter(about, reviewed_at=None).exclude(post__person=viewer.person_id)
    return waiting.select_related("post__person", "post__unit", "family").order_by("opened_at", "id")


def _emergency(row: Emergency, viewer: Viewer) -> EmergencyCard:
    return EmergencyCard(
        row.pk, row.post.person.name, row.post.unit.said_name, row.get_code_display(), row.reason,
        row.opened_at, (row.opened_at + SOON).date(), row.family_told_at is not None, row.not_told_why,
    )  # fmt: skip


def _restrictions(viewer: Viewer, families: dict):
    """Unconfirmed ones first; never one that keeps the viewer out, whose families are not visible anyway."""
    live = Restriction.objects.in_force(viewer.at).exclude(kept_out__in=viewer.holders)
    live = live.exclude(decided_by=INHERITED)
    rows = live.filter(
        Q(confirmed_by="") | Q(review_on__lte=viewer.today + SOON),
        Q(family__in=families) | Q(family=None, protected__person__memberships__family__in=families),
    ).distinct()
    for row in rows.order_by("confirmed_by", "review_on", "id"):
        family = families.get(row.family_id) or _first_family(row, families)
        is_unconfirmed = not row.confirmed_by
        due = row.decided_at.date() + timedelta(days=1) if is_unconfirmed else row.review_on
        yield Waiting(row.pk, family.pk, family.name, row.get_kind_display(), due, is_unconfirmed)


def _first_family(row: Restriction, families: dict):
    ids = row.protected.values_list("person__memberships__family", flat=True)
    return next(families[pk] for pk in ids if pk in families)


def _prohibitions(viewer: Viewer, families: dict):
    live = Prohibition.objects.in_force(viewer.at).filter(reviewed_by="")
    rows = live.filter(minor__memberships__family__in=families).distinct().order_by("review_on", "id")
    for row in rows.select_related("minor").prefetch_related("minor__memberships"):
        family = next(families[m.family_id] for m in row.minor.memberships.all() if m.family_id in families)
        yield Waiting(row.pk, family.pk, family.name, row.get_matter_display(), row.review_on)
