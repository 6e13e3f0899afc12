"""Who sees what, by another hand: `docs/access.md` once more as loops over plain rows.

It knows no grants, no SQL and nothing of `rule.py` or `grants.py`. The rows are loaded once; after that
nothing reaches the database, and the same facts can be looked at by many viewers at many moments.
"""

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from koppi.families.models import Custody, Family, Member
from koppi.people.models import Absence, Person, Post, Unit
from koppi.people.viewer import Viewer
from koppi.sharing import models as sharing

HELSINKI = ZoneInfo("Europe/Helsinki")
MATTERS = ("EVERYDAY", "SCHOOL", "HEALTH", "PARENTING", "ECONOMY")
SEES_NO_CONTENT = ("ANALYST", "ADMIN", "DPO")
COVERS_ITSELF = ("OTHER_AUTHORITY", "EMERGENCY")
CHANGES_THE_PICTURE = ("TEAM", "UNIT_DUTY", "SUPERVISION")


class Held(NamedTuple):
    """What a viewer holds at their moment: sight of a person on a matter, maybe in one record only."""

    person_id: UUID
    matter: str
    record_id: UUID | None
    kind: str


class World:
    """Every fact the rule rests on, as rows that know only their own columns."""

    def __init__(self):
        self.units = _by_id(Unit.objects)
        self.posts = _by_id(Post.objects)
        self.people = _by_id(Person.objects)
        self.families = _by_id(Family.objects)
        self.records = _by_id(sharing.Record.everything)
        self.absences = _by("deputy_id", Absence.objects)
        self.members = _by("family_id", Member.objects)
        self.custodies = _by("child_id", Custody.objects)
        self.subjects = _by("record_id", sharing.RecordSubject.objects)
        self.shares = _by("record_id", sharing.RecordShare.objects)
        self.grounds = _by("family_id", sharing.Ground.objects)
        self.consents = _by("person_id", sharing.Consent.objects)
        self.bases = _by("person_id", sharing.LegalBasis.objects)
        self.prohibitions = _by("minor_id", sharing.Prohibition.objects)
        self.capacities = _by("minor_id", sharing.Capacity.objects)
        self.restrictions = _by_id(sharing.Restriction.objects)
        self.closing = _by("family_id", sharing.Restriction.objects)
        self.protecting = _by("person_id", sharing.Protected.objects)
        self.clearances = _by("restriction_id", sharing.Clearance.objects)

    @cached_property
    def without_emergencies(self) -> "World":
        calm = copy(self)
        calm.grounds = defaultdict(list)
        for family_id, grounds in self.grounds.items():
            calm.grounds[family_id] = [ground for ground in grounds if ground.kind != "EMERGENCY"]
        return calm


def _rows(manager):
    return manager.values_list(*(field.attname for field in manager.model._meta.concrete_fields), named=True)


def _by_id(manager) -> dict:
    return {row.id: row for row in _rows(manager)}


def _by(column: str, manager) -> defaultdict[UUID, list]:
    found = defaultdict(list)
    for row in _rows(manager):
        found[getattr(row, column)].append(row)
    return found


# Words


def live(row, at: datetime) -> bool:
    return row.starts_at <= at and (row.ends_at is None or at < row.ends_at)


def meet(one: str, other: str) -> bool:
    return one == other or "ANY" in (one, other)


def narrower(one: str, other: str) -> str:
    return other if one == "ANY" else one


def day_of(at: datetime) -> date:
    return at.astimezone(HELSINKI).date()


def comes_of_age_on(born_on: date) -> date:
    is_leap_day = (born_on.month, born_on.day) == (2, 29)
    return date(born_on.year + 18, born_on.month, 28 if is_leap_day else born_on.day)


def is_client(viewer: Viewer) -> bool:
    return viewer.post is None and viewer.guest_id is None and viewer.person_id is not None


def holders(world: World, viewer: Viewer) -> set[str]:
    if viewer.guest_id is not None:
        return {f"g:{viewer.guest_id}"}
    if viewer.post is None:
        return {f"p:{viewer.person_id}"} if viewer.person_id else set()
    absences = [absence for absence in world.absences[viewer.post.id] if live(absence, viewer.at)]
    return reach(world, f"e:{viewer.post.id}") | {f"e:{absence.post_id}" for absence in absences}


def reach(world: World, holder: str) -> set[str]:
    if holder.startswith("e:"):
        unit = world.units[world.posts[UUID(holder[2:])].unit_id]
    elif holder.startswith("u:"):
        unit = world.units[UUID(holder[2:])]
    else:
        return {holder}
    return {holder, f"u:{unit.id}", f"o:{unit.organisation_id}", f"s:{unit.sector}"}


# Cover and what is held


def covers(world: World, ground, person_id: UUID, at: datetime) -> Iterator[str]:
    """The matters on which the ground is covered for the person at the moment."""
    if ground.kind in COVERS_ITSELF:
        yield ground.matter
    reached = reach(world, ground.holder)
    for consent in world.consents[person_id]:
        is_withdrawn = consent.withdrawn_at is not None and consent.withdrawn_at <= at
        if consent.receiver in reached and live(consent, at) and not is_withdrawn:
            yield consent.matter
    for basis in world.bases[person_id]:
        if basis.receiver in reached and live(basis, at):
            yield basis.matter


