"""What a family member may read of the trail, by another hand: the prose of docs/access.md as plain loops.

It knows nothing of `koppi.looks`. Doors and records are asked from the oracle of sharing, which is itself
independent of the engine.
"""

from collections import defaultdict
from uuid import UUID

from koppi.audit.models import AuditEvent, AuditSubject
from koppi.mapping.models import Invitation
from koppi.sharing.models import Emergency
from koppi.teams.models import TeamMember
from tests.sharing import oracle

LOOKING = ("read", "list", "search", "export", "print", "emergency")
GIVING = ("mapping.invited", "mapping.invited_again", "sharing.authority_admitted", "sharing.basis_stated")
# Kinds of the trail whose keys are records (an invitation stands for its own).
HOLDING_RECORDS = (
    "sharing.Record",
    "own_words.OwnView",
    "services.ServiceEpisode",
    "mapping.Invitation",
    "summary.SummaryPart",
    "teams.AgreedStep",
)


class Trail:
    """The trail and the facts around it, as plain rows."""

    def __init__(self):
        self.world = oracle.World()
        self.events = list(AuditEvent.objects.order_by("-at", "-id"))
        self.subjects = defaultdict(set)
        for row in AuditSubject.objects.all():
            self.subjects[row.event_id].add(row.whom)
        self.told_emergencies = {row.ground_id: row.family_told_at for row in Emergency.objects.all()}
        self.emergencies = {row.pk: row.family_told_at for row in Emergency.objects.all()}
        self.invitations = {row.pk: row.record_id for row in Invitation.objects.all()}
        self.team = list(TeamMember.objects.values_list("team__family_id", "post_id"))

    def living(self, key: UUID) -> UUID:
        person = self.world.people.get(key)
        return person.merged_into_id if person and person.merged_into_id else key


def readers_people(trail: Trail, viewer) -> set[UUID]:
    """Oneself, and the children whose guardian one is at an open door."""
    found = {viewer.person_id}
    for family_id in trail.world.families:
        if not oracle.may_open(trail.world, viewer, family_id):
            continue
        for person_id in oracle.members_ever(trail.world, family_id):
            is_ward = oracle.is_guardian(trail.world, viewer, person_id)
            if is_ward and not oracle.hidden(trail.world, viewer, person_id, family_id):
                found.add(person_id)
    return found


def open_families(trail: Trail, viewer, person_id: UUID) -> set[UUID]:
    return {
        family_id
        for family_id in trail.world.families
        if person_id in oracle.members_ever(trail.world, family_id)
        and oracle.may_open(trail.world, viewer, family_id)
    }


def expected(trail: Trail, viewer, person_id: UUID) -> list[int]:
    """The numbers of the entries the viewer reads in the log of the person, the newest first."""
    if person_id != viewer.person_id and is_closed_by_minor(trail, viewer, person_id):
        return []
    return [event.pk for event in trail.events if is_read(trail, viewer, person_id, event)]


def is_read(trail: Trail, viewer, person_id: UUID, event) -> bool:
    about = {trail.living(one) for one in trail.subjects[event.pk]}
    families = {one for one in about if one in trail.world.families}
    return all(
        [
            concerns(trail, person_id, event, about - families, families),
            event.result == "ok" and (event.action in LOOKING or event.did in GIVING),
            is_somebodys(trail, viewer, person_id, event),
            stands_open(trail, viewer, person_id, families, event),
            not is_kept_out(trail, viewer, about),
            has_something_seen(trail, viewer, event),
            not is_itself_untold(trail, viewer, event),
            not is_look_untold(trail, viewer, event, about, families),
        ]
    )


def concerns(trail, person_id, event, people, families) -> bool:
    if people:
        return person_id in people
    day = oracle.day_of(event.at)
    for family_id in families:
        for member in trail.world.members[family_id]:
            has_begun = member.starts_on is None or member.starts_on <= day
            goes_on = member.ends_on is None or day < member.ends_on
            if member.person_id == person_id and has_begun and goes_on:
                return True
    return False


def is_somebodys(trail, viewer, person_id, event) -> bool:
    if event.by.startswith(("e:", "g:")) or event.by == f"p:{viewer.person_id}":
        return True
    custodians = {f"p:{row.adult_id}" for row in trail.world.custodies[person_id]}
    return person_id == viewer.person_id and event.by in custodians


def stands_open(trail, viewer, person_id, families, event) -> bool:
    if not families:
        names_records = event.kind in HOLDING_RECORDS and event.ids
        return person_id == viewer.person_id or bool(
            names_records and has_something_seen(trail, viewer, event)
        )
    return bool(families & open_families(trail, viewer, person_id))


