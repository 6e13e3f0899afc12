"""The log as its reader meets it: words, places, reasons, the past, and what is kept from whom."""

import pytest
from django.test import Client

from koppi.audit import ledger, trail
from koppi.audit.models import AuditEvent
from koppi.finding import actions as finding
from koppi.finding.models import Merge
from koppi.looks import access, actions
from koppi.looks.models import FarBack
from koppi.people.models import Account
from koppi.refusal import NotVisible, Refused
from koppi.sharing import actions as sharing
from koppi.sharing.models import EmergencyCode, Restriction
from tests import make
from tests.make import DAY, NOON

PAGE = "/omat-tiedot/katselut/"


def lines(viewer, person=None, **how):
    return [line for line in access.log_for(viewer, person, **how).lines if not line.is_own]


def test_a_look_says_who_when_what_and_why(home):
    home.opens(home.anna)
    (line,) = lines(home.at_home(home.mother))
    assert (line.who.name, line.who.title, line.who.unit) == (
        "Anna Salo",
        "sosiaaliohjaaja",
        home.anna.unit.name,
    )
    assert line.at == NOON - DAY / 24
    assert line.what == ("Perheen sivu",)
    assert line.why == "Työskentelee perheen tiimissä. Suostumus on annettu."


def test_the_looks_of_one_day_are_one_line_and_in_a_file_each_its_own(home):
    for hours in (1, 2, 3):
        home.opens(home.anna, hours=hours)
    home.opens(home.petri, days=2)
    mother = home.at_home(home.mother)
    assert [(line.who.name, line.count) for line in lines(mother)] == [("Anna Salo", 3), ("Petri Niemi", 1)]
    assert len(lines(mother, each=True)) == 4


def test_a_guardian_reads_the_childs_log_and_a_stranger_does_not(home):
    home.opens(home.anna)
    assert len(lines(home.at_home(home.mother), home.child.pk)) == 1
    with pytest.raises(NotVisible):
        access.log_for(home.at_home(home.mother), home.father.pk)


def test_whoever_is_kept_out_reads_what_a_stranger_reads(home):
    restrict(home, Restriction.Kind.PERSON, kept_out=f"p:{home.father.pk}", family=home.family)
    home.opens(home.anna)
    assert lines(home.at_home(home.father)) == lines(home.at_home(make.a_person("Vieras"))) == []
    assert len(lines(home.at_home(home.mother))) == 1


def test_a_hidden_place_hides_units_titles_and_those_outside_the_team(home):
    restrict(home, Restriction.Kind.SAFETY)
    shelter = make.a_post(
        "turvakodin ohjaaja", make.a_unit(name="Turvakoti Lahti"), person=make.a_person("Liisa", "Ek")
    )
    home.opens(home.anna)
    trail.saw(home.at_work(shelter), "sharing.saw", home.family, subjects=[home.family, home.father])
    shown = lines(home.at_home(home.father))
    assert [(line.who.name, line.who.whole_work, line.who.sector) for line in shown] == [
        ("Viranomainen", "", ""),
        ("Anna Salo", "", ""),
    ]
    page = signed_in(home.father).get(PAGE).content.decode()
    csv = signed_in(home.father).get(f"{PAGE}?as=csv").content.decode()
    for secret in ("Turvakoti", "turvakodin", "Liisa", "Perhekeskus", "sosiaaliohjaaja"):
        assert secret not in page
        assert secret not in csv


def test_a_worker_under_protection_has_no_name(home):
    restrict(home, Restriction.Kind.SAFETY, protected=[home.petri.person])
    home.opens(home.petri)
    (line,) = lines(home.at_home(home.mother))
    assert (line.who.name, line.who.whole_work) == ("Työntekijä, jonka nimeä ei näytetä", "")


def test_an_emergency_is_read_once_the_family_has_been_told(home):
    outsider = make.a_post(
        "päivystäjä", make.a_unit(organisation=home.anna.unit.organisation), is_on_emergency_duty=True
    )
    opened = sharing.open_emergency(
        by=home.at_work(outsider), family=home.family, code=EmergencyCode.CRISIS,
        reason="Lapsi on vaarassa nyt heti",
        is_reauthenticated=True, tells_family=False, not_told_why="Vaarantaisi lapsen",
    )  # fmt: skip
    mother = home.at_home(home.mother)
    assert lines(mother) == []
    sharing.tell_family_of_emergency(by=home.at_work(outsider), emergency=opened)
    assert {line.sort for line in lines(mother)} == {"emergency"}


