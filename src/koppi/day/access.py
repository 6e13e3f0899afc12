"""What waits for a worker today, from every area below, as cards in the order of the promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.families.models import Family
from koppi.help_requests.access import waiting_for as waiting_for_answer
from koppi.mapping.access import waiting_for
from koppi.people.viewer import HELSINKI, Viewer
from koppi.sharing.access import families_visible_to, records_visible_to
from koppi.sharing.models import Emergency, Kind, Prohibition, Restriction
from koppi.sharing.standing import reading
from koppi.summary.models import Highlight
from koppi.teams.access import offers_to
from koppi.teams.models import AgreedStep, Hold, TeamMember

FAMILIES, AHEAD = 3, timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: by when, what, about whom, and one verb to press."""

    due_on: date | None
    title: str
    words: str
    verb: str
    url: str
    icon: str = "arrow"


@dataclass(frozen=True, slots=True)
class Slot:
    """One agreed meeting of today. Where it is stands on the family's own page, behind its masks."""

    starts_at: datetime
    ends_at: datetime | None
    what: str
    family: str
    url: str


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One of my families: who has hold and what comes next."""

    id: UUID
    name: str
    hold: str
    is_mine: bool
    next_step: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Day:
    """A worker's day."""

    todos: tuple[Todo, ...]
    slots: tuple[Slot, ...]
    families: tuple[FamilyLine, ...]
    has_more_families: bool


def day_of(viewer: Viewer) -> Day:
    """Return the viewer's day; the look is written into the trail as one list."""
    with reading():
        steps, lines = _steps(viewer), _families(viewer)
        todos = _todos(viewer, steps)
    trail.saw(viewer, "day.saw", [line.id for line in lines[:FAMILIES]], kind="family", action="list")
    return Day(
        todos=tuple(sorted(todos, key=lambda todo: (todo.due_on or viewer.today, todo.title))),
        slots=tuple(_slot(step) for step in steps if _is_today(step, viewer)),
        families=tuple(lines[:FAMILIES]),
        has_more_families=len(lines) > FAMILIES,
    )


def _todos(viewer: Viewer, steps: list[AgreedStep]) -> list[Todo]:
    return [
        *_asked(viewer), *_mapping(viewer), *_offers(viewer), *_highlights(viewer),
        *_late_steps(viewer, steps), *_reviews(viewer),
    ]  # fmt: skip


def _asked(viewer: Viewer) -> list[Todo]:
    """Return the requests for help that are offered to me, and those I have taken and not answered."""
    return [
        Todo(
            line.promised_at.astimezone(HELSINKI).date(),
            _("Avunpyyntö tarjolla sinulle") if line.is_offered else _("Avunpyyntö odottaa vastaustasi"),
            f"{line.asker} · {line.left}" if line.left else line.asker,
            _("Vastaa"),
            line.url,
            "heart",
        )
        for line in waiting_for_answer(viewer)
    ]


def _mapping(viewer: Viewer) -> list[Todo]:
    return [Todo(w.due_on, w.about, w.words, w.verb, w.url, "mail") for w in waiting_for(viewer)]


def _offers(viewer: Viewer) -> list[Todo]:
    return [
        Todo(
            offer.offered_at.astimezone(HELSINKI).date(),
            _("Koppi tarjolla sinulle"),
            _("%(who)s tarjoaa sinulle koppia.") % {"who": offer.giver.person.name},
            _("Vastaa"),
            reverse("editing:answer-hold", args=[offer.pk]),
            "people",
        )
        for offer in offers_to(viewer)
    ]


def _highlights(viewer: Viewer) -> list[Todo]:
    rows = Highlight.objects.filter(to_post=viewer.post.id, seen_at=None, part__record__in=_summaries(viewer))
    rows = rows.select_related("part__record__family", "by_post__person").order_by("sent_at")
    return [
        Todo(
            row.sent_at.astimezone(HELSINKI).date(),
            row.part.record.family.name,
            _("%(who)s nosti sinulle asian yhteenvedosta.") % {"who": row.by_post.person.name},
            _("Katso"),
            reverse("summary:from-notice", args=[row.pk]),
            "flag",
        )
        for row in rows[:10]
    ]


def _summaries(viewer: Viewer):
    return records_visible_to(viewer, kind=Kind.SUMMARY).values("pk")


def _steps(viewer: Viewer) -> list[AgreedStep]:
    """Return the open steps in my sight that are due soon or late, the nearest first."""
    near = Q(starts_at__lte=viewer.at + AHEAD) | Q(due_on__lte=viewer.today + AHEAD)
    return _in_order(viewer, _open_steps(viewer).filter(near))


