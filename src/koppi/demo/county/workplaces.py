"""Organisations, units and the people who work in them, scaled; the units of the story are the first ones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from koppi.demo.scenery import CITY, COUNTY, ISLAND, NGO, Scenery
from koppi.people import search
from koppi.people.models import Absence, Account, Organisation, Person, Post, Role, Unit

from . import plan
from .dice import Dice

ALIKE = {"city": CITY, "island": ISLAND}
LEAST = 2  # units of a kind that the story has


@dataclass(slots=True)
class Workplaces:
    """Who works where: ``kinds`` leads from a kind to its units, ``staff`` from a unit to its posts."""

    organisations: dict[str, list[Organisation]] = field(default_factory=dict)
    kinds: dict[str, list[Unit]] = field(default_factory=dict)
    staff: dict[object, list[Post]] = field(default_factory=dict)
    managers: dict[object, Post] = field(default_factory=dict)

    def name_deputies(self) -> None:
        """Let the manager of a unit, or else its first worker, act for the unit; the story's have theirs."""
        units = [unit for kind in self.kinds.values() for unit in kind if not unit.deputy_id]
        for unit in units:
            unit.deputy = self.managers.get(unit.pk) or self.staff[unit.pk][0]
        Unit.objects.bulk_update(units, ["deputy"], batch_size=500)

    def unit(self, dice: Dice, kind: str, municipality: str) -> Unit:
        """Return a unit of the kind, of the same municipality if there is one."""
        units = self.kinds[kind]
        near = [unit for unit in units if unit.municipality == municipality]
        return dice.choice(near or units)

    def post(self, dice: Dice, unit: Unit) -> Post:
        return dice.choice(self.staff[unit.pk])


def workplaces_of(shelf, dice: Dice, scenery: Scenery, scale: float, now: datetime) -> Workplaces:
    """Put the county's organisations, units and workers on the shelf."""
    places = Workplaces()
    _employ(shelf, dice, places, scenery)
    names = _place_names()
    numbers: dict[str, int] = {}
    for kind in plan.county()["units"]:
        _open_units(shelf, dice, places, scenery, kind, scale, names)
        _staff(shelf, dice, places, kind, scale, now, numbers)
    _go_away(shelf, dice, places, now)
    return places


def _employ(shelf, dice: Dice, places: Workplaces, scenery: Scenery) -> None:
    kinds, known = Organisation.Kind, scenery.organisations
    places.organisations["COUNTY"] = [known[COUNTY]]
    towns = []
    for place in plan.county()["municipalities"]:
        alike = ALIKE.get(place.get("story", ""))
        towns.append(
            known[alike] if alike else _organisation(shelf, dice, place["employer"], kinds.MUNICIPALITY)
        )
    places.organisations["MUNICIPALITY"] = towns
    for kind, rows in plan.county()["employers"].items():
        made = [_organisation(shelf, dice, row, kind) for row in rows]
        places.organisations[kind] = [*made, known[NGO]] if kind == "NGO" else made


def _organisation(shelf, dice: Dice, names: list[str], kind: str) -> Organisation:
    return shelf.put(Organisation(id=dice.key(), name=names[0], name_sv=names[1], kind=kind))


def _place_names():
    """Yield where units are; when all places have been used once, with a number."""
    rows = plan.county()["places"]

    def names(turn: int):
        at, of, sv = rows[turn % len(rows)]
        number = f" {turn // len(rows) + 1}" if turn >= len(rows) else ""
        return {"at": at + number, "of": of, "sv": sv}, number

    return names


def _open_units(
    shelf, dice: Dice, places: Workplaces, scenery: Scenery, kind: dict, scale: float, names
) -> None:
    count = max(round(kind["count"] * scale), LEAST if "first" in kind else 1)
    first = [scenery.units[kind["first"]]] if "first" in kind else []
    shares = {number: place["share"] for number, place in enumerate(plan.county()["municipalities"])}
    towns = sorted(dice.deal(shares, count))[len(first) :]
    made = [_unit(shelf, dice, places, kind, turn, town, names) for turn, town in enumerate(towns)]
    places.kinds[kind["key"]] = first + made


