"""Making up households: who they are, how they belong together, where they live, in the plan's shares."""

from datetime import date, timedelta

from . import plan
from .birthdays import ages_of, birthday, births_of, years_before
from .dice import Dice
from .household import ADULT, CHILD, NEAR, UNBORN, Guard, Household, Human, Place, Tie

COUPLES = ("MARRIED", "COHABITING")
FOREIGN = ("ar", "ru", "so")
EVERY_OTHER = "joka toinen viikko"


def households_of(dice: Dice, count: int, today: date, wanted: list[str]) -> list[Household]:
    """Return ``count`` households; the first ones get the wanted family names."""
    traits = _traits(dice, count, wanted)
    ages = ages_of(dice, traits["children"], plan.county()["households"]["ages"])
    maker = _Maker(dice, today, wanted)
    return [
        maker.make(number, ages[number], {name: dealt[number] for name, dealt in traits.items()})
        for number in range(count)
    ]


def _traits(dice: Dice, count: int, wanted: list[str]) -> dict[str, list]:
    """Deal every family its kind, language and rare things."""
    shares = plan.county()["households"]
    places = {place["fi"]: place["share"] for place in plan.county()["municipalities"]}
    traits = {
        "children": dice.deal(shares["children"], count),
        "kind": dice.deal(shares["types"], count),
        "language": dice.deal(shares["languages"], count),
        "municipality": dice.deal(places, count),
    }
    _speak_finnish(traits["language"], wanted)
    for rare in ("grandparent", "expecting", "foster", "same_name", "turning_18"):
        traits[rare] = dice.some(shares[rare], count)
    own = [not foster for foster in traits["foster"]]
    couple = [kind in COUPLES for kind in traits["kind"]]
    foreign = [language in FOREIGN for language in traits["language"]]
    new = [one and two for one, two in zip(own, couple, strict=True)]
    traits["reconstituted"] = _among(dice, new, round(shares["reconstituted"] * count))
    pairs = zip(own, couple, traits["reconstituted"], strict=True)
    apart = [one and (not two or again) for one, two, again in pairs]
    traits["two_homes"] = _among(dice, apart, round(shares["two_homes"] * count))
    traits["twins"] = _among(dice, [n > 1 for n in traits["children"]], round(shares["twins"] * count) or 1)
    traits["interpreter"] = _among(dice, foreign, round(shares["interpreter"] * sum(foreign)))
    return traits


def _speak_finnish(languages: list[str], wanted: list[str]) -> None:
    """Let those whose Finnish name is wanted change languages with others."""
    free = [number for number in range(len(wanted), len(languages)) if languages[number] == "fi"]
    for number, name in enumerate(wanted[: len(languages)]):
        if name and languages[number] != "fi" and free:
            other = free.pop()
            languages[number], languages[other] = languages[other], languages[number]


def _among(dice: Dice, can: list[bool], count: int) -> list[bool]:
    """Return yes for ``count`` of those that can, no for all others."""
    chosen = set(dice.most([number for number, yes in enumerate(can) if yes], count))
    return [number in chosen for number in range(len(can))]


