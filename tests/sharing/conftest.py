"""Small worlds for the rule: everything around one family, made of random facts from a seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest

from koppi.people.models import Role
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer
from koppi.sharing import grants
from koppi.sharing.models import (
    Capacity,
    Clearance,
    Consent,
    Ground,
    Kind,
    LegalBasis,
    Matter,
    Prohibition,
    Protected,
    Record,
    RecordShare,
    RecordSubject,
    Restriction,
)
from tests import make
from tests.make import DAY, NOON

PERIODS = ((-DAY, None), (-DAY, DAY), (-DAY, timedelta()), (timedelta(), None), (DAY, None))


@dataclass
class World:
    """People around a family, what is recorded of them, and everybody who might look."""

    random: Random
    families: list = field(default_factory=list)
    people: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    records: list = field(default_factory=list)
    viewers: list[Viewer] = field(default_factory=list)

    def pick(self, things):
        return self.random.choice(list(things))

    def maybe(self, chance=0.5):
        return self.random.random() < chance

    def lasts(self):
        start, end = self.random.choices(PERIODS, (5, 3, 1, 2, 1))[0]
        return {"starts_at": NOON + start, "ends_at": None if end is None else NOON + end}

    def matter(self):
        return self.pick([Matter.ANY, Matter.ANY, Matter.SCHOOL, Matter.HEALTH])

    @property
    def holders(self):
        units = {post.unit for post in self.posts}
        return [
            *(f"e:{post.pk}" for post in self.posts),
            *(f"u:{unit.pk}" for unit in units),
            *(f"o:{unit.organisation_id}" for unit in units),
        ]


def _people(world: World) -> None:
    world.people = [
        make.a_person("Sanna"),
        make.a_person("Mikko"),
        make.a_child("Emma"),
        make.a_child("Onni", born_on=date(2008, 3, 2)),
    ]
    county = make.an_organisation()
    school = make.a_unit(Sector.EDUCATION, county)
    world.posts = [
        make.a_post(unit=school),
        make.a_post(unit=make.a_unit(Sector.HEALTH)),
        make.a_post(unit=school, person=world.people[1] if world.maybe(0.3) else None),
        make.a_post(role=world.pick([Role.ANALYST, Role.PARTNER, Role.MANAGER])),
    ]
    world.families = [make.a_family("Perhe", *world.people[:3]), make.a_family("Toinen", *world.people[2:])]


def _facts(world: World) -> None:
    for _ in range(world.random.randint(2, 5)):
        _ground(world)
    for person in world.people:
        for _ in range(world.random.randint(0, 2)):
            _cover(world, person)
    for adult in world.people[:2]:
        if world.maybe(0.7):
            make.custody(adult, world.people[2], online=world.maybe(0.8))
    if world.maybe(0.4):
        Capacity.objects.create(
            minor=world.people[2],
            matter=world.matter(),
            is_capable=world.maybe(0.7),
            judged_by="e:x",
            **world.lasts(),
        )


def _ground(world: World) -> None:
    kind = world.random.choices(list(Ground.Kind.values), (5, 4, 1, 1, 1, 2))[0]
    lasts = world.lasts()
    if kind in ("INVITED", "OTHER_AUTHORITY", "EMERGENCY"):
        lasts["ends_at"] = lasts["ends_at"] or NOON + 9 * DAY
    record = world.pick(world.records) if kind == "INVITED" else None
    family = record.family if record else world.pick(world.families)
    holder = world.pick(world.holders)
    Ground.objects.create(
        kind=kind, holder=holder, family=family, record=record, matter=world.matter(), given_by="e:x", **lasts
    )
    if record and world.maybe(0.7):
        for subject in record.subjects.all():
            _cover(world, subject.person, holder)


def _cover(world: World, person, receiver=None) -> None:
    receiver = receiver or world.pick([*world.holders, "s:EDUCATION", "s:EDUCATION", "s:HEALTH"])
    if world.maybe(0.2):
        lasts = world.lasts()
        lasts["ends_at"] = lasts["ends_at"] or NOON + DAY * 9
        LegalBasis.objects.create(
            person=person, receiver=receiver, matter=world.matter(), code="SHL_41", necessity="x",
            decided_by="e:x", decided_at=NOON, **lasts,
        )  # fmt: skip
        return
    Consent.objects.create(
        person=person, receiver=receiver, matter=world.matter(), given_by=person, way="WITH_WORKER",
        recorded_by="e:x", recorded_at=NOON, **world.lasts(),
        withdrawn_at=NOON if world.maybe(0.15) else None,
    )  # fmt: skip


def _records(world: World) -> None:
    for _ in range(6):
        family = world.pick(world.families)
        author = world.pick(world.posts) if world.maybe(0.6) else None
        record = Record(
            family=family,
            kind=world.pick([Kind.SUMMARY, Kind.OWN_WORDS, Kind.SERVICE]),
            matter=world.matter(),
            author_person=author.person if author else world.pick(world.people),
            author_post=author,
            is_draft=world.maybe(0.15),
            is_client_visible=world.maybe(0.85),
            is_sensitive=world.maybe(0.15),
            shown_from=world.pick([None, None, NOON, NOON + DAY]),
            created_at=NOON,
        )
        record.save()
        members = [member.person for member in family.members.select_related("person")]
        for person in world.random.sample(members, world.random.randint(1, 2)):
            RecordSubject.objects.create(record=record, person=person)
        world.records.append(record)


def _against(world: World) -> None:
    keys = {
        "PERSON": [f"p:{person.pk}" for person in [*world.people, *(post.person for post in world.posts)]],
        "POST": [f"e:{post.pk}" for post in world.posts],
        "ORGANISATION": [f"o:{post.unit.organisation_id}" for post in world.posts],
        "SAFETY": [""],
    }
    for _ in range(world.random.randint(0, 2)):
        kind = world.pick(keys)
        restriction = Restriction.objects.create(
            kind=kind, kept_out=world.pick(keys[kind]), cause="VIOLENCE", decided_by="e:x", decided_at=NOON,
            family=world.pick([None, *world.families]) if kind != "SAFETY" else None,
            review_on=date(2026, 9, 1), **world.lasts(),
        )  # fmt: skip
        for person in world.random.sample(world.people, world.random.randint(0, 2)):
            Protected.objects.create(restriction=restriction, person=person)
        if kind == "SAFETY" and world.maybe():
            holder = world.pick([f"p:{world.people[0].pk}", *world.holders])
            Clearance.objects.create(restriction=restriction, holder=holder, given_by="e:x", given_at=NOON)
    if world.maybe(0.4):
        Prohibition.objects.create(
            minor=world.people[2], record=world.pick([None, *world.records]), matter=world.matter(),
            hidden_from=world.pick([None, *world.people[:2]]), set_by="e:x", review_on=date(2026, 3, 9),
            **world.lasts(),
        )  # fmt: skip
    for record in world.records:
        if world.maybe(0.4):
            holder = world.pick(["t:", f"p:{world.people[0].pk}", *world.holders])
            RecordShare.objects.create(record=record, holder=holder, **world.lasts())


def a_world(seed: int) -> World:
    world = World(Random(seed))
    _people(world)
    _records(world)
    _facts(world)
    _against(world)
    grants.rebuild_many(world.families)
    world.viewers = [
        *(make.a_client(person) for person in world.people),
        *(make.a_viewer(post) for post in world.posts),
        make.a_viewer(world.posts[3], stand_ins=[f"e:{world.posts[0].pk}"]),
        make.a_client(make.a_person("Vieras")),
    ]
    return world


@pytest.fixture
def worlds(db):
    return a_world
