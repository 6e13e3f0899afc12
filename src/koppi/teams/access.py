"""The team, the hold and the next step as cards: what this viewer may see of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from koppi.families.models import Family
from koppi.people.models import full_name, said
from koppi.people.period import in_force
from koppi.people.prepared import found, rows
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.access import families_visible_to

from .models import AgreedStep, Hold, HoldOffer, Team, TeamMember


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member of the team; place parts are blank when a safety restriction hides them from the viewer."""

    id: UUID
    post_id: UUID
    name: str
    face: str
    title: str
    sector: str
    unit: str
    organisation: str
    phone: str
    email: str
    task: str
    is_own_worker: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class HoldCard:
    """Who has hold now. ``deputy`` is set when the holder is away."""

    post_id: UUID
    name: str
    title: str
    since: datetime
    why: str
    deputy: str
    is_mine: bool
    offer_id: UUID | None
    offered_to: str
    offered_to_me: bool


@dataclass(frozen=True, slots=True)
class StepCard:
    """The next agreed step; the place is blank when hidden."""

    id: UUID
    what: str
    goal: str
    starts_at: datetime | None
    ends_at: datetime | None
    due_on: date | None
    place: str
    lead: str
    who: str


def team_of(viewer: Viewer, family, sight) -> list[MemberCard]:
    """Return the present team, the own worker first."""
    return [_member(row, sight.is_place_hidden) for row in rows(_present, viewer.at, family.pk)]


def _present(at: datetime, family_id: UUID) -> QuerySet:
    members = TeamMember.objects.in_force(at).filter(team__family=family_id, team__ends_at=None)
    return members.order_by("-is_own_worker", "starts_at", "id").values_list(*MEMBER)


def former_team_of(viewer: Viewer, family, sight) -> list[MemberCard]:
    """Return who has been in the family's teams and is not any more, the latest first."""
    return [_member(row, sight.is_place_hidden) for row in rows(_former, viewer.at, family.pk)]


def _former(at: datetime, family_id: UUID) -> QuerySet:
    gone = TeamMember.objects.filter(team__family=family_id, ends_at__lte=at)
    return gone.order_by("-ends_at", "id").values_list(*MEMBER)


def _member(found: tuple, is_place_hidden: bool) -> MemberCard:
    row = dict(zip(MEMBER, found, strict=True))
    unit = "post__unit"
    place = {
        "unit": said(row[f"{unit}__name"], row[f"{unit}__name_sv"]),
        "organisation": said(row[f"{unit}__organisation__name"], row[f"{unit}__organisation__name_sv"]),
        "phone": row["post__phone"] or row[f"{unit}__phone"],
        "email": row["post__email"],
    }
    shown = dict.fromkeys(place, "") if is_place_hidden else place
    return MemberCard(
        id=row["pk"],
        post_id=row["post_id"],
        name=_name(row, "post__person"),
        face=row["post__person__face"],
        title=said(row["post__title"], row["post__title_sv"]),
        sector=row[f"{unit}__sector"],
        task=row["task"],
        is_own_worker=row["is_own_worker"],
        since=row["starts_at"],
        **shown,
    )


def hold_of(viewer: Viewer, family, sight=None) -> HoldCard | None:
    """Return who has hold of the situation; None only when the work is finished."""
    open_holds = rows(_open_hold, viewer.at, family.pk)
    if not open_holds:
        return None
    row = dict(zip(HOLD, open_holds[0], strict=True))
    return HoldCard(
        post_id=row["post_id"],
        name=_name(row, "post__person"),
        title=said(row["post__title"], row["post__title_sv"]),
        since=row["starts_at"],
        why=Hold(why=row["why"]).said_why,
        deputy=_name(row, "away__deputy__person"),
        is_mine=f"e:{row['post_id']}" in viewer.holders,
        offer_id=row["offer__pk"],
        offered_to=_name(row, "offer__receiver__person"),
        offered_to_me=f"e:{row['offer__receiver_id']}" in viewer.holders,
    )


def _open_hold(at: datetime, family_id: UUID) -> QuerySet:
    offer = FilteredRelation("family__hold_offers", condition=Q(family__hold_offers__answered_at=None))
    away = FilteredRelation("post__absences", condition=in_force(at, "post__absences__"))
    holds = Hold.objects.filter(family=family_id, ends_at=None).annotate(offer=offer, away=away)
    return holds.order_by("pk").values_list(*HOLD)[:1]


