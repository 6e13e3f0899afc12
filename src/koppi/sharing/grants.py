"""Grants derived from the facts, family by family; the only writer of ``Grant``.

Whoever changes a membership, custody, ground, consent, legal basis or capacity calls ``rebuild`` in the same
transaction. Rebuilding twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from koppi.families.models import Custody, Family, Member
from koppi.people.models import Post, Unit

from .models import Capacity, Consent, Grant, Ground, LegalBasis, Matter
from .periods import EVER, Period, Saying, adult_from, earliest, meet, newest_yes, of_days

AT_A_TIME = 400
# These grounds need neither consent nor a legal basis of each person: they are one themselves.
COVER_THEMSELVES = (Ground.Kind.OTHER_AUTHORITY, Ground.Kind.EMERGENCY)
UNGROWN = (Member.Place.CHILD, Member.Place.UNBORN)


class Row(NamedTuple):
    """A grant as plain values; two equal rows are the same grant."""

    holder: str
    family_id: UUID
    person_id: UUID
    side: str
    matter: str
    record_id: UUID | None
    ground_id: UUID | None
    consent_id: UUID | None
    basis_id: UUID | None
    starts_at: datetime
    ends_at: datetime | None


class Cover(NamedTuple):
    receiver: str
    matter: str
    period: Period
    consent_id: UUID | None
    basis_id: UUID | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the grants of some families follow from, loaded at once."""

    members: dict[UUID, list[Member]]
    grounds: dict[UUID, list[Ground]]
    covers: dict[UUID, list[Cover]]
    custodies: dict[UUID, list[Custody]]
    capacities: dict[UUID, list[Capacity]]
    reach: dict[str, frozenset[str]]


def rebuild(family_id) -> None:
    """Make the grants of one family what its facts say now."""
    rebuild_many([family_id])


def rebuild_for_person(person_id) -> None:
    """Make the grants of every family this person belongs to what the facts say now."""
    rebuild_many(Member.objects.filter(person=person_id).values_list("family_id", flat=True))


def rebuild_many(family_ids: Iterable) -> int:
    """Make the grants of these families what their facts say now; return how many rows that took.

    The families are locked first, always in the same order, so that two who change different facts of one
    family at the same time cannot both build on half of them.
    """
    ids = sorted({UUID(str(getattr(one, "pk", one))) for one in family_ids})
    changed = 0
    for start in range(0, len(ids), AT_A_TIME):
        with transaction.atomic():
            changed += _rebuild(ids[start : start + AT_A_TIME])
    return changed


