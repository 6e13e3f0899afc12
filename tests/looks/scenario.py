"""A random week around two families: who looked, in what capacity, at what, and what was not told."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from koppi.audit import trail
from koppi.people.models import Absence, Person
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access, grants
from koppi.sharing.models import (
    Consent,
    Emergency,
    Ground,
    LegalBasis,
    Prohibition,
    Protected,
    Restriction,
)
from koppi.teams.models import Team, TeamMember
from tests import make
from tests.make import DAY, NOON
from tests.sharing.conftest import World, a_world

MOMENTS = [timedelta(hours=-hours) for hours in (0, 1, 5, 23, 24, 25, 40, 60)]
CODES = ("overview.seen", "finding.listed", "finding.looked_up", "mapping.family_saw", "sharing.saw_as")
GIVEN = ("sharing.authority_admitted", "sharing.basis_stated", "mapping.invited", "teams.joined")
ACTIONS = ("read", "list", "search", "print", "export", "change", "deny", "job", "emergency")
DAYS = [(NOON + days * DAY).date() for days in (-2, -1, 1)]
KINDS = ("", "sharing", "sharing.Record", "own_words.OwnView", "services.ServiceEpisode", "families.Family")


def a_scenario(seed: int, looks: int = 60) -> World:
    world = a_world(seed)
    _guardians(world)
    _work(world)
    _against(world)
    _untold(world)
    grants.rebuild_many(world.families)
    _team(world)
    _shelter(world)
    world.twin = make.a_person("Emma", merged_into=world.people[2])
    Absence.objects.create(
        post=world.posts[1], deputy=world.posts[0], starts_at=NOON - DAY, ends_at=world.pick([None, NOON])
    )
    for _turn in range(looks):
        _walk(world) if world.maybe(0.4) else _note(world)
    make.counted()
    return world


def _guardians(world: World) -> None:
    """Mostly both adults have custody of the child, and here and there a membership has days."""
    for adult in world.people[:2]:
        if world.maybe(0.8) and not adult.custody_of.exists():
            make.custody(adult, world.people[2])
    for family in world.families:
        for member in family.members.all():
            if world.maybe(0.3):
                member.starts_on = world.pick([None, DAYS[0], DAYS[1]])
                member.ends_on = world.pick([None, DAYS[1], DAYS[2]])
                member.save()


def _work(world: World) -> None:
    """Two workers work with a family, covered by what it knows, by what it does not know, or by nothing."""
    for post in world.posts[:2]:
        for family in world.families:
            lasts = {"starts_at": NOON - 3 * DAY, "ends_at": world.pick([None, None, NOON - DAY])}
            kind = world.pick(["TEAM", "TEAM", "UNIT_DUTY", "OTHER_AUTHORITY"])
            if kind == "OTHER_AUTHORITY":
                lasts["ends_at"] = NOON + DAY
            Ground.objects.create(kind=kind, holder=f"e:{post.pk}", family=family, given_by="e:x", **lasts)
    for person in world.people:
        _cover(world, person, f"e:{world.pick(world.posts[:2]).pk}")


def _cover(world: World, person, receiver: str) -> None:
    if world.maybe(0.4):
        Consent.objects.create(
            person=person, receiver=receiver, given_by=person, way="ON_PAPER", recorded_by="e:x",
            recorded_at=NOON, starts_at=NOON - 3 * DAY, withdrawn_at=world.pick([None, NOON - DAY]),
        )  # fmt: skip
    if world.maybe(0.7):
        LegalBasis.objects.create(
            person=person, receiver=receiver, code="SHL_41", necessity="x", decided_by="e:x",
            decided_at=NOON, starts_at=NOON - 3 * DAY, ends_at=NOON + DAY,
        )  # fmt: skip


def _against(world: World) -> None:
    """Now and then an adult is kept out, and the child has closed everything."""
    if world.maybe(0.5):
        restriction = Restriction.objects.create(
            kind="PERSON", kept_out=f"p:{world.pick(world.people[:2]).pk}", cause="VIOLENCE",
            family=world.pick([None, None, *world.families]), decided_by="e:x", decided_at=NOON,
            review_on=DAYS[2], starts_at=NOON - DAY, ends_at=world.pick([None, NOON + DAY]),
        )  # fmt: skip
        everybody = [*world.people, *(post.person for post in world.posts)]
        for person in world.random.sample(everybody, 2):
            Protected.objects.create(restriction=restriction, person=person)
    if world.maybe(0.3):
        Prohibition.objects.create(
            minor=world.people[2], matter="ANY", hidden_from=world.pick([None, *world.people[:2]]),
            set_by="p:x", review_on=DAYS[2], starts_at=NOON - DAY,
        )  # fmt: skip


def _untold(world: World) -> None:
    """Some bases and other authorities' rights are not told; an emergency is told at once, later, or not."""
    for basis in LegalBasis.objects.all():
        if world.maybe():
            LegalBasis.objects.filter(pk=basis.pk).update(told_family=False, not_told_why="x")
    for ground in Ground.objects.filter(kind="OTHER_AUTHORITY"):
        if world.maybe():
            Ground.objects.filter(pk=ground.pk).update(told_family=False, not_told_why="x")
    for ground in Ground.objects.filter(kind="EMERGENCY", family__in=world.families):
        if world.maybe(0.8):
            Emergency.objects.create(
                post=world.pick(world.posts), family=ground.family, ground=ground, code="CRISIS", reason="x",
                opened_at=ground.starts_at, family_told_at=world.pick([None, NOON - DAY, NOON, NOON + DAY]),
            )  # fmt: skip