def _open_steps(viewer: Viewer):
    mine = records_visible_to(viewer, kind=Kind.STEP)
    return AgreedStep.objects.filter(record__in=mine, done_at=None, cancelled_at=None).select_related(
        "record__family"
    )


def _in_order(viewer: Viewer, steps) -> list[AgreedStep]:
    return sorted(steps, key=lambda row: (_day_of(row), row.starts_at or viewer.at))


def _late_steps(viewer: Viewer, steps: list[AgreedStep]) -> list[Todo]:
    mine = [step for step in steps if f"e:{step.lead_id}" in viewer.holders]
    return [
        Todo(
            _day_of(step),
            step.what,
            _("%(family)s · sinä vedät") % {"family": step.record.family.name},
            _("Merkitse"),
            reverse("editing:team", args=[step.record.family_id]),
            "check",
        )
        for step in mine
        if not _is_today(step, viewer) or step.starts_at is None
    ]


def _reviews(viewer: Viewer) -> list[Todo]:
    """Return what the law or the house wants looked at again: restrictions, prohibitions, emergencies."""
    soon = viewer.today + AHEAD
    families = families_visible_to(viewer).filter(_i_work_with(viewer))
    restrictions = Restriction.objects.in_force(viewer.at).filter(family__in=families, review_on__lte=soon)
    found = [
        _review(row.review_on, _("Rajaus tarkistetaan"), row.family_id)
        for row in restrictions.order_by("review_on")[:10]
    ]
    minors = Prohibition.objects.in_force(viewer.at).filter(reviewed_by="", review_on__lte=soon)
    minors = minors.filter(minor__memberships__family__in=families).distinct()
    found += [_review(row.review_on, _("Nuoren oma kielto odottaa katsomista"), None) for row in minors[:10]]
    openings = Emergency.objects.filter(reviewer=viewer.post.id, reviewed_at=None)
    return found + [
        _review(row.opened_at.astimezone(HELSINKI).date(), _("Hätäavaus odottaa tarkistusta"), None)
        for row in openings[:10]
    ]


def _review(due: date, title: str, family_id) -> Todo:
    url = reverse("sharing:show", args=[family_id]) if family_id else reverse("sharing:reviews")
    return Todo(due, title, _("Päätä, jatkuuko se."), _("Tarkista"), url, "lock")


def _families(viewer: Viewer) -> list[FamilyLine]:
    """Return my families, those I have hold of first; one more than is shown tells that there are more."""
    posts = _my_posts(viewer)
    hold = Hold.objects.filter(family=OuterRef("pk"), ends_at=None, post__in=posts)
    rows = families_visible_to(viewer).filter(_i_work_with(viewer)).annotate(is_mine=Exists(hold))
    shown = list(rows.order_by("-is_mine", "-created_at", "id")[: FAMILIES + 1])
    holds = Hold.objects.filter(family__in=shown, ends_at=None).select_related("post__person")
    names = {row.family_id: row.post.person.name for row in holds}
    steps = _in_order(viewer, _open_steps(viewer).filter(record__family__in=shown))
    nearest = {step.record.family_id: step for step in reversed(steps)}
    return [_line(family, names, nearest.get(family.pk)) for family in shown]


def _line(family: Family, names: dict, step: AgreedStep | None) -> FamilyLine:
    return FamilyLine(
        id=family.pk,
        name=family.name,
        hold=names.get(family.pk, ""),
        is_mine=family.is_mine,
        next_step=step.what if step else "",
        next_on=_day_of(step) if step else None,
    )


def _slot(step: AgreedStep) -> Slot:
    family = step.record.family
    url = reverse("overview:show", args=[family.pk])
    return Slot(step.starts_at, step.ends_at, step.what, family.name, url)


def _i_work_with(viewer: Viewer) -> Exists:
    members = TeamMember.objects.in_force(viewer.at).filter(post__in=_my_posts(viewer))
    return Exists(members.filter(team__family=OuterRef("pk")))


def _my_posts(viewer: Viewer) -> list[str]:
    return [holder[2:] for holder in viewer.holders if holder.startswith("e:")]


def _day_of(step: AgreedStep) -> date:
    return step.starts_at.astimezone(HELSINKI).date() if step.starts_at else step.due_on


def _is_today(step: AgreedStep, viewer: Viewer) -> bool:
    return step.starts_at is not None and _day_of(step) == viewer.today
