"""Grants are what the facts come to, no more and no less."""

from datetime import UTC, date, datetime, timedelta

import pytest

from koppi.families.models import Member
from koppi.people.sectors import Sector
from koppi.sharing import access, grants
from koppi.sharing import actions as sharing
from koppi.sharing.jobs import check_grants
from koppi.sharing.models import Capacity, Consent, Grant, Ground
from koppi.sharing.periods import EVER
from tests import make
from tests.make import DAY, NOON

pytestmark = pytest.mark.django_db


def ground(family, holder, kind="TEAM", **more):
    more.setdefault("starts_at", NOON)
    return Ground.objects.create(family=family, holder=holder, kind=kind, given_by="e:x", **more)


def consent(person, receiver, **more):
    more.setdefault("starts_at", NOON)
    return Consent.objects.create(
        person=person,
        receiver=receiver,
        given_by=person,
        way="ON_PAPER",
        recorded_by="e:x",
        recorded_at=NOON,
        **more,
    )


def work(family) -> set[tuple]:
    grants.rebuild(family.pk)
    rows = Grant.objects.filter(family=family, side="WORK")
    return set(rows.values_list("holder", "person_id", "matter", "starts_at", "ends_at"))


@pytest.fixture
def person():
    return make.a_person()


@pytest.fixture
def family(person):
    return make.a_family("Perhe", person)


@pytest.fixture
def post():
    return make.a_post(unit=make.a_unit(Sector.ECEC))


def test_a_post_is_reached_through_itself_its_unit_organisation_and_sector(family, person, post):
    unit = post.unit
    ground(family, f"e:{post.pk}")
    for receiver in (f"e:{post.pk}", f"u:{unit.pk}", f"o:{unit.organisation_id}", "s:ECEC"):
        given = consent(person, receiver)
        assert work(family) == {(f"e:{post.pk}", person.pk, "ANY", NOON, None)}
        given.delete()
    consent(person, "s:HEALTH")
    assert work(family) == set()


def test_a_unit_is_not_reached_through_its_posts_nor_an_organisation_through_its_sector(family, person, post):
    ground(family, f"u:{post.unit_id}")
    consent(person, f"e:{post.pk}")
    assert work(family) == set()
    ground(family, f"o:{post.unit.organisation_id}")
    consent(person, "s:ECEC")
    assert {row[0] for row in work(family)} == {f"u:{post.unit_id}"}


def test_a_grant_lasts_as_long_as_both_its_ground_and_its_cover(family, person, post):
    ground(family, f"e:{post.pk}", starts_at=NOON - DAY, ends_at=NOON + 9 * DAY)
    consent(person, "s:ECEC", starts_at=NOON, ends_at=NOON + 20 * DAY, withdrawn_at=NOON + 5 * DAY)
    assert work(family) == {(f"e:{post.pk}", person.pk, "ANY", NOON, NOON + 5 * DAY)}
    Consent.objects.update(withdrawn_at=NOON - 2 * DAY)
    assert work(family) == set()


def test_matters_meet_in_the_narrower_and_different_ones_not_at_all(family, person, post):
    ground(family, f"e:{post.pk}", matter="SCHOOL")
    consent(person, "s:ECEC", matter="HEALTH")
    assert work(family) == set()
    consent(person, "s:ECEC")
    assert {row[2] for row in work(family)} == {"SCHOOL"}


@pytest.mark.parametrize("kind", ["EMERGENCY", "OTHER_AUTHORITY"])
def test_some_grounds_cover_themselves_for_every_member_past_ones_too(family, person, post, kind):
    gone = make.a_person("Lähtenyt")
    make.a_member(family, gone, Member.Place.ADULT, ends_on=date(2020, 1, 1))
    ground(family, f"e:{post.pk}", kind, ends_at=NOON + DAY)
    assert {row[1] for row in work(family)} == {person.pk, gone.pk}


def own(person) -> list[tuple]:
    grants.rebuild_for_person(person.pk)
    rows = Grant.objects.filter(holder=f"p:{person.pk}", side="SELF").order_by("starts_at", "matter")
    return list(rows.values_list("matter", "starts_at", "ends_at"))


