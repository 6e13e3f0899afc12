"""The services of a family as cards: what this viewer may see of each, places hidden where they must be."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from koppi.audit import trail
from koppi.people.models import Post, Unit, full_name, said
from koppi.people.prepared import rows
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing.access import PersonCard, Sight, record_for
from koppi.sharing.models import Kind
from koppi.teams.models import TeamMember

from .models import ServiceEpisode
from .states import ORDER, state_on

PLACES = ("CHILD", "UNBORN", "ADULT", "NEAR")


@dataclass(frozen=True, slots=True)
class EpisodeCard:
    """One service episode; ``id`` is its record. What tells a place is blank when places are hidden."""

    id: UUID
    name: str
    sector: str
    giver: str
    contact: str
    contact_phone: str
    reason: str
    state: str
    starts_on: date | None
    ends_on: date | None
    source: str
    as_of: date
    persons: tuple[UUID, ...]
    for_whom: str
    is_giver_hidden: bool

    @property
    def state_name(self) -> str:
        return str(ServiceEpisode.State(self.state).label)

    @property
    def sector_name(self) -> str:
        return str(Sector(self.sector).label)


NAME = ("call_name", "given_names", "family_name")
PLACE = ("unit__name", "unit__name_sv", "organisation__name", "organisation__name_sv")
COLUMNS = (
    "record_id", "name", "sector", "provider", *PLACE, "contact_words",
    *(f"contact__person__{part}" for part in NAME), "contact__phone", "reason", "state", "starts_on",
    "ends_on", "source", "as_of",
    "record__subjects__person_id",
)  # fmt: skip


def episodes_of(viewer: Viewer, family, sight: Sight) -> list[EpisodeCard]:
    """Return the services this viewer sees: by person, what runs first, the oldest first. One query."""
    people = people_now(sight, viewer.today)
    names = {person.id: person.first_name for person in people}
    seen = [row for row in rows(_episodes, family.pk) if row[0] in sight.records]
    same_record = groupby(seen, key=lambda row: row[0])
    cards = [_card(list(same), viewer, sight, names) for _key, same in same_record]
    place = {person.id: number for number, person in enumerate(people)}
    return sorted(cards, key=lambda card: _order(card, place))


def _episodes(family_id):
    episodes = ServiceEpisode.objects.filter(record__family=family_id)
    return episodes.order_by("record_id").values_list(*COLUMNS)


def _order(card: EpisodeCard, place: dict[UUID, int]) -> tuple:
    first = min((place.get(person, 99) for person in card.persons), default=99)
    return first, ORDER.index(card.state), card.starts_on or date.max, card.name


def _card(found: list[tuple], viewer: Viewer, sight: Sight, names: dict[UUID, str]) -> EpisodeCard:
    row = dict(zip(COLUMNS, found[0], strict=True))
    persons = tuple(one[-1] for one in found)
    giver = row["provider"] or _place_name(row)
    contact = name_of(*(row[f"contact__person__{part}"] for part in NAME))
    # What people wrote in their own words may tell a place as well as any unit's name.
    told = {
        "giver": giver,
        "contact": contact or row["contact_words"],
        "contact_phone": row["contact__phone"] or "",
        "source": row["source"],
    }
    if sight.is_place_hidden:
        told = {"giver": "", "contact": contact, "contact_phone": "", "source": ""}
    return EpisodeCard(
        id=row["record_id"],
        name=row["name"],
        sector=row["sector"],
        reason=row["reason"],
        state=state_on(row["state"], row["starts_on"], row["ends_on"], viewer.today),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        as_of=row["as_of"],
        persons=persons,
        for_whom=", ".join(name for key, name in names.items() if key in persons),
        is_giver_hidden=sight.is_place_hidden,
        **told,
    )


def _place_name(row: dict) -> str:
    """Return the unit, or the organisation where no unit is known, in the reader's language."""
    unit, unit_sv, organisation, organisation_sv = (row[column] or "" for column in PLACE)
    return said(unit, unit_sv) if unit else said(organisation, organisation_sv)


def name_of(call_name: str, given_names: str, family_name: str) -> str:
    """Return a person's name out of its columns; empty for nobody."""
    return full_name(call_name, given_names, family_name) if given_names else ""


def people_now(sight: Sight, today: date) -> tuple[PersonCard, ...]:
    """Return those who belong to the family on this day, each once: whom the plan is about comes first."""
    now = {}
    for person in sorted(sight.people, key=lambda one: (not one.is_centre, PLACES.index(one.place))):
        has_begun = not person.starts_on or person.starts_on <= today
        if has_begun and (not person.ends_on or person.ends_on > today):
            now.setdefault(person.id, person)
    return tuple(now.values())


def note_listing(viewer: Viewer, family, cards: list[EpisodeCard], exported_as: str = "") -> None:
    """Write into the trail which episodes were shown, or taken along as a file."""
    people = {person for card in cards for person in card.persons}
    did = "services.exported" if exported_as else "services.listed"
    more = {"action": "export", "form": exported_as} if exported_as else {"action": "list"}
    ids = [card.id for card in cards]
    trail.saw(viewer, did, ids, kind="services.ServiceEpisode", subjects=[family.pk, *people], **more)


def episode_for(viewer: Viewer, family, pk) -> ServiceEpisode:
    """Open the door of one episode by its record's key.

    :raises NotVisible: it is not for this viewer, or not of this family.
    """
    record = record_for(viewer, pk, Kind.SERVICE)
    if record.family_id != family.pk:
        raise NotVisible
    return ServiceEpisode.objects.select_related("record", "unit", "contact__person").get(record=record)


def givers_for(viewer: Viewer, family):
    """Return the units that may be chosen: those of the team, and the viewer's own."""
    own = Q(pk=viewer.post.unit_id) if viewer.post else Q(pk=None)
    return Unit.objects.filter(own | Q(pk__in=_team_posts(viewer, family).values("unit"))).order_by("name")


def contacts_for(viewer: Viewer, family):
    """Return the posts that may be named as the contact: those of the team."""
    return _team_posts(viewer, family).select_related("person")


def _team_posts(viewer: Viewer, family):
    members = TeamMember.objects.in_force(viewer.at).filter(team__family=family, team__ends_at=None)
    return Post.objects.filter(pk__in=members.values("post"))
