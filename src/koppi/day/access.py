"""What waits for a worker today, from every area below, as cards in the order of the promise."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.help_requests.access import waiting_for as waiting_for_answer
from koppi.mapping.access import waiting_for
from koppi.people.prepared import found, padded, rows
from koppi.people.viewer import HELSINKI, Viewer
from koppi.services.access import NAME, name_of
from koppi.sharing.access import eyes_of, families_open, records_seen
from koppi.sharing.models import Emergency, Kind, Prohibition, Restriction
from koppi.sharing.records import system
from koppi.sharing.standing import reading, standing_of
from koppi.summary.models import Highlight
from koppi.teams.access import offers_made_to
from koppi.teams.models import AgreedStep, TeamMember

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
    next_step: str = ""
    next_on: date | None = None


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
        lines = _families(viewer)
        steps = _steps(viewer, [line.id for line in lines])
        near = [step for step in steps if _is_near(step, viewer)]
        todos = _todos(viewer, near, [line.id for line in lines])
    trail.saw(viewer, "day.saw", [line.id for line in lines[:FAMILIES]], kind="family", action="list")
    return Day(
        todos=tuple(sorted(todos, key=lambda todo: (todo.due_on or viewer.today, todo.title))),
        slots=tuple(_slot(step) for step in near if _is_today(step, viewer)),
        families=tuple(_with_step(line, steps) for line in lines[:FAMILIES]),
        has_more_families=len(lines) > FAMILIES,
    )


def _todos(viewer: Viewer, steps: list[AgreedStep], families: list[UUID]) -> list[Todo]:
    return [
        *_asked(viewer), *_mapping(viewer), *_offers(viewer), *_highlights(viewer),
        *_late_steps(viewer, steps), *_reviews(viewer, families),
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
        for offer in found(offers_made_to, _my_posts(viewer))
    ]


def _highlights(viewer: Viewer) -> list[Todo]:
    return [
        Todo(
            row.sent_at.astimezone(HELSINKI).date(),
            row.part.record.family.name,
            _("%(who)s nosti sinulle asian yhteenvedosta.") % {"who": row.by_post.person.name},
            _("Katso"),
            reverse("summary:from-notice", args=[row.pk]),
            "flag",
        )
        for row in found(_unseen_highlights, viewer.post.id, eyes_of(viewer))
    ]


def _unseen_highlights(post_id: UUID, eyes: tuple) -> QuerySet[Highlight]:
    rows = Highlight.objects.filter(to_post=post_id, seen_at=None)
    rows = rows.filter(part__record__in=records_seen(eyes, Kind.SUMMARY, rows.values("part__record")))
    return rows.select_related("part__record__family", "by_post__person").order_by("sent_at")[:10]


def _steps(viewer: Viewer, families: list[UUID]) -> list[AgreedStep]:
    """Return the open steps in my sight that I lead or that are of my families, the nearest first."""
    steps = found(_open_steps, _my_posts(viewer), padded(families), eyes_of(viewer))
    return sorted(steps, key=lambda row: (_day_of(row), row.starts_at or viewer.at))


def _open_steps(posts: tuple[UUID, ...], families: tuple[UUID, ...], eyes: tuple) -> QuerySet[AgreedStep]:
    of_families = system("the rule is asked below").filter(family__in=families, kind=Kind.STEP)
    mine = Q(lead__in=posts) | Q(record__in=of_families.values("pk"))
    steps = AgreedStep.objects.filter(mine, done_at=None, cancelled_at=None)
    seen = records_seen(eyes, Kind.STEP, steps.values("record"))
    return steps.filter(record__in=seen).select_related("record__family")


def _is_near(step: AgreedStep, viewer: Viewer) -> bool:
    is_soon = step.starts_at is not None and step.starts_at <= viewer.at + AHEAD
    return is_soon or (step.due_on is not None and step.due_on <= viewer.today + AHEAD)


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


def _reviews(viewer: Viewer, families: list[UUID]) -> list[Todo]:
    """Return what the law or the house wants looked at again: restrictions, prohibitions, emergencies."""
    asked = (viewer.at, viewer.today + AHEAD, padded(families))
    openings = rows(_openings, viewer.post.id)
    return [
        *(_review(day, _("Rajaus tarkistetaan"), family) for day, family in rows(_restrictions, *asked)),
        *(
            _review(day, _("Nuoren oma kielto odottaa katsomista"), None)
            for _pk, day in rows(_prohibitions, *asked)
        ),
        *(
            _review(at.astimezone(HELSINKI).date(), _("Hätäavaus odottaa tarkistusta"), None)
            for (at,) in openings
        ),
    ]


def _restrictions(at: datetime, last: date, families: tuple[UUID, ...]) -> QuerySet:
    live = Restriction.objects.in_force(at).filter(family__in=families, review_on__lte=last)
    return live.order_by("review_on").values_list("review_on", "family_id")[:10]


def _prohibitions(at: datetime, last: date, families: tuple[UUID, ...]) -> QuerySet:
    live = Prohibition.objects.in_force(at).filter(reviewed_by="", review_on__lte=last)
    live = live.filter(minor__memberships__family__in=families)
    return live.values_list("pk", "review_on").distinct()[:10]


def _openings(post_id: UUID) -> QuerySet:
    return Emergency.objects.filter(reviewer=post_id, reviewed_at=None).values_list("opened_at")[:10]


def _review(due: date, title: str, family_id) -> Todo:
    url = reverse("sharing:show", args=[family_id]) if family_id else reverse("sharing:reviews")
    return Todo(due, title, _("Päätä, jatkuuko se."), _("Tarkista"), url, "lock")


def _families(viewer: Viewer) -> list[FamilyLine]:
    """Return my families, those I have hold of first and then the newest."""
    mine = rows(_families_i_work_with, _my_posts(viewer), viewer.at, standing_of(viewer).literals)
    lines = [_line(viewer, *row) for row in mine]
    return sorted(lines, key=lambda line: not line.is_mine)


def _families_i_work_with(posts: tuple[UUID, ...], at: datetime, literals: tuple) -> QuerySet:
    teams = TeamMember.objects.in_force(at).filter(post__in=posts).values("team__family")
    open_hold = FilteredRelation("holds", condition=Q(holds__ends_at=None))
    names = (f"hold__post__person__{part}" for part in NAME)
    families = families_open(literals, among=teams).annotate(hold=open_hold)
    return families.order_by("-created_at", "id").values_list("pk", "name", "hold__post_id", *names)


def _line(viewer: Viewer, pk: UUID, name: str, post_id: UUID | None, *holder: str) -> FamilyLine:
    return FamilyLine(pk, name, name_of(*holder), f"e:{post_id}" in viewer.holders)


def _with_step(line: FamilyLine, steps: list[AgreedStep]) -> FamilyLine:
    step = next((step for step in steps if step.record.family_id == line.id), None)
    return replace(line, next_step=step.what, next_on=_day_of(step)) if step else line


def _slot(step: AgreedStep) -> Slot:
    family = step.record.family
    url = reverse("overview:show", args=[family.pk])
    return Slot(step.starts_at, step.ends_at, step.what, family.name, url)


def _my_posts(viewer: Viewer) -> tuple[UUID, ...]:
    return tuple(UUID(holder[2:]) for holder in viewer.holders if holder.startswith("e:"))


def _day_of(step: AgreedStep) -> date:
    return step.starts_at.astimezone(HELSINKI).date() if step.starts_at else step.due_on


def _is_today(step: AgreedStep, viewer: Viewer) -> bool:
    return step.starts_at is not None and _day_of(step) == viewer.today