def _team(world: World) -> None:
    for family in world.families:
        team = Team.objects.create(family=family, starts_at=NOON - DAY)
        ground = Ground.objects.filter(family=family).first()
        if ground and world.maybe():
            TeamMember.objects.create(
                team=team, post=world.pick(world.posts), ground=ground, starts_at=NOON - DAY,
                is_own_worker=True, ends_at=world.pick([None, NOON]),
            )  # fmt: skip


def _shelter(world: World) -> None:
    """Now and then a worker lives under a safety restriction of their own."""
    if world.maybe(0.4):
        restriction = Restriction.objects.create(
            kind="SAFETY", cause="VIOLENCE", decided_by="e:x", decided_at=NOON, review_on=NOON.date(),
            starts_at=NOON - DAY,
        )  # fmt: skip
        Protected.objects.create(restriction=restriction, person=world.pick(world.posts).person)


def _walk(world: World) -> None:
    """Somebody tries a door, in earnest."""
    viewer = replace(world.pick(world.viewers), at=NOON + world.pick(MOMENTS))
    try:
        if world.maybe():
            access.page_for(viewer, world.pick(world.families).pk, "overview.seen")
        else:
            record = world.pick(world.records)
            access.record_for(viewer, record.pk, record.kind)
    except NotVisible:
        return


def _note(world: World) -> None:
    """An entry as any area might write it, about anybody."""
    lookers = [*world.viewers, Viewer(None, None, "", None, NOON, guest_id=uuid4()), Viewer.system(NOON)]
    by = replace(world.pick(lookers), at=NOON + world.pick(MOMENTS))
    everybody = [*world.people, world.twin, *Person.objects.filter(family_name="Salo")]
    people = world.random.sample(everybody, world.random.choice([0, 0, 1, 1, 2, 3]))
    families = world.random.sample(world.families, world.random.choice([0, 1, 1, 1, 2]))
    if world.maybe(0.3):
        did, about = world.pick(GIVEN), _given(world)
        trail.leave(by, did, about, subjects=[*people, *families], result=world.pick(["ok", "ok", "denied"]))
        return
    about = world.random.sample([one.pk for one in world.records], world.random.choice([0, 1, 1, 2, 3]))
    if world.maybe(0.3):
        record = world.pick(world.records)
        whom = [row.person_id for row in record.subjects.all()]
        trail.saw(by, "sharing.saw_record", record, subjects=[*whom, *families])
        return
    trail.saw(
        by, world.pick(CODES), [*about, uuid4()] if world.maybe(0.2) else about, kind=world.pick(KINDS),
        subjects=[*people, *families], action=world.pick(ACTIONS), rules=["A3"],
    )  # fmt: skip


def _given(world: World):
    things = [*Ground.objects.all(), *LegalBasis.objects.all(), *Emergency.objects.all()]
    return world.pick(things) if things else None
