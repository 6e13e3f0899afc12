"""Who of a family has a way in, and finding the way that a link names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from koppi.audit import trail
from koppi.families.models import Family
from koppi.people.models import Account, Person
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.services.access import people_now
from koppi.sharing.access import Sight, family_for, may_change
from koppi.signin.access import is_at_work, is_under, ways_back_of

from . import secret
from .models import WayIn

ABOUT_CHILD = 12


@dataclass(frozen=True, slots=True)
class WayCard:
    """One link that was made. Its secrets are nowhere any more."""

    id: UUID
    given: str
    state: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "OPEN"


@dataclass(frozen=True, slots=True)
class Place:
    """One member of the family and how they come in; ``why_not`` says why no link is made for them."""

    person_id: UUID
    name: str
    first_name: str
    face: str
    needs_agreement: bool
    has_account: bool
    has_way_back: bool
    is_at_work: bool
    ways: tuple[WayCard, ...]


def welcomed_family_for(viewer: Viewer, pk) -> Family:
    """Open the family's door to a worker who may change the picture.

    :raises NotVisible: the viewer is not such a worker.
    """
    family = family_for(viewer, pk)
    if not viewer.is_worker or not may_change(viewer, family):
        raise NotVisible
    return family


def places_of(viewer: Viewer, family: Family, sight: Sight) -> list[Place]:
    """Return the members of the family who may come in, with their links; the look is written down."""
    near = [one for one in people_now(sight, viewer.today) if one.place != "UNBORN" and not one.died_on]
    ids = [one.id for one in near]
    accounts = {one.person_id: one for one in Account.objects.filter(person__in=ids)}
    ways: dict[UUID, list[WayCard]] = {}
    for way in WayIn.objects.filter(family=family, person__in=ids).select_related("made_by__person"):
        ways.setdefault(way.person_id, []).append(_card(way, viewer.at))
    trail.saw(viewer, "welcome.listed", ids, kind="people.Person", subjects=[family.pk, *ids], action="list")
    backs, working = ways_back_of(accounts.values()), is_at_work(ids, viewer.today)
    return [
        Place(
            person_id=one.id,
            name=one.name,
            first_name=one.first_name,
            face=one.face,
            needs_agreement=is_under(ABOUT_CHILD, one.born_on, one.birth_year, viewer.today),
            has_account=one.id in accounts,
            has_way_back=one.id in backs,
            is_at_work=one.id in working,
            ways=tuple(sorted(ways.get(one.id, ()), key=lambda way: way.made_at, reverse=True)),
        )
        for one in near
    ]


def place_for(viewer: Viewer, family: Family, sight: Sight, pk) -> Place:
    """Return one member of the family.

    :raises NotVisible: they do not belong to the family as this viewer sees it.
    """
    found = [one for one in places_of(viewer, family, sight) if one.person_id == pk]
    if not found:
        raise NotVisible
    return found[0]


def way_for(viewer: Viewer, family: Family, pk) -> WayIn:
    """:raises NotVisible: this family has no such link."""
    found = WayIn.objects.select_related("person", "family").filter(pk=pk, family=family).first()
    if found is None:
        raise NotVisible
    return found


def way_of(token: str) -> WayIn | None:
    """Return the way a link names, in whatever state, before anybody is signed in."""
    return WayIn.objects.select_related("person").filter(token_hash=secret.hash_of(token)).first()


def person_of(place: Place) -> Person:
    return Person.objects.get(pk=place.person_id)


def _card(way: WayIn, at: datetime) -> WayCard:
    by = way.made_by.person.name
    return WayCard(
        way.pk, way.get_given_display(), way.state(at), by, way.made_at, way.expires_at, way.used_at
    )