def held_for_work(world: World, viewer: Viewer, family_id: UUID) -> Iterator[Held]:
    own = holders(world, viewer)
    for ground in world.grounds[family_id]:
        if ground.holder not in own or not live(ground, viewer.at):
            continue
        for person_id in members_ever(world, family_id):
            for matter in covers(world, ground, person_id, viewer.at):
                if meet(ground.matter, matter):
                    yield Held(person_id, narrower(ground.matter, matter), ground.record_id, ground.kind)


def held_as_oneself(world: World, viewer: Viewer, family_id: UUID) -> Iterator[Held]:
    if not is_client(viewer):
        return
    for member in world.members[family_id]:
        if member.person_id == viewer.person_id:
            for matter in own_matters(world, member, viewer.at):
                yield Held(member.person_id, matter, None, "SELF")
        if is_guardian(world, viewer, member.person_id):
            yield Held(member.person_id, "ANY", None, "GUARDIAN")


def members_ever(world: World, family_id: UUID) -> set[UUID]:
    return {member.person_id for member in world.members[family_id]}


def own_matters(world: World, member, at: datetime) -> list[str]:
    born_on = world.people[member.person_id].born_on
    if born_on is None:
        is_grown = member.place not in ("CHILD", "UNBORN")
    else:
        is_grown = day_of(at) >= comes_of_age_on(born_on)
    if is_grown:
        return ["ANY"]
    return [matter for matter in MATTERS if is_capable(world, member.person_id, matter, at)]


def is_capable(world: World, minor_id: UUID, matter: str, at: datetime) -> bool:
    said = [one for one in world.capacities[minor_id] if one.matter in (matter, "ANY") and live(one, at)]
    if not said:
        return False
    latest = max(one.starts_at for one in said)
    return all(one.is_capable for one in said if one.starts_at == latest)


def is_guardian(world: World, viewer: Viewer, child_id: UUID) -> bool:
    day, born_on = day_of(viewer.at), world.people[child_id].born_on
    if born_on is not None and day >= comes_of_age_on(born_on):
        return False
    if any(
        not is_cleared(world, {f"p:{viewer.person_id}"}, shield)
        for shield in shields(world, viewer, child_id)
    ):
        return False
    for custody in world.custodies[child_id]:
        lasts = custody.starts_on <= day and (custody.ends_on is None or day < custody.ends_on)
        if custody.adult_id == viewer.person_id and custody.may_see_online and lasts:
            return True
    return False


# Restrictions


def shields(world: World, viewer: Viewer, person_id: UUID) -> list:
    over = [world.restrictions[protected.restriction_id] for protected in world.protecting[person_id]]
    return [one for one in over if one.kind == "SAFETY" and live(one, viewer.at)]


def is_cleared(world: World, keys: set[str], restriction) -> bool:
    return any(clearance.holder in keys for clearance in world.clearances[restriction.id])


def has_ground(world: World, viewer: Viewer, family_id: UUID, kind: str) -> bool:
    own = holders(world, viewer)
    return any(
        ground.kind == kind and ground.holder in own and live(ground, viewer.at)
        for ground in world.grounds[family_id]
    )


def keeps_out(world: World, restriction, viewer: Viewer, family_id: UUID) -> bool:
    """Does the restriction keep the viewer out, as far as the family is looked at?"""
    if not live(restriction, viewer.at):
        return False
    if restriction.kind == "PERSON":
        return viewer.person_id is not None and restriction.kept_out == f"p:{viewer.person_id}"
    if viewer.post is None or has_ground(world, viewer, family_id, "EMERGENCY"):
        return False
    unit = world.units[world.posts[viewer.post.id].unit_id]
    keys = {"POST": f"e:{viewer.post.id}", "ORGANISATION": f"o:{unit.organisation_id}"}
    return restriction.kept_out == keys.get(restriction.kind, "nobody")


def is_closed(world: World, viewer: Viewer, family_id: UUID) -> bool:
    return any(keeps_out(world, one, viewer, family_id) for one in world.closing[family_id])


def hidden(world: World, viewer: Viewer, person_id: UUID, family_id: UUID) -> bool:
    """Is the person not shown to the viewer at all when they look at the family?"""
    over = [world.restrictions[protected.restriction_id] for protected in world.protecting[person_id]]
    return any(keeps_out(world, one, viewer, family_id) for one in over)


# The family


def sees_no_content(world: World, viewer: Viewer) -> bool:
    return viewer.post is not None and world.posts[viewer.post.id].role in SEES_NO_CONTENT


def has_interest(world: World, viewer: Viewer, family_id: UUID) -> bool:
    return viewer.post is not None and viewer.person_id in members_ever(world, family_id)