def test_an_adult_sees_from_the_birthday_and_one_of_unknown_age_from_ever_unless_a_child(family, person):
    assert own(person) == [("ANY", datetime(2008, 5, 16, 21, tzinfo=UTC), None)]
    person.born_on = None
    person.save()
    assert own(person) == [("ANY", EVER, None)]
    person.memberships.update(place="CHILD")
    assert own(person) == []


def test_a_minor_sees_what_the_newest_judgement_allows():
    child = make.a_child(born_on=date(2010, 3, 4))
    make.a_family("Perhe", child)
    judged = {"minor": child, "judged_by": "e:x"}
    Capacity.objects.create(**judged, matter="ANY", is_capable=True, starts_at=NOON)
    grown = datetime(2028, 3, 3, 22, tzinfo=UTC)
    assert own(child) == [("ANY", NOON, grown), ("ANY", grown, None)]
    Capacity.objects.create(
        **judged, matter="HEALTH", is_capable=False, starts_at=NOON + DAY, ends_at=NOON + 2 * DAY
    )
    health = [row for row in own(child) if row[0] == "HEALTH"]
    assert health == [("HEALTH", NOON, NOON + DAY), ("HEALTH", NOON + 2 * DAY, grown)]
    assert {row[0] for row in own(child)} == {"ANY", "EVERYDAY", "SCHOOL", "HEALTH", "PARENTING", "ECONOMY"}


def test_a_guardian_sees_by_days_until_the_child_is_of_age():
    adult, child = make.a_person(), make.a_child(born_on=date(2017, 4, 3))
    family = make.a_family("Perhe", child)
    make.custody(adult, child, starts_on=date(2026, 3, 29))
    make.custody(make.a_person(), child, online=False)
    grants.rebuild(family.pk)
    rows = Grant.objects.filter(side="GUARDIAN").values_list("holder", "starts_at", "ends_at")
    assert list(rows) == [
        (f"p:{adult.pk}", datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2035, 4, 2, 21, tzinfo=UTC))
    ]


def test_a_change_touches_only_the_rows_it_concerns(family, person, post):
    ground(family, f"e:{post.pk}")
    consent(person, "s:ECEC")
    grants.rebuild(family.pk)
    before = set(Grant.objects.values_list("pk", flat=True))
    consent(person, f"e:{post.pk}", ends_at=NOON + DAY)
    assert grants.rebuild_many([family.pk]) == 1
    assert before < set(Grant.objects.values_list("pk", flat=True))
    assert grants.rebuild_many([family.pk, family.pk]) == 0


def test_the_night_check_repairs_what_was_changed_by_hand(family, person, post):
    ground(family, f"e:{post.pk}")
    consent(person, "s:ECEC")
    by = make.a_viewer().system(NOON + timedelta(hours=1))
    assert check_grants(by=by) == 2
    Grant.objects.filter(side="WORK").update(holder="e:somebody-else")
    assert check_grants(by=by) == 2
    assert check_grants(by=by) == 0


def test_a_unit_that_changes_its_sector_is_let_know_no_more_the_same_second(db):
    school = make.a_unit(Sector.STUDENT_WELFARE)
    worker, admin = make.a_post(unit=school), make.a_post(role="ADMIN")
    mother = make.a_person()
    family = make.a_family("Laineen perhe", mother)
    viewer = make.a_viewer(worker)
    sharing.open_ground(by=viewer, family=family, holder=str(viewer), kind="TEAM")
    sharing.give_consent(
        by=viewer, person=mother, receivers=["s:STUDENT_WELFARE"], ends_at=None, given_by=mother,
        way="WITH_WORKER",
    )  # fmt: skip
    assert access.families_visible_to(viewer).exists()
    values = {"name": school.name, "sector": Sector.HEALTH}
    sharing.change_unit(by=make.a_viewer(admin), unit=school, **values)
    assert not Grant.objects.filter(family=family, side="WORK").exists()
    assert not access.families_visible_to(make.a_viewer(worker)).exists()