def test_both_rows_of_a_merged_person_count(home):
    double = make.a_person("Sanna", "Aho")
    outside = make.a_post()
    trail.saw(home.at_work(outside), "finding.looked_up", None, subjects=[double], action="search")
    assert lines(home.at_home(home.mother)) == []
    finding.merge_persons(by=home.at_work(home.anna), kept=home.mother, dropped=double, from_dropped=set())
    assert Merge.objects.count() == 1
    assert [line.what for line in lines(home.at_home(home.mother))] == [
        ("Kysyi, tunnetaanko ihminen Kopissa",)
    ]


def test_older_than_two_years_needs_a_reason_and_the_reason_stays(home):
    home.opens(home.anna, days=800)
    mother = home.at_home(home.mother)
    assert lines(mother, days=None) == []
    with pytest.raises(Refused):
        actions.read_far_back(by=mother, person=home.mother.pk, reason="  halu  ")
    actions.read_far_back(by=mother, person=home.mother.pk, reason="Epäilen, että tietojani on katsottu.")
    assert len(lines(mother, days=None)) == 1
    ledger.seal_waiting()
    assert lines(mother.moved_to(NOON + 8 * DAY), days=None) == []
    assert FarBack.objects.get().reason.startswith("Epäilen")
    left = AuditEvent.objects.get(did="looks.far_back_opened")
    assert "Epäilen" not in f"{left.detail}{left.ids}{left.rules}"
    with pytest.raises(NotVisible):
        actions.read_far_back(by=mother, person=home.father.pk, reason="Epäilen, että tietojani on katsottu.")


def test_reading_and_taking_along_are_in_the_log_too(home):
    client = signed_in(home.mother)
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}?as=xlsx").status_code == 200
    left = AuditEvent.objects.filter(did__startswith="looks.").order_by("id")
    assert [(one.did, one.action) for one in left] == [("looks.saw", "read"), ("looks.exported", "export")]
    assert all(one.subjects.get().whom == home.mother.pk for one in left)


def test_the_guardians_looks_are_told_to_the_child_and_the_childs_to_nobody(home):
    sharing.judge_capacity(
        by=home.at_work(home.anna), minor=home.child, matter="ANY", is_capable=True, words="Ymmärtää."
    )
    for person in (home.mother, home.child):
        trail.saw(
            home.at_home(person), "sharing.saw", home.family, subjects=[home.family, home.child, home.mother]
        )
    assert [line.who.name for line in lines(home.at_home(home.child))] == ["Sanna"]
    assert lines(home.at_home(home.mother), home.child.pk) == []
    assert lines(home.at_home(home.father), home.child.pk) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_often_for_three_lookers_as_for_one(home, count, django_assert_num_queries):
    for post in [home.anna, home.petri, home.anna][:count]:
        home.opens(post, days=count)
    mother = home.at_home(home.mother)
    with django_assert_num_queries(QUERIES):
        access.log_for(mother)


QUERIES = 38


def test_the_filter_is_remembered_and_own_looks_are_folded(home):
    home.opens(home.anna)
    client = signed_in(home.mother)
    assert "Lisäksi" not in client.get(PAGE).content.decode()
    folded = client.get(PAGE).content.decode()
    assert "Lisäksi 1 oma katselusi." in folded
    assert client.post(PAGE, {"own": "on", "sort": "look", "period": "183"}).status_code == 302
    shown = client.get(PAGE).content.decode()
    assert "Perheenjäsen katsoi itse." in shown
    assert "Viimeiset 183 päivää." in shown


def restrict(home, kind, protected=None, kept_out="", family=None):
    restriction = Restriction.objects.create(
        kind=kind, kept_out=kept_out, family=family, cause="VIOLENCE", decided_by="e:x", decided_at=NOON,
        review_on=NOON.date(), starts_at=NOON - 900 * DAY,
    )  # fmt: skip
    for person in protected or [home.mother]:
        restriction.protected.create(person=person)
    return restriction


def signed_in(person) -> Client:
    client = Client()
    account = Account.objects.filter(person=person).first() or make.an_account(person)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
