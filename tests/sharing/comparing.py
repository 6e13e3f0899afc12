"""What the oracle says and what the engine says, in the same form, so that they can be laid side by side."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from koppi.families.models import Family
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access
from koppi.sharing.models import Record

from . import oracle
from .telling import NOW, Cast

Ids = frozenset[UUID]


class Page(NamedTuple):
    """What one viewer finds behind the door of one family."""

    records: Ids
    hidden: Ids
    placeless: Ids
    contactable: Ids
    may_change: bool


class Answers(NamedTuple):
    families: Ids
    records: Ids
    pages: dict[UUID, Page]


def said_by_oracle(rows: oracle.World, cast: Cast, at: datetime = NOW) -> Answers:
    viewer = cast.viewer(at)
    records = {
        record_id
        for world in cast.worlds
        for record_id in world.records
        if oracle.may_see(rows, viewer, record_id)
    }
    families = {
        family_id
        for world in cast.worlds
        for family_id in world.families
        if oracle.may_open(rows, viewer, family_id)
    }
    pages = {family_id: page_of_oracle(rows, viewer, family_id, records) for family_id in families}
    return Answers(frozenset(families), frozenset(records), pages)


def page_of_oracle(rows: oracle.World, viewer: Viewer, family_id: UUID, records: set[UUID]) -> Page:
    people = oracle.members_ever(rows, family_id)
    hidden = {one for one in people if oracle.hidden(rows, viewer, one, family_id)}
    placeless = {one for one in people if oracle.place_hidden(rows, viewer, one)}
    known = {one for one in people - hidden if oracle.contact_shown(rows, viewer, one, family_id)}
    here = {one for one in records if rows.records[one].family_id == family_id}
    sets = map(frozenset, (here, hidden, placeless, known))
    return Page(*sets, oracle.may_change(rows, viewer, family_id))


def families_listed(viewer: Viewer) -> Ids:
    return frozenset(access.families_visible_to(viewer).values_list("pk", flat=True))


def records_listed(viewer: Viewer) -> Ids:
    return frozenset(access.records_visible_to(viewer).values_list("pk", flat=True))


def page_of_engine(rows: oracle.World, viewer: Viewer, family_id: UUID) -> Page | None:
    """Return what is seen of a family through its own door, None when that is closed."""
    try:
        sight = access.sight_of(viewer, Family(pk=family_id))
    except NotVisible:
        return None
    people = oracle.members_ever(rows, family_id)
    sets = (sight.hidden & people, sight.placeless & people, sight.contactable)
    return Page(frozenset(sight.records), *map(frozenset, sets), sight.may_change)


def differences(rows: oracle.World, cast: Cast, said: Answers) -> Iterator[str]:
    """Yield in words each thing the engine sees otherwise now; first what costs little to ask."""
    yield from differences_in_lists(cast, said, NOW)
    yield from differences_in_pages(rows, cast, said)
    yield from differences_in_verdicts(cast, said)


def differences_in_lists(cast: Cast, said: Answers, at: datetime) -> Iterator[str]:
    viewer = cast.viewer(at)
    families, records = families_listed(viewer), records_listed(viewer)
    for name, listed, expected in (
        ("families_visible_to", families, said.families),
        ("records_visible_to", records, said.records),
    ):
        for one in listed ^ expected:
            yield f"{name} {'must' if one in expected else 'must not'} give {told_of(cast, one)} at {at}"
    newest = [family.pk for family in access.newest_families(viewer)]
    if newest != sorted(said.families)[: len(newest)] or len(newest) < min(25, len(said.families)):
        yield f"newest_families are not the newest of families_visible_to, as {cast.side} at {at}"


def differences_in_verdicts(cast: Cast, said: Answers, one_in: int = 8) -> Iterator[str]:
    viewer = cast.viewer()
    for world in cast.worlds[::one_in]:
        for record_id in world.records:
            verdict = access.verdict_on(viewer, Record(pk=record_id))
            if verdict.allowed != (record_id in said.records):
                yield f"the verdict must not be {verdict}: {world.told}"


def differences_in_pages(rows: oracle.World, cast: Cast, said: Answers) -> Iterator[str]:
    viewer = cast.viewer()
    for world in cast.worlds:
        for family_id in world.families:
            expected, found = said.pages.get(family_id), page_of_engine(rows, viewer, family_id)
            if expected is None or found is None:
                if expected is not found:
                    yield f"the door must be {'closed' if expected is None else 'open'}: {world.told}"
                continue
            for part in Page._fields:
                if getattr(expected, part) != getattr(found, part):
                    yield f"{part} differ: {world.told}"


def told_of(cast: Cast, one: UUID) -> str:
    """What was told of the world this family or record stands in."""
    told = (world.told for world in cast.worlds if one in (*world.families, *world.records))
    return str(next(told, "something of another viewer's world"))
