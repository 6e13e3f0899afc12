"""What people do with the picture of a family: begin it, add people, homes, ties and custody.

The pages that call these stand in ``editing`` and ``finding``; they have opened the family's door and asked
``sharing.require_change`` first, and they tell ``sharing`` afterwards that members or custody changed.
"""

from datetime import date

from django.utils.translation import gettext as _

from koppi.audit import trail
from koppi.audit.trail import action
from koppi.people import search
from koppi.people.models import Person
from koppi.people.viewer import Viewer
from koppi.refusal import Refused

from .models import Custody, Family, Home, Member, Relation, Resident
from .new_member import NewMember


class AlreadyThere(Refused):
    """The same person, tie or custody stands in the picture already."""


class EndsBeforeStart(Refused):
    """Something would end before it begins."""


class BornInFuture(Refused):
    """Somebody would be born after today; a child not yet born has an expected day instead."""


class NotOfThisFamily(Refused):
    """A person named in the change does not belong to the family."""


class ChildWouldBeCustodian(Refused):
    """A minor cannot have custody of another child."""


@action
def begin_family(*, by: Viewer, name: str, members: list[NewMember], municipality: str = "") -> Family:
    """Begin the picture of a family from the people who belong to it."""
    family = Family.objects.create(name=name, municipality=municipality, created_at=by.at)
    people = [_settle(by, family, new).person for new in members]
    trail.leave(by, "families.begun", family, subjects=people, action="create", members=len(people))
    return family


@action
def add_member(*, by: Viewer, family: Family, new: NewMember) -> Member:
    """Add one person to the family.

    :raises AlreadyThere: the person belongs to the family now.
    """
    if new.person_id and family.members.filter(person=new.person_id, ends_on=None).exists():
        raise AlreadyThere(_("Hän kuuluu jo perheeseen. Muuta hänen tietojaan kuvassa."))
    member = _settle(by, family, new)
    trail.leave(by, "families.member_added", member, subjects=[member.person], action="create")
    return member


@action
def change_member(*, by: Viewer, member: Member, **values) -> Member:
    """Change how a person stands in the family: place, word, note, centre, from and until."""
    _check_days(values.get("starts_on", member.starts_on), values.get("ends_on", member.ends_on))
    if values.get("is_centre"):
        member.family.members.exclude(pk=member.pk).update(is_centre=False)
    _put(member, values)
    trail.leave(by, "families.member_changed", member, subjects=[member.person], fields=sorted(values))
    return member


@action
def change_person(*, by: Viewer, person: Person, **values) -> Person:
    """Change the basic data of a person: names, dates, languages, interpreter, contact data.

    :raises BornInFuture: the day of birth is still ahead.
    """
    _check_born(by, values.get("born_on"))
    _put(person, values, save=False)
    person.search_text = search.text_of(person)
    person.save()
    trail.leave(by, "people.changed", person, subjects=[person], fields=sorted(values))
    return person


@action
def end_membership(*, by: Viewer, member: Member, on: date) -> Member:
    """End a membership; the row stays, so the past can be read.

    :raises EndsBeforeStart: the day is before the first day.
    """
    _check_days(member.starts_on, on)
    _put(member, {"ends_on": on, "is_centre": False})
    trail.leave(by, "families.member_ended", member, subjects=[member.person])
    return member


@action
def add_home(*, by: Viewer, family: Family, residents: list[tuple[Person, str]], **values) -> Home:
    """Draw a home and who lives there; the second value of a resident says when ("joka toinen viikko")."""
    _require_members(family, [person for person, _part in residents])
    home = Home.objects.create(family=family, **values)
    _house(home, residents)
    subjects = [person for person, _part in residents]
    trail.leave(by, "families.home_added", home, subjects=subjects, action="create")
    return home


@action
def change_home(*, by: Viewer, home: Home, residents: list[tuple[Person, str]], **values) -> Home:
    """Change a home and who lives in it."""
    _require_members(home.family, [person for person, _part in residents])
    _check_days(values.get("starts_on", home.starts_on), values.get("ends_on", home.ends_on))
    before = list(Person.objects.filter(residences__home=home))
    _put(home, values)
    home.residents.all().delete()
    _house(home, residents)
    subjects = {person.pk: person for person in before} | {p.pk: p for p, _part in residents}
    trail.leave(by, "families.home_changed", home, subjects=list(subjects.values()))
    return home


