"""The pages on which the picture is drawn: each does what it says, and each can say no in a sentence."""

from datetime import date

import pytest

from koppi.families.models import Custody, Home, Member, Relation
from koppi.people.models import Person
from tests import make

from .conftest import browser_of, said_no

YESTERDAY = "2026-03-01"


@pytest.fixture
def home(scene):
    scene.post("add-home", label="Äidin koti", residents=[scene.sanna.pk, scene.emma.pk])
    return Home.objects.get()


@pytest.fixture
def mother(scene):
    scene.post("tie", person=scene.sanna.pk, kind="PARENT", other=scene.emma.pk)
    return Relation.objects.get()


@pytest.mark.parametrize(
    "name", ["picture", "add-person", "add-home", "tie", "set-custody", "team", "agree-step", "offer-hold"]
)
def test_the_pages_are_the_team_s_and_absent_for_everybody_else(scene, name):
    assert scene.get(name).status_code == 200
    assert browser_of(make.a_post()).get(scene.url(name)).status_code == 404


def test_the_picture_shows_everything_that_is_drawn(scene, home, mother):
    page = scene.get("picture").text
    for word in ("Emma Laine", "Sanna Laine", "Äidin koti", "Sanna – vanhempi – Emma", "näkee Kopissa"):
        assert word in page


def test_a_person_is_added(scene):
    answer = scene.post("add-person", given_names="Raija", family_name="Laine", place="NEAR", word="mummo")
    assert answer.url == scene.url("picture")
    assert scene.family.members.get(person__given_names="Raija").word == "mummo"


def test_an_unborn_child_needs_the_expected_day(scene):
    answer = scene.post("add-person", given_names="Vauva", place="UNBORN")
    assert said_no(answer, "Kirjoita syntyvän lapsen laskettu aika.")
    assert "Vauva" in answer.text
    assert not Person.objects.filter(given_names="Vauva").exists()


def test_a_person_is_changed(scene):
    member = scene.member(scene.emma)
    values = {
        "given_names": "Emma Sofia", "family_name": "Laine", "place": "CHILD", "born_on": "2017-04-03",
        "is_centre": "on", "service_language": "fi", "note": "3. luokka",
    }  # fmt: skip
    assert scene.post("change-person", member.pk, **values).status_code == 302
    scene.emma.refresh_from_db()
    assert (scene.emma.given_names, scene.member(scene.emma).note) == ("Emma Sofia", "3. luokka")


def test_an_interpreter_without_a_language_is_asked_for(scene):
    member = scene.member(scene.sanna)
    values = {
        "given_names": "Sanna", "family_name": "Laine", "place": "ADULT", "service_language": "fi",
        "needs_interpreter": "on",
    }  # fmt: skip
    assert said_no(scene.post("change-person", member.pk, **values), "Kirjoita, mille kielelle tulkki")
    scene.sanna.refresh_from_db()
    assert not scene.sanna.needs_interpreter


def test_a_membership_ends_and_stays_in_the_history(scene):
    member = scene.member(scene.sanna)
    assert scene.post("end-membership", member.pk, on=YESTERDAY).status_code == 302
    assert Member.objects.get(pk=member.pk).ends_on == date(2026, 3, 1)


def test_a_membership_does_not_end_before_it_began(scene):
    raija = make.a_person("Raija")
    member = make.a_member(scene.family, raija, starts_on=date(2026, 1, 1))
    answer = scene.post("end-membership", member.pk, on="2025-06-01")
    assert said_no(answer, "Viimeinen päivä on ennen ensimmäistä.")
    assert Member.objects.get(pk=member.pk).ends_on is None


def test_a_home_is_added_with_who_lives_in_it_and_when(scene):
    people = [scene.sanna.pk, scene.emma.pk]
    answer = scene.post("add-home", label="Äidin koti", residents=people, part="joka toinen viikko")
    assert answer.status_code == 302
    parts = dict(Home.objects.get().residents.values_list("person__given_names", "part"))
    assert parts == {"Sanna": "", "Emma": "joka toinen viikko"}


