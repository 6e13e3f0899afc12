"""What the rule must know of a viewer before it is asked: loaded fresh for each request, never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.families.models import Member
from koppi.people.viewer import Viewer

from .models import Clearance, Grant, Ground, RecordShare, Restriction

Ids = frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Out:
    """Whom restrictions of one sort keep this viewer from: whole families, and persons anywhere."""

    families: Ids = frozenset()
    persons: Ids = frozenset()

    def __bool__(self):
        return bool(self.families or self.persons)


@dataclass(frozen=True, slots=True)
class Standing:
    """The viewer's keys, and the few rows about the viewer that the rule needs as literals."""

    viewer: Viewer
    out: Out = Out()
    office_out: Out = Out()
    # Families this viewer has opened in an emergency; beats ``office_out`` there.
    emergencies: Ids = frozenset()
    # Families to which a worker's own person belongs.
    own_families: Ids = frozenset()
    # Of a client: families with any grant, records shared to them, children whose safety shuts them out.
    granted: Ids = frozenset()
    shared: Ids = frozenset()
    unsafe: Ids = frozenset()
    # When only one family is asked about, the rule looks nowhere else.
    family: UUID | None = None

    @property
    def at(self) -> datetime:
        return self.viewer.at

    @property
    def holders(self) -> tuple[str, ...]:
        return self.viewer.holders

    @property
    def person_id(self) -> UUID | None:
        return self.viewer.person_id


def standing_of(viewer: Viewer) -> Standing:
    """Load what is needed for lists and single records: two tiny queries for a worker, four for a client."""
    if not viewer.holders or not viewer.sees_content:
        return Standing(viewer)
    out, office_out = _kept_out(viewer)
    if viewer.is_worker:
        return Standing(viewer, out, office_out, _emergencies(viewer, office_out), _own_families(viewer))
    if viewer.is_client:
        granted, wards = _granted(viewer)
        return Standing(viewer, out, granted=granted, shared=_shared(viewer), unsafe=_unsafe(viewer, wards))
    return Standing(viewer, out)


def keys_out(viewer: Viewer) -> Q:
    """Return the condition of a restriction that keeps this viewer out, each kind by its own key."""
    about = Q(pk__in=())
    if viewer.person_id:
        about |= Q(kind=Restriction.Kind.PERSON, kept_out=f"p:{viewer.person_id}")
    if viewer.post:
        about |= Q(kind=Restriction.Kind.POST, kept_out=viewer.post.holder)
        about |= Q(kind=Restriction.Kind.ORGANISATION, kept_out=f"o:{viewer.post.organisation_id}")
    return about


def is_key_of(viewer: Viewer, kind: str, kept_out: str) -> bool:
    """Is a restriction of this kind, with this key, about this viewer? The same as ``keys_out``."""
    post = viewer.post
    return kept_out != "" and kept_out == {
        Restriction.Kind.PERSON: f"p:{viewer.person_id}",
        Restriction.Kind.POST: post.holder if post else "",
        Restriction.Kind.ORGANISATION: f"o:{post.organisation_id}" if post else "",
    }.get(kind, "")


def _kept_out(viewer: Viewer) -> tuple[Out, Out]:
    rows = Restriction.objects.in_force(viewer.at).filter(keys_out(viewer))
    found = list(rows.values_list("kind", "family_id", "protected__person_id"))
    return outs((kind == Restriction.Kind.PERSON, family, person) for kind, family, person in found)


def outs(rows: Iterable[tuple[bool, UUID | None, UUID | None]]) -> tuple[Out, Out]:
    """Sort (is about the person, family, protected person) into what stands against person and office."""
    sides: tuple[tuple[set, set], tuple[set, set]] = ((set(), set()), (set(), set()))
    for is_person, family, person in rows:
        families, persons = sides[0 if is_person else 1]
        families.add(family)
        persons.add(person)
    first, second = (Out(frozenset(f - {None}), frozenset(p - {None})) for f, p in sides)
    return first, second


def _emergencies(viewer: Viewer, office_out: Out) -> Ids:
    if not office_out:
        return frozenset()
    opened = Ground.objects.in_force(viewer.at).filter(kind=Ground.Kind.EMERGENCY, holder__in=viewer.holders)
    return frozenset(opened.values_list("family_id", flat=True))


def _own_families(viewer: Viewer) -> Ids:
    return frozenset(Member.objects.filter(person=viewer.person_id).values_list("family_id", flat=True))


def _granted(viewer: Viewer) -> tuple[Ids, Ids]:
    live = Grant.objects.in_force(viewer.at).filter(holder__in=viewer.holders)
    rows = list(live.values_list("family_id", "person_id", "side"))
    wards = {person for _family, person, side in rows if side == Grant.Side.GUARDIAN}
    return frozenset(family for family, *_rest in rows), frozenset(wards)


def _shared(viewer: Viewer) -> Ids:
    live = RecordShare.objects.in_force(viewer.at).filter(holder__in=viewer.holders)
    return frozenset(live.values_list("record_id", flat=True))


def _unsafe(viewer: Viewer, wards: Ids) -> Ids:
    if not wards:
        return frozenset()
    uncleared = safety(viewer).filter(is_cleared=False, protected__person__in=wards)
    return frozenset(uncleared.values_list("protected__person_id", flat=True))


def safety(viewer: Viewer) -> QuerySet:
    """Return the live safety restrictions, each with whether this viewer is cleared for it."""
    mine = Clearance.objects.filter(restriction=OuterRef("pk"), holder__in=viewer.holders)
    live = Restriction.objects.in_force(viewer.at).filter(kind=Restriction.Kind.SAFETY)
    return live.annotate(is_cleared=Exists(mine))