@action
def tie(
    *, by: Viewer, family: Family, person: Person, other: Person, kind: str, words: str = "",
    starts_on: date | None = None, ends_on: date | None = None,
) -> Relation:  # fmt: skip
    """Tie two people: ``person`` is the ``kind`` of ``other``.

    :raises AlreadyThere: the same tie is in force.
    """
    if person == other:
        raise NotOfThisFamily(_("Valitse kaksi eri ihmistä."))
    _require_members(family, [person, other])
    _check_days(starts_on, ends_on)
    same = family.relations.filter(person=person, other=other, kind=kind, ends_on=None)
    if ends_on is None and same.exists():
        raise AlreadyThere(_("Tämä suhde on jo kuvassa."))
    relation = Relation.objects.create(
        family=family, person=person, other=other, kind=kind, words=words,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    trail.leave(by, "families.tied", relation, subjects=[person, other], action="create")
    return relation


@action
def untie(*, by: Viewer, relation: Relation, on: date) -> Relation:
    """End a tie from a day on."""
    _check_days(relation.starts_on, on)
    _put(relation, {"ends_on": on})
    trail.leave(by, "families.untied", relation, subjects=[relation.person_id, relation.other_id])
    return relation


@action
def set_custody(
    *, by: Viewer, child: Person, adult: Person, kind: str, starts_on: date, may_see_online: bool = False,
    verified_from: str = "",
) -> Custody:  # fmt: skip
    """Record custody or a right to know. Online sight needs what it was verified from.

    :raises AlreadyThere: the same right is in force.
    """
    if child.born_on and adult.born_on and adult.born_on >= child.born_on:
        raise ChildWouldBeCustodian(_("Huoltajan täytyy olla lasta vanhempi. Tarkista, kumpi on kumpi."))
    if child.custodies.filter(adult=adult, kind=kind, ends_on=None).exists():
        raise AlreadyThere(_("Tämä huoltajuus on jo merkitty."))
    if may_see_online and not verified_from:
        raise Refused(_("Kerro, mistä huoltajuus on tarkistettu, ennen kuin avaat näkymän."))
    custody = Custody.objects.create(
        child=child, adult=adult, kind=kind, starts_on=starts_on, may_see_online=may_see_online,
        verified_from=verified_from, verified_by=str(by) if verified_from else "",
    )  # fmt: skip
    trail.leave(by, "families.custody_set", custody, subjects=[child, adult], online=may_see_online)
    return custody


@action
def end_custody(*, by: Viewer, custody: Custody, on: date) -> Custody:
    """End custody or a right to know from a day on; online sight ends with it."""
    _check_days(custody.starts_on, on)
    _put(custody, {"ends_on": on})
    trail.leave(by, "families.custody_ended", custody, subjects=[custody.child_id, custody.adult_id])
    return custody


def _settle(by: Viewer, family: Family, new: NewMember) -> Member:
    person = Person.objects.get(pk=new.person_id) if new.person_id else _new_person(by, new)
    if new.is_centre:
        family.members.update(is_centre=False)
    return Member.objects.create(
        family=family, person=person, place=new.place, word=new.word, note=new.note, is_centre=new.is_centre
    )


def _new_person(by: Viewer, new: NewMember) -> Person:
    _check_born(by, new.born_on)
    person = Person(
        given_names=new.given_names, family_name=new.family_name, born_on=new.born_on,
        expected_on=new.expected_on, birth_year=new.birth_year, phone=new.phone, created_at=by.at,
    )  # fmt: skip
    person.search_text = search.text_of(person)
    person.save()
    return person


def _house(home: Home, residents: list[tuple[Person, str]]) -> None:
    Resident.objects.bulk_create(Resident(home=home, person=person, part=part) for person, part in residents)


def _require_members(family: Family, people: list[Person]) -> None:
    known = set(family.members.values_list("person_id", flat=True))
    if any(person.pk not in known for person in people):
        raise NotOfThisFamily(_("Lisää ihminen ensin perheeseen."))


def _check_born(by: Viewer, born_on: date | None) -> None:
    if born_on and born_on > by.today:
        raise BornInFuture(_("Syntymäaika on tulevaisuudessa. Tarkista päivä."))


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeStart(_("Viimeinen päivä on ennen ensimmäistä. Tarkista päivät."))


def _put(thing, values: dict, save: bool = True) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
    if save:
        thing.save()
