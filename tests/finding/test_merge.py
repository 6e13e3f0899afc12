"""Two rows made one person and two again: what was restricted, forbidden or consented follows (AC13)."""

from datetime import date, timedelta

import pytest
from django.db import connection

from koppi.families.models import Custody, Member
from koppi.finding import actions
from koppi.finding.models import Merge
from koppi.people.models import Account, Person
from koppi.sharing import access as sharing
from koppi.sharing import grants
from koppi.sharing.models import (
    Capacity,
    Clearance,
    Consent,
    Grant,
    Prohibition,
    Protected,
    Record,
    Restriction,
)  # fmt: skip
from koppi.sharing.records import new_record
from koppi.teams.models import Hold
from tests import make

from .conftest import a_human, consent_of, open_to, person_of, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def emma(laine):
    return person_of(laine, "Emma")


@pytest.fixture
def double(anna):
    """Emma written once more, in a family of her grandmother's."""
    ema = a_human("Ema", "Laine", date(2017, 4, 3), phone="040 5")
    raija = a_human("Raija", "Laine", date(1955, 5, 5))
    family = make.a_family("Raijan perhe", ema, raija, centre=ema)
    open_to(anna, family)
    return ema


def merge(anna, emma, double, at=make.NOON, chosen=()):
    return actions.merge_persons(
        by=make.a_viewer(anna, at), kept=emma, dropped=double, from_dropped=set(chosen)
    )


def undo(anna, merged, at=make.NOON):
    return actions.undo_merge(by=make.a_viewer(anna, at), merge=merged)


def protects(person):
    return set(Restriction.objects.filter(protected__person=person).values_list("pk", flat=True))


def test_memberships_and_records_follow_and_the_dropped_points_to_the_kept(anna, laine, emma, double):
    family = double.memberships.get().family
    record = new_record(by=make.a_viewer(anna), family=family, kind="SERVICE", subjects=[double])
    merge(anna, emma, double)
    double.refresh_from_db()
    assert double.merged_into == emma
    assert {m.family_id for m in emma.memberships.all()} == {laine.pk, family.pk}
    assert [s.person_id for s in record.subjects.all()] == [emma.pk]
    assert record.pk in sharing.records_visible_to(make.a_viewer(anna)).values_list("pk", flat=True)


def test_fields_are_chosen_one_by_one_and_come_back(anna, laine, emma, double):
    merged = merge(anna, emma, double, chosen={"phone"})
    emma.refresh_from_db()
    assert (emma.given_names, emma.phone) == ("Emma Sofia", "040 5")
    undo(anna, merged)
    emma.refresh_from_db()
    assert emma.phone == ""


def test_what_was_changed_after_the_merge_is_not_overwritten_by_the_undo(anna, laine, emma, double):
    merged = merge(anna, emma, double, chosen={"phone"})
    Person.objects.filter(pk=emma.pk).update(phone="050 1")
    undo(anna, merged)
    emma.refresh_from_db()
    assert emma.phone == "050 1"


def test_undoing_brings_back_every_row_as_it_was(anna, laine, emma, double):
    make.custody(person_of(laine, "Sanna"), double)
    grants_rebuilt(double.memberships.get().family)
    restrict("SAFETY", double)
    new_record(by=make.a_viewer(anna), family=double.memberships.get().family, kind="STEP", subjects=[double])
    before = rows(emma), rows(double)
    merged = merge(anna, emma, double)
    assert rows(double) == set()
    undo(anna, merged)
    assert (rows(emma), rows(double)) == before
    double.refresh_from_db()
    assert double.merged_into is None


def rows(person):
    found = set()
    for relation in Person._meta.get_fields(include_hidden=True):
        if relation.concrete or relation.related_model in (Person, Merge):
            continue
        columns = [f.attname for f in relation.related_model._meta.concrete_fields]
        if relation.related_model is Grant:
            columns.remove("id")
        kept = relation.related_model._base_manager.filter(**{relation.field.name: person})
        found |= {(relation.related_model._meta.label, *map(str, row)) for row in kept.values_list(*columns)}
    return found


def test_a_row_the_kept_has_already_is_set_aside_and_comes_back(anna, laine, emma):
    twice = a_human("Emma", "Laine", date(2017, 4, 3))
    make.a_member(laine, twice)
    open_to(anna, make.a_family("Toinen", twice))
    merged = merge(anna, emma, twice)
    assert laine.members.filter(person=emma).count() == 1
    assert not Member.objects.filter(person=twice).exists()
    undo(anna, merged)
    assert laine.members.filter(person=twice).count() == 1


