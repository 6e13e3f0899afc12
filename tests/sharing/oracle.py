"""Who sees what, by another hand: `docs/access.md` once more as loops over plain rows.

It knows no grants, no SQL and nothing of `rule.py` or `grants.py`: only plain rows, so that the same facts
can be looked at by many viewers at many moments.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from koppi.people.viewer import Viewer

from .plain_rows import World, comes_of_age_on, day_of, holders, is_client, live, meet, narrower, reach

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
    is_grown = member.place not in ("CHILD", "UNBORN")
    if born_on is not None:
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
    grounds = [ground for ground in world.grounds[family_id] if ground.kind == kind]
    return any(ground.holder in own and live(ground, viewer.at) for ground in grounds)


def names(world: World, restriction, viewer: Viewer) -> bool:
    """Is the viewer the one whom the restriction keeps out, by the key of its own kind?"""
    keys = {"PERSON": f"p:{viewer.person_id}"} if viewer.person_id else {}
    if viewer.post is not None:
        unit = world.units[world.posts[viewer.post.id].unit_id]
        keys |= {"POST": f"e:{viewer.post.id}", "ORGANISATION": f"o:{unit.organisation_id}"}
    return restriction.kind in keys and restriction.kept_out == keys[restriction.kind]


def keeps_out(world: World, restriction, viewer: Viewer, family_id: UUID) -> bool:
    """Does the restriction keep the viewer out, as far as the family is looked at?"""
    if not live(restriction, viewer.at) or not names(world, restriction, viewer):
        return False
    return restriction.kind == "PERSON" or not has_ground(world, viewer, family_id, "EMERGENCY")


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
    held = [one for one in held_for_work(calm, viewer, family_id) if one.kind in CHANGES_THE_PICTURE]
    return any(one.record_id is None and not hidden(calm, viewer, one.person_id, family_id) for one in held)


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
    held = held_for_work(world, viewer, family_id) if viewer.post else ()
    return any(one.person_id == person_id and one.record_id is None for one in held)


def restrictions_told(world: World, viewer: Viewer, family_id: UUID) -> set[UUID]:
    """The restrictions of the family or its people that the viewer may know of."""
    people = members_ever(world, family_id)
    near = {restriction.id for restriction in world.closing[family_id]}
    near |= {protected.restriction_id for one in people for protected in world.protecting[one]}
    changes, me = may_change(world, viewer, family_id), viewer.person_id if is_client(viewer) else None
    rows = [world.restrictions[key] for key in near]
    rows = [one for one in rows if live(one, viewer.at) and one.decided_by != "inherited"]
    rows = [one for one in rows if not names(world, one, viewer)]
    return {one.id for one in rows if changes or (me is not None and one.asked_by_id == me)}


# The record


def may_see(world: World, viewer: Viewer, record_id: UUID) -> bool:
    record, about = _record(world, record_id)
    if any(denied(world, viewer, record, about) for denied in DENIALS.values()):
        return False
    return any(allowed(world, viewer, record, about) for allowed in ALLOWANCES.values())


def reasons(world: World, viewer: Viewer, record_id: UUID) -> set[str]:
    """The clauses that deny it; if none does, those that allow it; if none does that either, NONE."""
    record, about = _record(world, record_id)
    for clauses in (DENIALS, ALLOWANCES):
        said = {code for code, clause in clauses.items() if clause(world, viewer, record, about)}
        if said:
            return said
    return {"NONE"}


def _record(world: World, record_id: UUID) -> tuple:
    return world.records[record_id], {subject.person_id for subject in world.subjects[record_id]}


def is_author(viewer: Viewer, record) -> bool:
    me = (viewer.person_id, viewer.post.id if viewer.post else None)
    return viewer.person_id is not None and (record.author_person_id, record.author_post_id) == me


def d1_role(world, viewer, record, about) -> bool:
    return sees_no_content(world, viewer)


def d2_interest(world, viewer, record, about) -> bool:
    is_subject = viewer.post is not None and viewer.person_id in about
    return is_subject or has_interest(world, viewer, record.family_id)


def d3_person_kept_out(world, viewer, record, about) -> bool:
    return any(one.kind == "PERSON" for one in _against(world, viewer, record, about))


def d4_office_kept_out(world, viewer, record, about) -> bool:
    return any(one.kind != "PERSON" for one in _against(world, viewer, record, about))


def _against(world, viewer, record, about) -> list:
    """What keeps the viewer out of the record, for its family's sake or for that of whom it is about."""
    family_id = record.family_id
    protected = [world.restrictions[one.restriction_id] for who in about for one in world.protecting[who]]
    return [
        one for one in [*world.closing[family_id], *protected] if keeps_out(world, one, viewer, family_id)
    ]


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


def d8_sensitive(world, viewer, record, about) -> bool:
    return _is_for_others(viewer, record) and record.is_sensitive


def d9_later(world, viewer, record, about) -> bool:
    return _is_for_others(viewer, record) and record.shown_from is not None and record.shown_from > viewer.at


def d10_internal(world, viewer, record, about) -> bool:
    return _is_for_others(viewer, record) and not record.is_client_visible


def _is_for_others(viewer, record) -> bool:
    """A client's eyes, not the author's: they may have to wait or never see it."""
    return is_client(viewer) and not is_author(viewer, record)


DENIALS = {
    "D1": d1_role,
    "D2": d2_interest,
    "D3": d3_person_kept_out,
    "D4": d4_office_kept_out,
    "D5": d5_draft,
    "D6": d6_prohibited,
    "D7": d7_own_words,
    "D8": d8_sensitive,
    "D9": d9_later,
    "D10": d10_internal,
}


def _all_covered(about, held, record) -> bool:
    covered = {one.person_id for one in held if meet(one.matter, record.matter)}
    return bool(about) and about <= covered


def a1_oneself(world, viewer, record, about) -> bool:
    held = held_as_oneself(world, viewer, record.family_id)
    return _all_covered(about, [one for one in held if one.kind == "SELF"], record)


def a2_guardian(world, viewer, record, about) -> bool:
    """What is about oneself and one's child together is a guardian's too."""
    return _all_covered(about, held_as_oneself(world, viewer, record.family_id), record)


def a3_team(world, viewer, record, about) -> bool:
    held = [one for one in held_for_work(world, viewer, record.family_id) if one.record_id is None]
    return viewer.post is not None and _all_covered(about, held, record)


def a4_invited(world, viewer, record, about) -> bool:
    held = [one for one in held_for_work(world, viewer, record.family_id) if one.record_id == record.id]
    return not is_client(viewer) and _all_covered(about, held, record)


def a5_author(world, viewer, record, about) -> bool:
    if not is_author(viewer, record):
        return False
    return is_client(viewer) or has_ground(world, viewer, record.family_id, "TEAM")


def a6_shared(world, viewer, record, about) -> bool:
    return is_client(viewer) and any(
        share.holder == f"p:{viewer.person_id}" and live(share, viewer.at)
        for share in world.shares[record.id]
    )


ALLOWANCES = {
    "A1": a1_oneself,
    "A2": a2_guardian,
    "A3": a3_team,
    "A4": a4_invited,
    "A5": a5_author,
    "A6": a6_shared,
}
