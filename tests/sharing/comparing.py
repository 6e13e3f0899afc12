"""What the oracle says and what the engine says, in the same form, so that they can be laid side by side."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from koppi.families.models import Family
from koppi.people import prepared
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access
from koppi.sharing.models import Kind, Record

from . import oracle
from .telling import NOW, Cast

Ids = frozenset[UUID]


class Page(NamedTuple):
    """What one viewer finds behind the door of one family."""

    records: Ids
    hidden: Ids
    placeless: Ids
    contactable: Ids
    restrictions: Ids
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
    told = oracle.restrictions_told(rows, viewer, family_id)
    sets = map(frozenset, (here, hidden, placeless, known, told))
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
    told = {line.id for line in sight.restrictions}
    sets = (sight.records, sight.hidden & people, sight.placeless & people, sight.contactable, told)
    return Page(*map(frozenset, sets), sight.may_change)


class Difference(NamedTuple):
    """Something the engine sees otherwise, and the world it was noticed in, if it was in one."""

    what: str
    told: dict[str, str] | None = None


def differences_in_lists(cast: Cast, said: Answers, at: datetime) -> Iterator[Difference]:
    viewer = cast.viewer(at)
    families, records = families_listed(viewer), records_listed(viewer)
    for name, listed, expected in (
        ("families_visible_to", families, said.families),
        ("records_visible_to", records, said.records),
    ):
        for one in listed ^ expected:
            must = "must" if one in expected else "must not"
            yield Difference(f"{name} {must} give what is here, as {cast.side} at {at}", told_of(cast, one))
    newest = [family.pk for family in access.newest_families(viewer)]
    if newest != sorted(said.families)[: len(newest)] or len(newest) < min(25, len(said.families)):
        what = f"newest_families are not the newest of families_visible_to, as {cast.side} at {at}"
        yield Difference(what)


def differences_in_questions(cast: Cast, said: Answers) -> Iterator[Difference]:
    """Ask from within prepared queries, as lists of other areas do: about every second record and family."""
    records = [one for world in cast.worlds for one in world.records][::2]
    families = [one for world in cast.worlds for one in world.families][::2]
    eyes = access.eyes_of(cast.viewer())
    found = {
        pk for kind in KINDS for (pk,) in prepared.rows(_records_among, eyes, kind, prepared.padded(records))
    }
    opened = {pk for (pk,) in prepared.rows(_families_among, eyes[0], prepared.padded(families))}
    for one in (found ^ said.records.intersection(records)) | (opened ^ said.families.intersection(families)):
        yield Difference(
            f"a question from within a query is answered wrongly, as {cast.side}", told_of(cast, one)
        )


KINDS = (Kind.SUMMARY, Kind.OWN_WORDS)


def _records_among(eyes: tuple, kind: str, keys: tuple) -> QuerySet:
    asked = Record.everything.filter(pk__in=keys).values("pk")
    return access.records_seen(eyes, kind, asked).values_list("pk")


def _families_among(literals: tuple, keys: tuple) -> QuerySet:
    asked = Family.objects.filter(pk__in=keys).values("pk")
    return access.families_open(literals, asked).values_list("pk")


def differences_in_pages(rows: oracle.World, cast: Cast, said: Answers, worlds=None) -> Iterator[Difference]:
    viewer = cast.viewer()
    for world in cast.worlds if worlds is None else worlds:
        for family_id in world.families:
            expected, found = said.pages.get(family_id), page_of_engine(rows, viewer, family_id)
            if expected is None or found is None:
                if expected is not found:
                    must = "closed" if expected is None else "open"
                    yield Difference(f"the door of the family must be {must}", world.told)
                continue
            for part in Page._fields:
                if getattr(expected, part) != getattr(found, part):
                    yield Difference(f"{part} differ on the page", world.told)


def differences_in_verdicts(rows: oracle.World, cast: Cast, worlds) -> Iterator[Difference]:
    """Also which clauses say so. Of whom sees no content at all nothing else is asked."""
    viewer = cast.viewer()
    for world in worlds:
        for record_id in world.records:
            expected = oracle.reasons(rows, viewer, record_id)
            verdict = access.verdict_on(viewer, Record(pk=record_id))
            found = {why.value for why in verdict.why}
            is_same = "D1" in found if "D1" in expected else found == expected
            if not is_same or verdict.allowed != all(code.startswith("A") for code in expected):
                yield Difference(f"{verdict} must be {sorted(expected)}", world.told)


def differences_at_doors(rows: oracle.World, cast: Cast, said: Answers, worlds) -> Iterator[Difference]:
    viewer = cast.viewer()
    for world in worlds:
        for family_id in world.families:
            if is_open(access.family_for, viewer, family_id) != (family_id in said.families):
                yield Difference("the door of a family is not as it must be", world.told)
        for record_id in world.records:
            opened = is_open(access.record_for, viewer, record_id, rows.records[record_id].kind)
            if opened != (record_id in said.records):
                yield Difference("the door of a record is not as it must be", world.told)


def is_open(door, *args: UUID | str) -> bool:
    try:
        door(*args)
    except NotVisible:
        return False
    return True


def told_of(cast: Cast, one: UUID) -> dict[str, str] | None:
    """What was told of the world this family or record stands in; None when it is another viewer's."""
    return next((world.told for world in cast.worlds if one in (*world.families, *world.records)), None)