def test_a_home_needs_somebody_who_lives_in_it(scene):
    assert said_no(scene.post("add-home", label="Isän koti"), "Valitse ainakin yksi asukas.")
    assert not Home.objects.exists()


def test_a_home_is_changed(scene, home):
    answer = scene.post("change-home", home.pk, label="Koti Koivukadulla", residents=[scene.sanna.pk])
    assert answer.status_code == 302
    assert scene.family.homes.filter(label="Koti Koivukadulla").exists()


def test_a_home_is_not_left_without_a_name(scene, home):
    answer = scene.post("change-home", home.pk, label="", residents=[scene.sanna.pk])
    assert said_no(answer, "Anna kodille nimi")
    assert Home.objects.get(pk=home.pk).label == "Äidin koti"


def test_a_home_ends(scene, home):
    assert scene.post("end-home", home.pk, on="2030-01-01").status_code == 302
    assert Home.objects.get(pk=home.pk).ends_on == date(2030, 1, 1)


def test_a_home_ends_on_some_day(scene, home):
    assert scene.post("end-home", home.pk, on="").status_code == 422
    assert Home.objects.get(pk=home.pk).ends_on is None


def test_a_relation_is_drawn(scene):
    assert scene.post("tie", person=scene.sanna.pk, kind="PARENT", other=scene.emma.pk).status_code == 302
    relation = Relation.objects.get()
    assert (relation.person, relation.kind, relation.other) == (scene.sanna, "PARENT", scene.emma)


def test_a_relation_is_between_two_people(scene):
    answer = scene.post("tie", person=scene.emma.pk, kind="SIBLING", other=scene.emma.pk)
    assert said_no(answer, "Valitse kaksi eri ihmistä.")
    assert not Relation.objects.exists()


def test_a_relation_ends(scene, mother):
    assert scene.post("untie", mother.pk, on="2030-01-01").status_code == 302
    assert Relation.objects.get().ends_on == date(2030, 1, 1)


def test_a_relation_of_another_family_is_not_there(scene, mother):
    other = make.a_family("Toinen perhe", make.a_person(), make.a_person())
    foreign = Relation.objects.create(
        family=other, person=other.members.first().person, other=other.members.last().person, kind="PARTNER"
    )
    assert scene.post("untie", foreign.pk, on="2030-01-01").status_code == 404


def test_custody_is_marked(scene):
    father = make.a_person("Mikko")
    make.a_member(scene.family, father)
    answer = scene.post(
        "set-custody", child=scene.emma.pk, adult=father.pk, kind="CUSTODIAN", starts_on="2017-04-03",
        may_see_online="on", verified_from="väestötietojärjestelmä 2.3.2026",
    )  # fmt: skip
    assert answer.status_code == 302
    assert Custody.objects.get(adult=father).may_see_online


def test_sight_is_not_opened_before_custody_has_been_checked(scene):
    father = make.a_person("Mikko")
    make.a_member(scene.family, father)
    answer = scene.post(
        "set-custody", child=scene.emma.pk, adult=father.pk, kind="CUSTODIAN", starts_on="2017-04-03",
        may_see_online="on",
    )  # fmt: skip
    assert said_no(answer, "Kerro, mistä huoltajuus on tarkistettu")
    assert not Custody.objects.filter(adult=father).exists()


def test_custody_ends(scene):
    custody = Custody.objects.get()
    assert scene.post("end-custody", custody.pk, on="2026-03-01").status_code == 302
    assert Custody.objects.get().ends_on == date(2026, 3, 1)


def test_custody_does_not_end_before_it_began(scene):
    custody = Custody.objects.get()
    assert said_no(scene.post("end-custody", custody.pk, on="2016-01-01"), "Viimeinen päivä on ennen")
    assert Custody.objects.get().ends_on is None
