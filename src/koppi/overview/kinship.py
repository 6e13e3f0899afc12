"""The people of a family as the map and the list of it need them: names, ages and ties in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koppi.families.models import Member, Relation, Resident
from koppi.people.prepared import rows
from koppi.people.viewer import Viewer
from koppi.sharing.access import PersonCard, Sight
from koppi.ui.moments import month

from .family_grid import NAME, WIDTH
from .family_map import Drawing, draw
from .family_rows import House, Kin, Tie

UNGROWN = (Member.Place.CHILD, Member.Place.UNBORN)
TIED = ("PARTNER", "EX_PARTNER")
HOME = "HOME"


@dataclass(frozen=True, slots=True)
class Figure:
    """One person of the family: what the map draws and what the list says."""

    id: UUID
    name: str
    label: str
    sub: str
    face: str
    place: str
    is_child: bool
    is_centre: bool
    is_locked: bool
    needs_interpreter: str
    lives: str = ""
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kinship:
    """Everybody, and the map of them."""

    figures: tuple[Figure, ...]
    drawing: Drawing

    @property
    def by_key(self) -> dict[str, Figure]:
        return {str(figure.id): figure for figure in self.figures}

    @property
    def kinds(self) -> frozenset[str]:
        """What sorts of lines the map has: its legend explains those and no others."""
        return frozenset(line.kind for line in self.drawing.lines)

    @property
    def is_wide(self) -> bool:
        """A large family's map takes the whole width of the page."""
        return self.drawing.width > WIDTH * 1.1

    @property
    def has_homes(self) -> bool:
        return bool(self.drawing.boxes)


def kinship_of(
    viewer: Viewer, family, sight: Sight, people: Iterable[PersonCard], locked: frozenset[UUID]
) -> Kinship:
    """Return the people this viewer sees, drawn. One query."""
    people = list(people)
    known = {person.id for person in people}
    order = {str(person.id): number for number, person in enumerate(people)}
    ties, houses = _drawn_from(rows(_drawn, family.pk), known, sight.is_place_hidden, viewer.today)
    ties.sort(key=lambda tie: (order[tie.person], order[tie.other], tie.kind))
    kin = [_kin(person, viewer.today) for person in people]
    names = {str(person.id): person.first_name for person in people}
    lives, said = _lives(houses), _ties_in_words(ties, names)
    figures = tuple(
        _figure(person, one, person.id in locked, lives.get(one.key, ""), said.get(one.key, ()))
        for person, one in zip(people, kin, strict=True)
    )
    return Kinship(figures, draw(kin, ties, houses))


def _drawn(family_id):
    """Return homes with residents and ties between people, each as one row of the same seven columns."""
    residents = Resident.objects.filter(home__family=family_id).values_list(
        Value(HOME, CharField()),
        "home_id",
        "person_id",
        "home__label",
        "part",
        "home__starts_on",
        "home__ends_on",
    )
    relations = Relation.objects.filter(family=family_id).values_list(
        "kind", "person_id", "other_id", "words", Value("", CharField()), "starts_on", "ends_on"
    )
    return relations.order_by().union(residents.order_by(), all=True)


def _is_now(starts_on: date | None, ends_on: date | None, today: date) -> bool:
    return (not starts_on or starts_on <= today) and (not ends_on or ends_on > today)


def _drawn_from(found, known: set[UUID], is_place_hidden: bool, today: date) -> tuple[list[Tie], list[House]]:
    ties, homes = [], defaultdict(list)
    labels: dict[UUID, str] = {}
    for kind, one, other, words, part, starts_on, ends_on in found:
        one, other = UUID(str(one)), UUID(str(other))
        if kind == HOME and other in known and _is_now(starts_on, ends_on, today):
            labels[one] = _("Koti") if is_place_hidden else words
            homes[one].append((str(other), "" if is_place_hidden else part))
        elif kind != HOME and {one, other} <= known:
            tie = _tie(kind, str(one), str(other), words, starts_on, ends_on, today)
            ties += [tie] if tie else []
    order = sorted(homes, key=lambda home: (labels[home], str(home)))
    return ties, [_house(str(home), labels[home], homes[home]) for home in order]