# ---- nothing gets laxer


def father_of(child, family):
    father = a_human("Mikko", "Laine", date(1986, 1, 1))
    make.a_member(family, father)
    make.custody(father, child)
    return father


@pytest.mark.parametrize("side", ["kept", "dropped"])
def test_a_hidden_place_stays_hidden_whichever_row_carried_it(anna, laine, emma, double, side):
    restrict("SAFETY", emma if side == "kept" else double)
    merged = merge(anna, emma, double)
    viewer = make.a_viewer(anna)
    for family in (laine, double_family(merged)):
        assert emma.pk in sharing.sight_of(viewer, family).placeless
    undo(anna, merged)
    protected = emma if side == "kept" else double
    assert protects(protected)


def double_family(merged):
    return Member.objects.filter(person=merged.kept).exclude(family__name="Laineen perhe").get().family


@pytest.mark.parametrize("side", ["kept", "dropped"])
def test_the_one_kept_out_stays_out_of_both_rows(anna, laine, emma, double, side):
    father = father_of(emma, laine)
    grants_rebuilt(laine)
    restrict("PERSON", emma if side == "kept" else double, kept_out=f"p:{father.pk}")
    merge(anna, emma, double)
    viewer = make.a_client(father)
    seen = sharing.families_visible_to(viewer)
    for family in seen:
        assert emma.pk in sharing.sight_of(viewer, family).hidden


def grants_rebuilt(family):
    grants.rebuild(family.pk)


def test_one_who_is_kept_out_under_one_row_is_kept_out_under_the_other(anna, laine, emma):
    father, again = father_of(emma, laine), a_human("Mikko", "Laine", date(1986, 1, 1))
    Person.objects.filter(pk=again.pk).update(created_at=make.NOON)
    open_to(anna, make.a_family("Isän perhe", again))
    restriction = restrict("PERSON", emma, kept_out=f"p:{again.pk}", family=laine)
    grants_rebuilt(laine)
    merged = merge(anna, father, again)
    restriction.refresh_from_db()
    assert restriction.kept_out == f"p:{father.pk}"
    assert laine not in sharing.families_visible_to(make.a_client(father))
    undo(anna, merged)
    restriction.refresh_from_db()
    assert restriction.kept_out == f"p:{again.pk}"


def test_a_minors_prohibition_follows(anna, emma, double):
    forbidden = Prohibition.objects.create(
        minor=double, set_by=f"p:{double.pk}", review_on=make.NOON.date(), starts_at=make.NOON
    )
    merge(anna, emma, double)
    forbidden.refresh_from_db()
    assert forbidden.minor == emma


def test_a_consent_one_row_withdrew_ends_for_the_other_and_comes_back(anna, vera, emma, double):
    receiver = f"o:{vera.unit.organisation_id}"
    consent_of(emma, receiver, withdrawn_at=make.NOON + timedelta(hours=1))
    given = consent_of(double, receiver)
    merged = merge(anna, emma, double, make.NOON + make.DAY)
    given.refresh_from_db()
    assert (given.person, given.withdrawn_at) == (emma, make.NOON + make.DAY)
    undo(anna, merged, make.NOON + make.DAY)
    given.refresh_from_db()
    assert (given.person, given.withdrawn_at) == (double, None)


def test_a_consent_withdrawn_since_the_merge_stays_withdrawn_when_it_is_undone(anna, vera, emma, double):
    given = consent_of(double, f"o:{vera.unit.organisation_id}")
    merged = merge(anna, emma, double)
    later = make.NOON + timedelta(hours=2)
    Consent.objects.filter(pk=given.pk).update(withdrawn_at=later)
    undo(anna, merged, later)
    given.refresh_from_db()
    assert given.withdrawn_at == later


def test_a_judgement_that_says_no_beats_one_that_says_yes(anna, emma, double):
    judged = {"judged_by": "system", "starts_at": make.NOON}
    no = Capacity.objects.create(minor=emma, is_capable=False, **judged)
    yes = Capacity.objects.create(minor=double, is_capable=True, **judged)
    merge(anna, emma, double, make.NOON + make.DAY)
    no.refresh_from_db(), yes.refresh_from_db()
    assert (no.ends_at, yes.ends_at) == (None, make.NOON + make.DAY)
    assert not Grant.objects.in_force(make.NOON + 2 * make.DAY).filter(holder=f"p:{emma.pk}").exists()