def may_open(world: World, viewer: Viewer, family_id: UUID) -> bool:
    if sees_no_content(world, viewer) or has_interest(world, viewer, family_id):
        return False
    if is_closed(world, viewer, family_id):
        return False
    held = [*held_for_work(world, viewer, family_id), *held_as_oneself(world, viewer, family_id)]
    return any(one.record_id is None and not hidden(world, viewer, one.person_id, family_id) for one in held)


def may_change(world: World, viewer: Viewer, family_id: UUID) -> bool:
    calm = world.without_emergencies
    if viewer.post is None or not may_open(calm, viewer, family_id):
        return False
    return any(
        held.record_id is None
        and held.kind in CHANGES_THE_PICTURE
        and not hidden(calm, viewer, held.person_id, family_id)
        for held in held_for_work(calm, viewer, family_id)
    )


def place_hidden(world: World, viewer: Viewer, person_id: UUID) -> bool:
    if viewer.person_id == person_id:
        return False
    own = holders(world, viewer)
    return any(not is_cleared(world, own, shield) for shield in shields(world, viewer, person_id))


def contact_shown(world: World, viewer: Viewer, person_id: UUID, family_id: UUID) -> bool:
    if viewer.person_id == person_id:
        return True
    if is_client(viewer):
        return is_guardian(world, viewer, person_id)
    return viewer.post is not None and any(
        held.person_id == person_id and held.record_id is None
        for held in held_for_work(world, viewer, family_id)
    )


# The record


def may_see(world: World, viewer: Viewer, record_id: UUID) -> bool:
    record = world.records[record_id]
    about = {subject.person_id for subject in world.subjects[record_id]}
    if any(denied(world, viewer, record, about) for denied in DENIALS):
        return False
    return any(allowed(world, viewer, record, about) for allowed in ALLOWANCES)


def is_author(viewer: Viewer, record) -> bool:
    post_id = viewer.post.id if viewer.post else None
    return (
        viewer.person_id is not None
        and viewer.guest_id is None
        and (record.author_person_id, record.author_post_id) == (viewer.person_id, post_id)
    )


def d1_role(world, viewer, record, about) -> bool:
    return sees_no_content(world, viewer)


def d2_interest(world, viewer, record, about) -> bool:
    return viewer.post is not None and (
        viewer.person_id in about or has_interest(world, viewer, record.family_id)
    )


def d3_d4_kept_out(world, viewer, record, about) -> bool:
    return is_closed(world, viewer, record.family_id) or any(
        hidden(world, viewer, person_id, record.family_id) for person_id in about
    )


def d5_draft(world, viewer, record, about) -> bool:
    return record.is_draft and not is_author(viewer, record)


def d6_prohibited(world, viewer, record, about) -> bool:
    if not is_client(viewer):
        return False
    for minor_id in about - {viewer.person_id}:
        for no in world.prohibitions[minor_id]:
            is_about = no.record_id == record.id or (no.record_id is None and meet(no.matter, record.matter))
            if is_about and live(no, viewer.at) and no.hidden_from_id in (None, viewer.person_id):
                return True
    return False


def d7_own_words(world, viewer, record, about) -> bool:
    if record.kind != "OWN_WORDS" or is_author(viewer, record):
        return False
    own = holders(world, viewer)
    if has_ground(world, viewer, record.family_id, "TEAM"):
        own = {*own, "t:"}
    return not any(share.holder in own and live(share, viewer.at) for share in world.shares[record.id])


def d8_d9_d10_not_for_clients(world, viewer, record, about) -> bool:
    if not is_client(viewer) or is_author(viewer, record):
        return False
    is_later = record.shown_from is not None and record.shown_from > viewer.at
    return record.is_sensitive or is_later or not record.is_client_visible


DENIALS = (d1_role, d2_interest, d3_d4_kept_out, d5_draft, d6_prohibited, d7_own_words)
DENIALS += (d8_d9_d10_not_for_clients,)


def _all_covered(about, held, record) -> bool:
    covered = {one.person_id for one in held if meet(one.matter, record.matter)}
    return bool(about) and about <= covered


def a1_a2_own(world, viewer, record, about) -> bool:
    return _all_covered(about, held_as_oneself(world, viewer, record.family_id), record)


def a3_team(world, viewer, record, about) -> bool:
    held = held_for_work(world, viewer, record.family_id)
    return viewer.post is not None and _all_covered(
        about, [one for one in held if one.record_id is None], record
    )


def a4_invited(world, viewer, record, about) -> bool:
    held = held_for_work(world, viewer, record.family_id)
    return (viewer.post is not None or viewer.guest_id is not None) and _all_covered(
        about, [one for one in held if one.record_id == record.id], record
    )


def a5_author(world, viewer, record, about) -> bool:
    if not is_author(viewer, record):
        return False
    return is_client(viewer) or has_ground(world, viewer, record.family_id, "TEAM")


def a6_shared(world, viewer, record, about) -> bool:
    return is_client(viewer) and any(
        share.holder == f"p:{viewer.person_id}" and live(share, viewer.at)
        for share in world.shares[record.id]
    )


ALLOWANCES = (a1_a2_own, a3_team, a4_invited, a5_author, a6_shared)
