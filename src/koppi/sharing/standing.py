"""What the rule must know of a viewer before it is asked: loaded fresh for each request, never kept."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from koppi.families.models import Member
from koppi.people.prepared import rows
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

    at: datetime
    holders: tuple[str, ...]
    person_id: UUID | None
    post_id: UUID | None
    is_client: bool
    is_worker: bool
    sees_content: bool
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

    @property
    def literals(self) -> tuple:
        """Return everything as plain values, for a query that is built once for each shape."""
        plain = (self.at, self.holders, self.person_id, self.post_id)
        truths = (self.is_client, self.is_worker, self.sees_content)
        outs = (self.out.families, self.out.persons, self.office_out.families, self.office_out.persons)
        sets = (*outs, self.emergencies, self.own_families, self.granted, self.shared, self.unsafe)
        return (*plain, *truths, *(tuple(ids) for ids in sets))

    @classmethod
    def from_literals(cls, at, holders, person_id, post_id, is_client, is_worker, sees, *sets) -> "Standing":
        out, persons, office, office_persons, opened, own, granted, shared, unsafe = map(frozenset, sets)
        return cls(
            at, holders, person_id, post_id, is_client, is_worker, sees, Out(out, persons),
            Out(office, office_persons), opened, own, granted, shared, unsafe,
        )  # fmt: skip

    @classmethod
    def of(cls, viewer: Viewer, **about) -> "Standing":
        post_id = viewer.post.id if viewer.post else None
        return cls(
            viewer.at, viewer.holders, viewer.person_id, post_id,
            viewer.is_client, viewer.is_worker, viewer.sees_content, **about,
        )  # fmt: skip


_kept: ContextVar[dict[Viewer, Standing] | None] = ContextVar("standings of what only reads", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep each viewer's standing for as long as nothing but reading is done, such as one GET request."""
    kept = _kept.get()
    token = _kept.set({} if kept is None else kept)
    try:
        yield
    finally:
        _kept.reset(token)


def standing_of(viewer: Viewer) -> Standing:
    """Return the viewer's standing, loaded fresh unless this is ``reading``."""
    kept = _kept.get()
    if kept is None:
        return _load(viewer)
    if viewer not in kept:
        kept[viewer] = _load(viewer)
    return kept[viewer]


def _load(viewer: Viewer) -> Standing:
    """Load what is needed for lists and single records: two tiny queries for a worker, four for a client."""
    if not viewer.holders or not viewer.sees_content:
        return Standing.of(viewer)
    out, office_out = _kept_out(viewer)
    if viewer.is_worker:
        emergencies, own = _emergencies(viewer, office_out), _own_families(viewer)
        return Standing.of(viewer, out=out, office_out=office_out, emergencies=emergencies, own_families=own)
    if viewer.is_client:
        granted, wards = _granted(viewer)
        shared, unsafe = _shared(viewer), _unsafe(viewer, wards)
        return Standing.of(viewer, out=out, granted=granted, shared=shared, unsafe=unsafe)
    return Standing.of(viewer, out=out)


def key_values(viewer: Viewer) -> tuple[str, str, str]:
    """Return the keys a person, a post and an organisation restriction would name this viewer by."""
    person = f"p:{viewer.person_id}" if viewer.person_id else NOBODY
    post = viewer.post
    return person, post.holder if post else NOBODY, f"o:{post.organisation_id}" if post else NOBODY


NOBODY = "nobody"
KEY_KINDS = (Restriction.Kind.PERSON, Restriction.Kind.POST, Restriction.Kind.ORGANISATION)


def keys_out(viewer: Viewer) -> Q:
    """Return the condition of a restriction that keeps this viewer out, each kind by its own key."""
    return by_keys(key_values(viewer))


def by_keys(keys: tuple[str, ...]) -> Q:
    """Return the condition of a restriction that keeps out the one with these keys, each kind by its own."""
    person, post, organisation = (
        Q(kind=kind, kept_out=key) for kind, key in zip(KEY_KINDS, keys, strict=True)
    )
    return person | post | organisation


def is_key_of(viewer: Viewer, kind: str, kept_out: str) -> bool:
    """Is a restriction of this kind, with this key, about this viewer? The same as ``keys_out``."""
    return (kind, kept_out) in zip(KEY_KINDS, key_values(viewer), strict=True)


def _kept_out(viewer: Viewer) -> tuple[Out, Out]:
    found = rows(_against, viewer.at, *key_values(viewer))
    return outs((kind == Restriction.Kind.PERSON, family, person) for kind, family, person in found)


def _against(at: datetime, *keys: str) -> QuerySet:
    live = Restriction.objects.in_force(at).filter(by_keys(keys))
    return live.values_list("kind", "family_id", "protected__person_id")


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
    return frozenset(family for (family,) in rows(_families_of, viewer.person_id))


def _families_of(person_id: UUID) -> QuerySet:
    return Member.objects.filter(person=person_id).values_list("family_id")


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
