"""A random week around two families: who looked, in what capacity, at what, and what was not told."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from koppi.audit import trail
from koppi.people.models import Absence, Person
from koppi.people.viewer import Viewer
from koppi.refusal import NotVisible
from koppi.sharing import access
from koppi.sharing.models import Emergency, Ground, LegalBasis, Protected, Restriction
from koppi.teams.models import Team, TeamMember
from tests import make
from tests.make import DAY, NOON
from tests.sharing.conftest import World, a_world

MOMENTS = [timedelta(hours=-hours) for hours in (0, 1, 5, 23, 24, 25, 40, 60)]
CODES = ("overview.seen", "finding.listed", "finding.looked_up", "mapping.family_saw", "sharing.saw_as")
GIVEN = ("sharing.authority_admitted", "sharing.basis_stated", "mapping.invited", "teams.joined")
ACTIONS = ("read", "list", "search", "print", "export", "change", "deny", "job", "emergency")
KINDS = ("", "sharing", "sharing.Record", "own_words.OwnView", "services.ServiceEpisode", "families.Family")


def a_scenario(seed: int, looks: int = 60) -> World:
    world = a_world(seed)
    _untold(world)
    _team(world)
    _shelter(world)
    world.twin = make.a_person("Emma", merged_into=world.people[2])
    Absence.objects.create(
        post=world.posts[1], deputy=world.posts[0], starts_at=NOON - DAY, ends_at=world.pick([None, NOON])
    )
    for _turn in range(looks):
        _walk(world) if world.maybe(0.4) else _note(world)
    return world


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
    trail.saw(
        by, world.pick(CODES), [*about, uuid4()] if world.maybe(0.2) else about, kind=world.pick(KINDS),
        subjects=[*people, *families], action=world.pick(ACTIONS), rules=["A3"],
    )  # fmt: skip


def _given(world: World):
    things = [*Ground.objects.all(), *LegalBasis.objects.all(), *Emergency.objects.all()]
    return world.pick(things) if things else None
