"""People and things to tell stories with. Every call makes a new one."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.db import connection

from koppi.families.models import Custody, Family, Member
from koppi.people.access import card_of
from koppi.people.models import Account, Organisation, Person, Post, Role, Unit
from koppi.people.sectors import Sector
from koppi.people.viewer import Viewer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
_number = count(1)


def a_person(name="Aino", family_name="Koivu", born_on=date(1990, 5, 17), **more) -> Person:
    return Person.objects.create(
        given_names=name, family_name=family_name, born_on=born_on, created_at=NOON, **more
    )


def a_child(name="Eeva", born_on=date(2017, 4, 3), **more) -> Person:
    return a_person(name, born_on=born_on, **more)


def an_account(person=None, **more) -> Account:
    person = person or a_person()
    return Account.objects.create(person=person, username=f"user{next(_number)}", password="!", **more)


def an_organisation(name="Kaislaranta", kind=Organisation.Kind.COUNTY, **more) -> Organisation:
    return Organisation.objects.create(name=f"{name} {next(_number)}", kind=kind, **more)


def a_unit(sector=Sector.STUDENT_WELFARE, organisation=None, name="Yksikkö", **more) -> Unit:
    organisation = organisation or an_organisation()
    return Unit.objects.create(
        name=f"{name} {next(_number)}", sector=sector, organisation=organisation, **more
    )


def a_post(title="koulukuraattori", unit=None, role=Role.WORKER, person=None, **more) -> Post:
    """A post of a new person with an account, in a new unit unless one is given."""
    person = person or a_person(f"Työntekijä{next(_number)}", "Salo")
    if not Account.objects.filter(person=person).exists():
        an_account(person)
    unit = unit or a_unit()
    return Post.objects.create(
        person=person, unit=unit, title=title, role=role, starts_on=date(2020, 1, 1), **more
    )


def a_viewer(post=None, at=NOON, stand_ins=()) -> Viewer:
    post = post or a_post()
    account = post.person.account
    return Viewer(account.pk, post.person_id, post.person.name, card_of(post), at, stand_ins=tuple(stand_ins))


def a_client(person=None, at=NOON) -> Viewer:
    """A family member who looks in as themselves."""
    person = person or a_person()
    account = Account.objects.filter(person=person).first() or an_account(person)
    return Viewer(account.pk, person.pk, person.name, None, at)


def a_family(name="Koivun perhe", *members, centre=None) -> Family:
    """A family of the given people; children are told by their age at NOON."""
    family = Family.objects.create(name=name, created_at=NOON)
    for person in members:
        a_member(family, person, is_centre=person == centre)
    return family


def a_member(family, person, place=None, **more) -> Member:
    is_child = person.born_on and (NOON.date() - person.born_on).days < 18 * 365
    place = place or (Member.Place.CHILD if is_child else Member.Place.ADULT)
    return Member.objects.create(family=family, person=person, place=place, **more)


def custody(adult, child, online=True, kind=Custody.Kind.CUSTODIAN, **more) -> Custody:
    more.setdefault("starts_on", date(2017, 4, 3))
    return Custody.objects.create(adult=adult, child=child, kind=kind, may_see_online=online, **more)


def counted() -> None:
    """Let PostgreSQL count its rows now: it plans by counts, and takes them only now and then by itself.

    Who has filled many tables within one transaction would else wait minutes for a question of milliseconds.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
