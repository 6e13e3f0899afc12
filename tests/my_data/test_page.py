"""The page of one's own data: who sees what and why, from the rule itself, and taking it back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from koppi.delivery.models import Notice
from koppi.families.models import Custody
from koppi.my_data.access import my_data_for
from koppi.own_words import actions as own_words
from koppi.people.models import Role
from koppi.refusal import NotVisible
from koppi.services import actions as services
from koppi.sharing import actions
from koppi.sharing.models import Consent
from koppi.summary import actions as summary
from koppi.teams import actions as teams
from tests import make
from tests.make import DAY, NOON

pytestmark = pytest.mark.django_db


class Scene:
    """A mother, her daughter and the father, an own worker and a teacher who works with them."""

    def __init__(self):
        self.mother = make.a_person("Sanna", "Laine")
        self.father = make.a_person("Mikko", "Laine")
        self.child = make.a_child("Emma", born_on=date(2012, 9, 3))
        self.family = make.a_family("Laineen perhe", self.mother, self.father, self.child)
        make.custody(self.mother, self.child)
        self.worker = make.a_post("sosiaaliohjaaja", make.a_unit("SOCIAL"))
        self.teacher = make.a_post("opettaja", make.a_unit("EDUCATION"))
        self.by = make.a_viewer(self.worker)
        for post, own in ((self.worker, True), (self.teacher, False)):
            teams.join(by=self.by, family=self.family, post=post, is_own_worker=own)
        for person in (self.mother, self.child):
            self.consent(person, f"o:{self.worker.unit.organisation_id}")

    def consent(self, person, receiver, matter="ANY", ends_at=None):
        return actions.give_consent(
            by=self.by, person=person, receivers=[receiver], matter=matter, ends_at=ends_at,
            given_by=self.mother, way="WITH_WORKER",
        )[0]  # fmt: skip

    def service(self, person, matter="ANY"):
        return services.record_service(
            by=self.by, family=self.family, subjects=[person.pk], name="Perhetyö", sector="SOCIAL",
            state="RUNNING", starts_on=date(2026, 1, 1), matter=matter,
        )  # fmt: skip


@pytest.fixture
def scene():
    return Scene()


def cells(data, post):
    row = next(row for row in data.rows if row.key == str(post.pk))
    return {cell.part: cell.sees for cell in row.cells}


def test_what_others_see_is_what_the_rule_says_of_each(scene):
    scene.service(scene.child, matter="SCHOOL")
    scene.service(scene.child, matter="HEALTH")
    scene.consent(scene.child, f"e:{scene.teacher.pk}", matter="HEALTH")
    own_words.say(
        by=make.a_client(scene.mother), family=scene.family, person=scene.mother, text="Omat sanani",
        shares=(),
    )  # fmt: skip

    child = my_data_for(make.a_client(scene.mother), scene.child.pk)
    mother = my_data_for(make.a_client(scene.mother))

    assert cells(child, scene.worker)["Palvelut"] == "all"
    assert cells(child, scene.teacher)["Palvelut"] == "some"
    assert cells(child, scene.worker)["Askeleet"] == "empty"
    assert mother.rows == ()


def test_the_reason_is_the_ground_and_the_cover_in_words(scene):
    scene.service(scene.child)
    scene.consent(scene.child, "s:EDUCATION", ends_at=NOON + 30 * DAY)

    rows = my_data_for(make.a_client(scene.mother), scene.child.pk).rows

    by_key = {row.key: row.why for row in rows}
    assert by_key[str(scene.teacher.pk)] == (
        "Tiimin jäsen. Tietojen jakamiseen on suostuttu: Koulu (2.3.–1.4.)."
    )


def test_one_who_no_longer_sees_is_gone_from_the_list(scene):
    scene.service(scene.child)
    consent = scene.consent(scene.child, "s:EDUCATION")
    viewer = make.a_client(scene.mother)
    assert len(my_data_for(viewer, scene.child.pk).rows) == 2

    actions.withdraw_consent(by=viewer, consent=consent)

    data = my_data_for(viewer, scene.child.pk)
    assert [row.key for row in data.rows] == [str(scene.worker.pk)]
    assert [one.receiver for one in data.sharing.ended] == ["Koulu"]


def test_each_receiver_is_told_that_it_ended_and_nothing_more(scene):
    consent = scene.consent(scene.child, "s:EDUCATION")
    actions.withdraw_consent(by=make.a_client(scene.mother), consent=consent)

    notices = Notice.objects.filter(kind="sharing.consent_ended")
    assert [notice.recipient for notice in notices] == [f"e:{scene.teacher.pk}"]
    page = signed_in(scene.teacher.person).get(reverse("day:notices")).content.decode()
    assert "Yksi suostumus tietojen jakamiseen on päättynyt." in page
    for word in ("Emma", "Laine", str(scene.family.pk), str(consent.pk), str(scene.child.pk)):
        assert word not in page


def test_everything_is_withdrawn_after_one_question(scene):
    scene.consent(scene.child, "s:EDUCATION")
    client = signed_in(scene.mother)
    url = reverse("my_data:withdraw-all", args=[scene.child.pk])
    assert "Peru kaikki" in client.get(url).content.decode()
    assert Consent.objects.filter(withdrawn_at=None).count() == 3

    assert client.post(url).status_code == 302

    left = Consent.objects.filter(withdrawn_at=None)
    assert [one.person for one in left] == [scene.mother]
    assert client.post(url).status_code == 404


def test_a_child_s_page_tells_the_rights_of_the_age_and_the_judgements(scene):
    actions.judge_capacity(
        by=scene.by, minor=scene.child, matter="EVERYDAY", is_capable=True, words="Ymmärtää hyvin."
    )
    rights = my_data_for(make.a_client(scene.child)).rights
    assert (rights.is_heard, rights.is_party, rights.decides) == (True, False, ("arjen tuki",))
    assert my_data_for(make.a_client(scene.mother)).rights is None


def test_a_young_one_is_asked_only_of_what_they_decide(scene):
    actions.judge_capacity(
        by=scene.by, minor=scene.child, matter="HEALTH", is_capable=True, words="Ymmärtää hyvin."
    )
    page = signed_in(scene.child).get(reverse("sharing:my-consent")).content.decode()
    assert 'value="HEALTH"' in page
    assert 'value="ANY"' not in page
    assert 'value="SCHOOL"' not in page


def test_a_matter_the_child_has_closed_tells_the_guardian_not_even_who_knows(scene):
    scene.service(scene.child, matter="HEALTH")
    scene.consent(scene.child, "s:EDUCATION", matter="HEALTH")
    actions.prohibit(by=make.a_client(scene.child), minor=scene.child, matter="HEALTH")

    data = my_data_for(make.a_client(scene.mother), scene.child.pk)

    assert "terveys ja jaksaminen" not in {one.matter for one in data.sharing.given}
    assert str(scene.teacher.pk) not in {row.key for row in data.rows}


def test_a_father_kept_out_and_a_stranger_get_the_same_page(scene):
    make.custody(scene.father, scene.child)
    scene.service(scene.child)
    actions.restrict(
        by=scene.by, kind="PERSON", protected=[scene.child, scene.mother], cause="VIOLENCE",
        review_on=date(2026, 9, 1), family=scene.family, kept_out=f"p:{scene.father.pk}",
    )  # fmt: skip
    stranger = make.a_person("Mikko", "Laine")

    his, other = (my_data_for(make.a_client(one)) for one in (scene.father, stranger))

    assert (his.rows, his.chips, his.own_workers, his.sharing.given) == ((), [], (), ())
    assert (his.sharing.families, his.sharing.ended) == (other.sharing.families, other.sharing.ended)
    with pytest.raises(NotVisible):
        my_data_for(make.a_client(scene.father), scene.child.pk)
    receivers = signed_in(scene.father).get(reverse("sharing:my-consent")).content.decode()
    assert str(scene.worker.pk) not in receivers


def test_somebody_who_looks_for_work_has_no_page_of_their_own_data(scene):
    with pytest.raises(NotVisible):
        my_data_for(scene.by)
    assert Custody.objects.count() == 1
    assert make.a_post(role=Role.DPO)


def test_a_part_of_the_page_costs_the_same_for_one_record_and_three(scene, django_assert_num_queries):
    my_data_for(make.a_client(scene.mother), scene.child.pk)
    for count in (1, 2):
        for _one in range(count):
            scene.service(scene.child)
        with django_assert_num_queries(QUERIES):
            my_data_for(make.a_client(scene.mother), scene.child.pk)


QUERIES = 41


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account if hasattr(person, "account") else make.an_account(person))
    return client


def test_the_summary_is_a_part_of_its_own(scene):
    summary.write_part(by=scene.by, family=scene.family, part="CARRIES", text="Mummo auttaa.", seen_version=0)
    data = my_data_for(make.a_client(scene.mother), scene.child.pk)
    assert cells(data, scene.worker)["Yhteenveto"] in ("all", "empty")