class _Maker:
    """Makes one household after another and remembers the names it has given."""

    def __init__(self, dice: Dice, today: date, wanted: list[str]):
        self.dice, self.today, self.wanted = dice, today, wanted
        self.families = {tongue: dict(map(tuple, told["families"])) for tongue, told in plan.names().items()}
        self.streets = {place["fi"]: place["streets"] for place in plan.county()["municipalities"]}
        self.namesake = ("", "")

    def make(self, number: int, ages: list[int], traits: dict) -> Household:
        wanted = self.wanted[number] if number < len(self.wanted) else ""
        language = traits["language"]
        name = (
            wanted if wanted in self.families[language] else self.dice.choice(list(self.families[language]))
        )
        if traits["same_name"] and self.namesake[1] in self.families[language]:
            name = self.namesake[1]
        of_name = self.families[language][name]
        house = Household(
            number, self.dice.key(), f"{of_name} perhe", traits["municipality"], language, traits["kind"],
            traits["interpreter"],
        )  # fmt: skip
        self._add_children(house, name, ages, traits)
        self._add_grown(house, name, traits)
        self._settle(house, traits)
        return house

    def _say(self, house: Household, list_name: str) -> str:
        return self.dice.choice(plan.names()[house.language][list_name])

    def _word(self, house: Household, who: str) -> str:
        return plan.names()[house.language]["words"][who]

    def _human(
        self, house: Household, given: str, family: str, place: str, word: str, age: int, **more
    ) -> Human:
        born_on = birthday(self.dice, age, self.today)
        human = Human(self.dice.key(), given, family, place, word, born_on, **more)
        house.humans.append(human)
        return human

    def _add_children(self, house: Household, name: str, ages: list[int], traits: dict) -> None:
        taken: set[str] = set()
        for born_on in births_of(self.dice, ages, self.today, traits["twins"]):
            girls_or_boys = self.dice.choice(("girls", "boys"))
            names = [one for one in plan.names()[house.language][girls_or_boys] if one not in taken]
            taken.add(given := self.dice.choice(names))
            house.humans.append(Human(self.dice.key(), given, name, CHILD, "", born_on))
        centre = self.dice.choice(house.humans)
        centre.is_centre = True
        if traits["turning_18"]:
            soon = self.today + timedelta(days=self.dice.randint(0, 6))
            house.humans[0].born_on = years_before(soon, 18)
        if traits["same_name"] and self.namesake[1] == name:
            centre.given = self.namesake[0]
        self.namesake = (centre.given, name)

    def _add_grown(self, house: Household, name: str, traits: dict) -> None:
        oldest = max((self.today - child.born_on).days // 365 for child in house.children)
        age = oldest + self.dice.randint(21, 36)
        mother = father = None
        if house.kind != "FATHER":
            mother = self._human(
                house, self._say(house, "women"), name, ADULT, self._word(house, "mother"), age
            )
        if house.kind != "MOTHER":
            older = age + self.dice.randint(-2, 5)
            father = self._human(
                house, self._say(house, "men"), name, ADULT, self._word(house, "father"), older
            )
        if traits["foster"]:
            self._foster(house, mother, father)
        else:
            self._as_parents(house, mother, father)
            self._other_parent(house, mother, father, name, traits)
        if house.kind in COUPLES:
            house.ties.append(Tie(mother, father, "PARTNER"))
        self._siblings(house)
        if traits["grandparent"]:
            self._grandparent(house, mother or father, age)
        if traits["expecting"] and mother:
            self._expect(house, mother, name)

    def _as_parents(self, house: Household, *adults: Human | None) -> None:
        for adult in filter(None, adults):
            house.ties += [Tie(adult, child, "PARENT") for child in house.children]
            house.guards += [Guard(child, adult, "CUSTODIAN", True) for child in house.children]

    def _foster(self, house: Household, *adults: Human | None) -> None:
        for adult in filter(None, adults):
            adult.word = self._word(house, "foster")
            house.ties += [Tie(adult, child, "FOSTER_PARENT") for child in house.children]
            house.guards += [Guard(child, adult, "FOSTER", True) for child in house.children]
        other = self._apart(house, self._say(house, "women"), self._word(house, "mother"))
        house.ties += [Tie(other, child, "CONTACT_PARENT") for child in house.children]
        house.guards += [Guard(child, other, "CUSTODIAN", True) for child in house.children]

    def _other_parent(self, house: Household, mother, father, name: str, traits: dict) -> None:
        """A parent who lives elsewhere: of children in two homes, and where a parent has a new partner."""
        if traits["reconstituted"]:
            self._become_step(house, father)
        elif house.kind in COUPLES or not (traits["two_homes"] or self.dice.often(0.5)):
            return
        is_father = mother is not None
        other = self._apart(
            house, self._say(house, "men" if is_father else "women"),
            self._word(house, "father" if is_father else "mother"),
        )  # fmt: skip
        kind = "PARENT" if traits["two_homes"] else "CONTACT_PARENT"
        house.ties += [Tie(other, child, kind) for child in house.children]
        parted = self.today - timedelta(days=self.dice.randint(200, 2500))
        house.ties.append(Tie(mother or father, other, "EX_PARTNER", parted))
        custody = "CUSTODIAN" if self.dice.often(0.8) else "INFORMATION_RIGHT"
        house.guards += [Guard(child, other, custody, False) for child in house.children]

    def _become_step(self, house: Household, partner: Human) -> None:
        partner.word = self._word(house, "step")
        house.guards = [guard for guard in house.guards if guard.adult is not partner]
        for tie in house.ties:
            if tie.person is partner and tie.kind == "PARENT":
                tie.kind = "STEP_PARENT"

    def _apart(self, house: Household, given: str, word: str) -> Human:
        family = self.dice.choice(list(self.families[house.language]))
        return self._human(house, given, family, ADULT, word, self.dice.randint(28, 52), is_apart=True)

    def _siblings(self, house: Household) -> None:
        children = house.children
        for place, one in enumerate(children):
            house.ties += [Tie(one, other, "SIBLING") for other in children[place + 1 :]]

    def _grandparent(self, house: Household, parent: Human, age: int) -> None:
        is_woman = self.dice.often(0.7)
        given = self._say(house, "old_women" if is_woman else "old_men")
        word = self._word(house, "grandmother" if is_woman else "grandfather")
        old = self._human(house, given, parent.family, NEAR, word, age + self.dice.randint(22, 34))
        house.ties.append(Tie(old, parent, "PARENT"))
        house.ties += [Tie(old, child, "GRANDPARENT") for child in house.children]

    def _expect(self, house: Household, mother: Human, name: str) -> None:
        due = self.today + timedelta(days=self.dice.randint(10, 200))
        baby = Human(self.dice.key(), "Vauva", name, UNBORN, "", None, due)
        house.humans.append(baby)
        house.ties.append(Tie(mother, baby, "EXPECTING"))
        house.guards.append(Guard(baby, mother, "CUSTODIAN", True))

    def _settle(self, house: Household, traits: dict) -> None:
        """Give the family its homes; children of two homes live in both."""
        apart = [human for human in house.humans if human.is_apart]
        two = traits["two_homes"] and bool(apart)
        when = EVERY_OTHER if two else ""
        children = [(child, when) for child in house.children]
        grown = [(adult, "") for adult in house.parents]
        house.homes.append(self._home("Koti", house.municipality, [*children, *grown]))
        if two:
            elsewhere = house.municipality if self.dice.often(0.7) else self.dice.choice(list(self.streets))
            house.homes.append(self._home("Toinen koti", elsewhere, [*children, (apart[0], "")]))

    def _home(self, label: str, municipality: str, residents: list[tuple[Human, str]]) -> Place:
        address = f"{self.dice.choice(self.streets[municipality])} {self.dice.randint(1, 60)}"
        return Place(label, municipality, address, residents)