def _house(key: str, label: str, residents: list[tuple[str, str]]) -> House:
    """Those who live there always come first."""
    return House(key, label, tuple(sorted(residents, key=lambda resident: resident[1])))


def _tie(
    kind: str, one: str, other: str, words: str, starts_on: date | None, ends_on: date | None, today: date
) -> Tie | None:
    """A tie that has ended is drawn only when it was a couple's: that they parted is part of the picture."""
    is_over = bool(ends_on and ends_on <= today)
    if (starts_on and starts_on > today) or (is_over and kind not in TIED):
        return None
    if kind == "EX_PARTNER" or (kind == "PARTNER" and is_over):
        words = words or _parted(ends_on if kind == "PARTNER" else starts_on)
    return Tie(one, other, kind, is_over, words)


def _parted(on: date | None) -> str:
    return _("eronneet %(month)s") % {"month": month(on, get_language())} if on else _("eronneet")


def _kin(person: PersonCard, today: date) -> Kin:
    is_child = person.place in UNGROWN
    name, sub = said_of(person, today)
    return Kin(str(person.id), name, sub, is_child, person.place == Member.Place.NEAR, person.is_centre)


def said_of(person: PersonCard, today: date) -> tuple[str, str]:
    """Return the name under a circle and the smaller line below it."""
    if person.died_on:
        return person.first_name, _("kuollut %(year)s") % {"year": person.died_on.year}
    if person.place == Member.Place.UNBORN:
        due = month(person.expected_on, get_language()) if person.expected_on else ""
        return person.first_name or _("Vauva"), _("laskettu %(month)s") % {
            "month": due
        } if due else person.word
    age = age_on(person.born_on, today) if person.place == Member.Place.CHILD else None
    name = (
        person.first_name
        if age is None
        else _("%(name)s, %(age)s v") % {"name": person.first_name, "age": age}
    )
    if age is None and person.word:
        both = f"{name}, {person.word}"
        return (both, person.note) if person.note and len(both) <= NAME else (name, person.word)
    return name, person.note


def age_on(born_on: date | None, day: date) -> int | None:
    """Return full years lived."""
    if born_on is None or born_on > day:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _lives(houses: list[House]) -> dict[str, str]:
    lives: dict[str, list[str]] = defaultdict(list)
    for house in houses:
        for key, part in house.residents:
            lives[key].append(f"{house.label} ({part})" if part else house.label)
    return {key: ", ".join(where) for key, where in lives.items()}


def _ties_in_words(ties: list[Tie], names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return for each person their ties as people say them: "vanhempi: Emma, Onni"."""
    grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for tie in ties:
        kind = "EX_PARTNER" if tie.kind in TIED and tie.is_over else tie.kind
        words = f" ({tie.words})" if tie.words else ""
        grouped[tie.person][str(Relation.Kind(kind).label)].append(names[tie.other] + words)
        if kind in (*TIED, "SIBLING"):
            grouped[tie.other][str(Relation.Kind(kind).label)].append(names[tie.person] + words)
    return {
        key: tuple(f"{kind}: {', '.join(dict.fromkeys(others))}" for kind, others in kinds.items())
        for key, kinds in grouped.items()
    }


def _figure(person: PersonCard, kin: Kin, is_locked: bool, lives: str, ties: tuple[str, ...]) -> Figure:
    return Figure(
        id=person.id,
        name=person.first_name or kin.name,
        label=kin.name,
        sub=kin.sub,
        face=person.face,
        place=person.place,
        is_child=kin.is_child,
        is_centre=kin.is_centre,
        is_locked=is_locked,
        needs_interpreter=person.interpreter_language if person.needs_interpreter else "",
        lives=lives,
        ties=ties,
    )