def _unit(shelf, dice: Dice, places: Workplaces, kind: dict, turn: int, town: int, names) -> Unit:
    words, number = names(turn)
    employers = places.organisations[kind["employer"]]
    place = plan.county()["municipalities"][town]
    return shelf.put(
        Unit(
            id=dice.key(), name=kind["fi"].format(**words) + (number if "{of}" in kind["fi"] else ""),
            name_sv=kind["sv"].format(**words) + number, sector=kind["sector"], municipality=place["fi"],
            organisation=employers[town % len(employers)], phone=_phone(dice),
            address=f"{dice.choice(place['streets'])} {dice.randint(1, 60)}",
            email=f"{kind['key']}-{town}-{turn}@koppi.example",
        )
    )  # fmt: skip


def _staff(
    shelf, dice: Dice, places: Workplaces, kind: dict, scale: float, now: datetime, numbers: dict
) -> None:
    units = places.kinds[kind["key"]]
    for unit in units:
        places.staff.setdefault(unit.pk, [])
    for title, (title_sv, count) in kind["posts"].items():
        for _turn, unit in zip(range(max(round(count * scale), 1)), cycle(units), strict=False):
            places.staff[unit.pk].append(_worker(shelf, dice, unit, title, title_sv, now, numbers))
    for unit in units:
        if not places.staff[unit.pk]:
            title, (title_sv, _count) = next(iter(kind["posts"].items()))
            places.staff[unit.pk].append(_worker(shelf, dice, unit, title, title_sv, now, numbers))
        if kind.get("managed") and not unit.deputy_id:
            post = _worker(shelf, dice, unit, "esihenkilö", "chef", now, numbers)
            post.role = Role.MANAGER
            places.managers[unit.pk] = post


def _worker(shelf, dice: Dice, unit: Unit, title: str, title_sv: str, now: datetime, numbers: dict) -> Post:
    language = dice.choices(("fi", "sv"), (0.85, 0.15))[0]
    told = plan.names()[language]
    given = dice.choice(told[dice.choice(("women", "women", "women", "men"))])
    person = Person(
        id=dice.key(), given_names=given, family_name=dice.choice(told["families"])[0],
        service_language=language, created_at=now,
    )  # fmt: skip
    person.search_text = search.text_of(person)
    numbers["worker"] = number = numbers.get("worker", 0) + 1
    email = f"tyontekija{number}@koppi.example"
    shelf.put(person)
    shelf.put(
        Account(
            id=dice.key(), person=person, username=f"tyontekija{number}", email=email, language=language,
            password=UNUSABLE_PASSWORD_PREFIX, joined_at=now,
        )
    )  # fmt: skip
    is_partner = unit.organisation.kind in ("NGO", "PARISH", "COMPANY")
    post = Post(
        id=dice.key(), person=person, unit=unit, title=title, title_sv=title_sv, phone=_phone(dice),
        email=email, role=Role.PARTNER if is_partner else Role.WORKER, pledged_on=now.date(),
        languages=["fi", "sv"] if language == "sv" else ["fi"],
        starts_on=date(now.year - dice.randint(1, 12), dice.randint(1, 12), 1),
    )  # fmt: skip
    post.search_text = search.text_of_post(post)
    return shelf.put(post)


def _phone(dice: Dice) -> str:
    return f"040 0000 {dice.randint(100, 999)}"


def _go_away(shelf, dice: Dice, places: Workplaces, now: datetime) -> None:
    """Some workers are away, each with a deputy of the same unit."""
    posts = [(post, staff) for staff in places.staff.values() if len(staff) > 1 for post in staff]
    away = dice.most(range(len(posts)), round(plan.county()["work"]["absent"] * len(posts)) or 1)
    absent = {posts[number][0].pk for number in away}
    for number in away:
        post, staff = posts[number]
        present = [other for other in staff if other.pk not in absent]
        if present:
            start = now - timedelta(days=dice.randint(1, 12))
            end = now + timedelta(days=dice.randint(2, 20))
            deputy = dice.choice(present)
            shelf.put(Absence(id=dice.key(), post=post, deputy=deputy, starts_at=start, ends_at=end))