def test_sight_that_was_not_opened_for_one_row_is_not_opened_by_the_other(anna, laine, emma, double):
    father = father_of(emma, laine)
    make.custody(father, double, online=False)
    merged = merge(anna, emma, double)
    custody = Custody.objects.get(child=emma, adult=father)
    assert not custody.may_see_online
    assert not Grant.objects.filter(holder=f"p:{father.pk}", person=emma).exists()
    undo(anna, merged)
    custody.refresh_from_db()
    assert custody.may_see_online
    assert not Custody.objects.get(child=double, adult=father).may_see_online


def test_a_clearance_is_not_carried_from_one_row_to_the_other(anna, laine, emma):
    sanna = person_of(laine, "Sanna")
    again = a_human("Sanna", "Laine", sanna.born_on)
    open_to(anna, make.a_family("Sannan perhe", again))
    restriction = restrict("SAFETY", emma)
    Clearance.objects.create(
        restriction=restriction, holder=f"p:{again.pk}", given_by="system", given_at=make.NOON
    )
    merge(anna, sanna, again)
    assert restriction.clearances.get().holder == f"p:{again.pk}"


def test_what_is_restricted_after_the_merge_protects_both_when_it_is_undone(anna, emma, double, vera):
    merged = merge(anna, emma, double)
    later = make.NOON + timedelta(hours=1)
    hidden = restrict("SAFETY", emma)
    out = restrict("POST", emma, kept_out=f"e:{vera.pk}")
    Restriction.objects.filter(pk__in=[hidden.pk, out.pk]).update(decided_at=later)
    Prohibition.objects.create(minor=emma, set_by="system", review_on=later.date(), starts_at=later)
    undo(anna, merged, later)
    for person in (emma, double):
        assert Protected.objects.filter(person=person).count() == 2
        assert Prohibition.objects.filter(minor=person).count() == 1


def test_nobody_out_of_sight_sees_more_after_a_merge(anna, vera, laine, emma, double):
    before = set(sharing.families_visible_to(make.a_viewer(vera)))
    merge(anna, emma, double)
    assert set(sharing.families_visible_to(make.a_viewer(vera))) == before == set()


# ---- who may, and when not


def test_a_person_with_a_family_out_of_sight_is_not_merged(anna, vera, emma, double, koski):
    make.a_member(koski, double)
    with pytest.raises(actions.NotOneToMerge):
        merge(anna, emma, double)
    assert not Merge.objects.exists()


@pytest.mark.parametrize("way", ["two accounts", "two codes", "a restriction between", "merged already"])
def test_two_who_cannot_be_one_are_refused_in_one_sentence(anna, emma, double, way):
    if way == "two accounts":
        make.an_account(emma), make.an_account(double)
    if way == "two codes":
        Person.objects.filter(pk=emma.pk).update(identity_hash="a" * 64)
        Person.objects.filter(pk=double.pk).update(identity_hash="b" * 64)
    if way == "a restriction between":
        restrict("PERSON", emma, kept_out=f"p:{double.pk}")
    if way == "merged already":
        Person.objects.filter(pk=double.pk).update(merged_into=make.a_person())
    with pytest.raises(actions.NotOneToMerge, match="ei voi yhdistää tässä"):
        merge(anna, emma, double)
    assert Member.objects.filter(person=double).exists()


def test_the_only_account_follows(anna, emma, double):
    account = make.an_account(double)
    merge(anna, emma, double)
    assert Account.objects.get(pk=account.pk).person == emma


def test_a_merge_is_undone_once_and_within_its_days(anna, emma, double, settings):
    merged = merge(anna, emma, double)
    last = make.NOON + timedelta(days=settings.KOPPI_MERGE_UNDO_DAYS)
    with pytest.raises(actions.NoLongerUndone):
        undo(anna, merged, last)
    undo(anna, merged, last - timedelta(seconds=1))
    with pytest.raises(actions.NoLongerUndone):
        undo(anna, merged)


def test_the_kept_values_are_sealed_in_the_database(anna, emma, double):
    merge(anna, emma, double, chosen={"phone"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM finding_merge")
        assert "Laine" not in cursor.fetchone()[0]


def test_the_hold_stays_where_it_was(anna, emma, double):
    before = set(Hold.objects.values_list("family", "post"))
    merge(anna, emma, double)
    assert set(Hold.objects.values_list("family", "post")) == before


def test_records_stay_unreachable_to_a_stranger(anna, vera, laine, emma, double):
    new_record(by=make.a_viewer(anna), family=laine, kind="SUMMARY", subjects=[emma])
    merge(anna, emma, double)
    assert not sharing.records_visible_to(make.a_viewer(vera)).exists()
    assert Record.everything.count() == 1