def is_kept_out(trail, viewer, about) -> bool:
    for restriction in trail.world.restrictions.values():
        if restriction.kind != "PERSON" or restriction.kept_out != f"p:{viewer.person_id}":
            continue
        if not oracle.live(restriction, viewer.at):
            continue
        if restriction.family_id in about:
            return True
    protected = {
        one
        for one in about
        for row in trail.world.protecting[one]
        if (over := trail.world.restrictions[row.restriction_id]).kind == "PERSON"
        and over.kept_out == f"p:{viewer.person_id}"
        and oracle.live(over, viewer.at)
    }
    return bool(protected)


def has_something_seen(trail, viewer, event) -> bool:
    if event.kind not in HOLDING_RECORDS or not event.ids:
        return True
    records = [trail.invitations.get(UUID(one), UUID(one)) for one in event.ids]
    return any(one in trail.world.records and oracle.may_see(trail.world, viewer, one) for one in records)


def is_itself_untold(trail, viewer, event) -> bool:
    ids = {UUID(one) for one in event.ids}
    grounds = {one.id: one for rows in trail.world.grounds.values() for one in rows}
    bases = {one.id: one for rows in trail.world.bases.values() for one in rows}
    for one in ids:
        if one in trail.emergencies:
            told_at = trail.emergencies[one]
            if told_at is None or told_at > viewer.at:
                return True
        if one in grounds and not grounds[one].told_family:
            return True
        if one in bases and not bases[one].told_family:
            return True
    return False


def is_look_untold(trail, viewer, event, about, families) -> bool:
    if not event.by.startswith("e:") or UUID(event.by[2:]) not in trail.world.posts:
        return False
    post_id = UUID(event.by[2:])
    keys = set(oracle.reach(trail.world, event.by))
    keys |= {f"e:{row.post_id}" for row in trail.world.absences[post_id] if oracle.live(row, event.at)}
    grounds = [
        ground
        for family_id in families
        for ground in trail.world.grounds[family_id]
        if ground.holder in keys and oracle.live(ground, event.at)
    ]
    if not grounds:
        return False
    known = [ground for ground in grounds if is_ground_told(trail, viewer, ground)]
    if not known:
        return True
    if any(ground.kind in ("EMERGENCY", "OTHER_AUTHORITY") for ground in known):
        return False
    said = [told for one in about for told in covers_said(trail, one, keys, event.at)]
    return bool(said) and not any(said)


def is_ground_told(trail, viewer, ground) -> bool:
    if ground.kind != "EMERGENCY":
        return ground.told_family
    told_at = trail.told_emergencies.get(ground.id)
    return told_at is not None and told_at <= viewer.at


def covers_said(trail, person_id, keys, at):
    for consent in trail.world.consents[person_id]:
        is_withdrawn = consent.withdrawn_at is not None and consent.withdrawn_at <= at
        if consent.receiver in keys and oracle.live(consent, at) and not is_withdrawn:
            yield True
    for basis in trail.world.bases[person_id]:
        if basis.receiver in keys and oracle.live(basis, at):
            yield basis.told_family


def is_closed_by_minor(trail, viewer, person_id) -> bool:
    for said in trail.world.prohibitions[person_id]:
        is_against = said.hidden_from_id in (None, viewer.person_id)
        if is_against and said.record_id is None and said.matter == "ANY" and oracle.live(said, viewer.at):
            return True
    return False


def is_place_closed(trail, viewer, person_id) -> bool:
    """Is somebody's place hidden from the viewer in a family that is open for the person?"""
    return any(
        oracle.place_hidden(trail.world, viewer, member)
        for family_id in open_families(trail, viewer, person_id)
        for member in oracle.members_ever(trail.world, family_id)
    )


def has_no_name(trail, viewer, by: str) -> bool:
    """Is this worker nameless for the viewer, for their own safety or because the viewer is kept out?"""
    person_id = trail.world.posts[UUID(by[2:])].person_id
    own = {f"p:{viewer.person_id}"}
    is_sheltered = any(
        not oracle.is_cleared(trail.world, own, shield)
        for shield in oracle.shields(trail.world, viewer, person_id)
    )
    return is_sheltered or is_kept_out(trail, viewer, {person_id})


def is_in_team(trail, viewer, person_id, by: str) -> bool:
    families = open_families(trail, viewer, person_id)
    return any(family in families and post == UUID(by[2:]) for family, post in trail.team)