def _rebuild(ids: list[UUID]) -> int:
    list(Family.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    wanted = set(rows(ids))
    stale = []
    for pk, *values in Grant.objects.filter(family__in=ids).values_list("pk", *Row._fields):
        row = Row(*values)
        if row in wanted:
            wanted.discard(row)
        else:
            stale.append(pk)
    if stale:
        Grant.objects.filter(pk__in=stale).delete()
    if wanted:
        Grant.objects.bulk_create([Grant(**row._asdict()) for row in sorted(wanted, key=str)], batch_size=500)
    return len(stale) + len(wanted)


def rows(ids: Iterable[UUID]) -> Iterator[Row]:
    """Yield the grants the facts of these families come to."""
    facts = _facts(list(ids))
    for family_id, members in facts.members.items():
        people = {member.person_id: member.person.born_on for member in members}
        for person_id, born_on in people.items():
            grown_from = adult_from(born_on) if born_on else None
            yield from _of_work(facts, family_id, person_id)
            yield from _of_self(facts, family_id, person_id, grown_from, members)
            yield from _of_guardians(facts, family_id, person_id, grown_from)


def _of_work(facts: Facts, family_id: UUID, person_id: UUID) -> Iterator[Row]:
    for ground in facts.grounds.get(family_id, ()):
        lasts = Period(ground.starts_at, ground.ends_at)
        for cover in _covers(facts, ground, person_id):
            period = meet(lasts, cover.period)
            if period:
                matter = narrower(ground.matter, cover.matter)
                rests_on = (ground.record_id, ground.pk, cover.consent_id, cover.basis_id)
                yield Row(ground.holder, family_id, person_id, Grant.Side.WORK, matter, *rests_on, *period)


def _covers(facts: Facts, ground: Ground, person_id: UUID) -> list[Cover]:
    if ground.kind in COVER_THEMSELVES:
        return [Cover(ground.holder, ground.matter, Period(ground.starts_at, ground.ends_at), None, None)]
    reach = facts.reach[ground.holder]
    return [
        cover
        for cover in facts.covers.get(person_id, ())
        if cover.receiver in reach and meets(ground.matter, cover.matter)
    ]


def _of_self(facts: Facts, family_id, person_id, grown_from, members) -> Iterator[Row]:
    if grown_from is None and any(m.person_id == person_id and m.place not in UNGROWN for m in members):
        grown_from = EVER
    spans = [(Matter.ANY, Period(grown_from, None))] if grown_from else []
    if grown_from != EVER:
        spans += _capable(facts.capacities.get(person_id, ()), Period(EVER, grown_from))
    for matter, period in spans:
        yield Row(
            f"p:{person_id}", family_id, person_id, Grant.Side.SELF, matter, None, None, None, None, *period
        )


def _capable(judgements: Sequence[Capacity], childhood: Period) -> list[tuple[str, Period]]:
    """Return the matters and periods in which a minor has been judged to understand."""
    told: dict[str, list[Saying]] = defaultdict(list)
    if not judgements:
        return []
    for one in judgements:
        told[one.matter].append(Saying(Period(one.starts_at, one.ends_at), one.is_capable))
    by_matter = {
        matter: newest_yes([*told[Matter.ANY], *told[matter]])
        for matter in Matter.values
        if matter != Matter.ANY
    }
    if len(set(map(tuple, by_matter.values()))) == 1:
        by_matter = {Matter.ANY: by_matter[Matter.EVERYDAY]}
    spans = [(matter, meet(period, childhood)) for matter, yes in by_matter.items() for period in yes]
    return [(matter, period) for matter, period in spans if period]


def _of_guardians(facts: Facts, family_id, child_id, grown_from) -> Iterator[Row]:
    for custody in facts.custodies.get(child_id, ()):
        period = meet(of_days(custody.starts_on, custody.ends_on), Period(EVER, grown_from))
        if period:
            yield Row(
                f"p:{custody.adult_id}", family_id, child_id, Grant.Side.GUARDIAN, Matter.ANY,
                None, None, None, None, *period,
            )  # fmt: skip


def meets(one: str, other: str) -> bool:
    """Do two matters meet: the same, or one of them covers all?"""
    return one == other or Matter.ANY in (one, other)


def narrower(one: str, other: str) -> str:
    """Return the narrower of two matters that meet."""
    return other if one == Matter.ANY else one


def _facts(ids: list[UUID]) -> Facts:
    members = list(Member.objects.filter(family__in=ids).select_related("person"))
    grounds = list(Ground.objects.filter(family__in=ids))
    people = {member.person_id for member in members}
    custodies = Custody.objects.filter(child__in=people, may_see_online=True)
    return Facts(
        members=_grouped(members, "family_id"),
        grounds=_grouped(grounds, "family_id"),
        covers=_covers_of(people),
        custodies=_grouped(custodies, "child_id"),
        capacities=_grouped(Capacity.objects.filter(minor__in=people), "minor_id"),
        reach=reach({ground.holder for ground in grounds}),
    )


def _covers_of(people: set[UUID]) -> dict[UUID, list[Cover]]:
    covers: dict[UUID, list[Cover]] = defaultdict(list)
    for one in Consent.objects.filter(person__in=people):
        period = Period(one.starts_at, earliest(one.ends_at, one.withdrawn_at))
        covers[one.person_id].append(Cover(one.receiver, one.matter, period, one.pk, None))
    for one in LegalBasis.objects.filter(person__in=people):
        period = Period(one.starts_at, one.ends_at)
        covers[one.person_id].append(Cover(one.receiver, one.matter, period, None, one.pk))
    return covers


def _grouped(things: Iterable, key: str) -> dict:
    groups = defaultdict(list)
    for thing in things:
        groups[getattr(thing, key)].append(thing)
    return groups


def reach(holders: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the receivers whose cover serves each holder: itself, and what a post or a unit belongs to."""
    holders = set(holders)
    found = {holder: frozenset({holder}) for holder in holders}
    posts = Post.objects.filter(pk__in=_keys(holders, "e:")).select_related("unit")
    for post in posts:
        found[f"e:{post.pk}"] |= _of_unit(post.unit)
    for unit in Unit.objects.filter(pk__in=_keys(holders, "u:")):
        found[f"u:{unit.pk}"] |= _of_unit(unit)
    return found


def _of_unit(unit: Unit) -> frozenset[str]:
    return frozenset({f"u:{unit.pk}", f"o:{unit.organisation_id}", f"s:{unit.sector}"})


def _keys(holders: Iterable[str], kind: str) -> list[str]:
    return [holder[2:] for holder in holders if holder.startswith(kind)]