def _name(row: dict, whose: str) -> str:
    parts = {part: row[f"{whose}__{part}"] for part in NAME}
    return full_name(**parts) if parts["given_names"] else ""


NAME = ("call_name", "given_names", "family_name")
MEMBER = (
    "pk", "post_id", *(f"post__person__{part}" for part in NAME), "post__person__face", "post__title",
    "post__title_sv", "post__phone", "post__email", "post__unit__name", "post__unit__name_sv",
    "post__unit__phone", "post__unit__sector", "post__unit__organisation__name",
    "post__unit__organisation__name_sv", "task", "is_own_worker", "starts_at",
)  # fmt: skip
HOLD = (
    "post_id", "post__title", "post__title_sv", "starts_at", "why", "offer__pk", "offer__receiver_id",
    *(f"{whose}__{part}" for whose in ("post__person", "away__deputy__person", "offer__receiver__person")
      for part in NAME),
)  # fmt: skip


def stage_of(family) -> str:
    """Return what the present team was formed for; empty without a team."""
    team = Team.objects.filter(family=family, ends_at=None).first()
    return team.said_stage if team else ""


def next_step_of(viewer: Viewer, family, sight) -> StepCard | None:
    """Return the nearest step that is neither done nor cancelled."""
    steps = open_steps_of(viewer, family, sight)
    return steps[0] if steps else None


def open_steps_of(viewer: Viewer, family, sight) -> list[StepCard]:
    """Return the open steps this viewer sees, the nearest first."""
    steps = [row for row in found(_open_steps, family.pk) if row.record_id in sight.records]
    return sorted((_step(row, sight.is_place_hidden) for row in steps), key=lambda card: _when(card, viewer))


def _open_steps(family_id: UUID) -> QuerySet[AgreedStep]:
    steps = AgreedStep.objects.filter(record__family=family_id, done_at=None, cancelled_at=None)
    return steps.select_related("lead__person")


def _step(row: AgreedStep, is_place_hidden: bool) -> StepCard:
    return StepCard(
        id=row.pk,
        what=row.what,
        goal=row.goal,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        due_on=row.due_on,
        place="" if is_place_hidden else row.place,
        lead=row.lead.person.name,
        who=row.who,
    )


def _when(card: StepCard, viewer: Viewer) -> date:
    return (
        card.starts_at.astimezone(viewer.at.tzinfo).date() if card.starts_at else card.due_on or viewer.today
    )


def holds_of(viewer: Viewer):
    """Return the open holds in this viewer's hands, own and those of absent colleagues."""
    mine = [holder[2:] for holder in viewer.holders if holder.startswith("e:")]
    return Hold.objects.filter(
        post__in=mine, ends_at=None, family__in=families_visible_to(viewer)
    ).select_related("family")


def families_without_hold() -> int:
    """Return how many families with open work nobody has hold of; there should be none."""
    held = Hold.objects.filter(family=OuterRef("pk"), ends_at=None)
    return Family.objects.filter(~Exists(held), finished_at=None).count()


def offers_to(viewer: Viewer) -> QuerySet[HoldOffer]:
    """Return the hold offers waiting for this viewer's answer."""
    return offers_made_to(holder[2:] for holder in viewer.holders if holder.startswith("e:"))


def offers_made_to(posts: Iterable) -> QuerySet[HoldOffer]:
    """Return the unanswered hold offers made to these posts."""
    offers = HoldOffer.objects.filter(receiver__in=posts, answered_at=None)
    return offers.select_related("family", "giver__person")


def offer_for(viewer: Viewer, pk) -> HoldOffer:
    """Return an offer made to this viewer.

    :raises NotVisible: it is somebody else's, answered, or absent.
    """
    offer = offers_to(viewer).filter(pk=pk).first()
    if offer is None:
        raise NotVisible
    return offer


def open_offer_of(family) -> HoldOffer:
    """Return the family's unanswered hold offer.

    :raises NotVisible: there is none.
    """
    offer = HoldOffer.objects.filter(family=family, answered_at=None).select_related("family").first()
    if offer is None:
        raise NotVisible
    return offer
