"""The pages: every one opens, does what it says, and is closed to those it is not for."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from koppi.people import search
from koppi.people.models import Account, Organisation, Role
from koppi.sharing import access, actions
from koppi.sharing.models import (
    Capacity,
    Consent,
    Emergency,
    EmergencyCode,
    Ground,
    LegalBasis,
    Prohibition,
    Restriction,
)
from tests import make

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A mother, a father, a nine-year-old, their own worker and a stranger, with browsers."""

    mother: object
    father: object
    child: object
    family: object
    worker: object
    stranger: object

    def browser(self, person) -> Client:
        account = Account.objects.filter(person=person).first() or make.an_account(person)
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    @property
    def at_work(self) -> Client:
        return self.browser(self.worker.person)

    def url(self, name, *more):
        return reverse(f"sharing:{name}", args=[self.family.pk, *more])


@pytest.fixture
def scene():
    mother, father, child = make.a_person("Sanna"), make.a_person("Mikko"), make.a_child("Emma")
    family = make.a_family("Laineen perhe", mother, father, child, centre=child)
    make.custody(mother, child)
    worker = make.a_post(unit=make.a_unit())
    viewer = make.a_viewer(worker)
    actions.open_ground(by=viewer, family=family, holder=str(viewer), kind="TEAM")
    for person, giver in ((mother, mother), (father, father), (child, mother)):
        actions.give_consent(
            by=viewer,
            person=person,
            receivers=["s:STUDENT_WELFARE"],
            ends_at=None,
            given_by=giver,
            way="ON_PAPER",
        )
    return Scene(mother, father, child, family, worker, make.a_post())


def soon(days=30):
    return (date(2027, 1, 1) + timedelta(days=days)).isoformat()


FAMILY_PAGES = ("show", "givers", "basis", "find-authority", "restrict", "prohibit", "capacity")


@pytest.mark.parametrize("name", FAMILY_PAGES)
def test_a_family_s_sharing_is_open_to_its_team_and_absent_to_a_stranger(scene, name):
    assert scene.at_work.get(scene.url(name)).status_code == 200
    assert scene.browser(scene.stranger.person).get(scene.url(name)).status_code == 404
    assert Client().get(scene.url(name)).status_code == 302


def test_a_family_member_sees_what_is_shared_but_changes_nothing_here(scene):
    mother = scene.browser(scene.mother)
    page = mother.get(scene.url("show")).content.decode()
    assert "Opiskeluhuolto" in page
    assert "Rajaukset" not in page
    assert mother.get(scene.url("restrict")).status_code in (403, 404)


def test_a_consent_is_read_through_before_it_is_saved(scene):
    said = {
        "person": str(scene.child.pk), "receivers": ["s:ECEC", "s:HEALTH"],
        "matter": "ANY", "last_day": soon(), "way": "WITH_WORKER",
    }  # fmt: skip
    before = Consent.objects.count()
    url = scene.url("consent", scene.mother.pk)
    check = scene.at_work.post(url, said)
    assert "Tarkista ennen tallentamista" in check.content.decode()
    assert Consent.objects.count() == before
    assert scene.at_work.post(url, {**said, "sure": "1"}).status_code == 302
    assert Consent.objects.count() == before + 2


def test_a_father_without_custody_cannot_consent_for_the_child(scene):
    said = {
        "person": str(scene.child.pk), "receivers": ["s:ECEC"],
        "matter": "ANY", "last_day": "", "way": "WITH_WORKER", "sure": "1",
    }  # fmt: skip
    url = scene.url("consent", scene.father.pk)
    assert str(scene.child.pk) not in scene.at_work.get(url).content.decode()
    assert scene.at_work.post(url, said).status_code == 422
    assert not Consent.objects.filter(receiver="s:ECEC").exists()


def test_withdrawing_asks_once_and_closes_the_family_the_same_moment(scene):
    consent = Consent.objects.get(person=scene.mother)
    url = scene.url("withdraw", consent.pk)
    assert "Peru suostumus" in scene.at_work.get(url).content.decode()
    assert scene.at_work.post(url).status_code == 302
    for left in Consent.objects.filter(withdrawn_at=None):
        scene.at_work.post(scene.url("withdraw", left.pk))
    assert scene.at_work.get(scene.url("show")).status_code == 404


def test_a_legal_basis_is_stated_and_ended(scene):
    said = {
        "person": str(scene.child.pk), "receiver": "s:HEALTH", "matter": "HEALTH", "code": "SHL_41",
        "necessity": "Terveydenhuolto tarvitsee tiedon, jotta lapsen tuki voidaan sovittaa yhteen.",
        "last_day": soon(), "told_family": "on",
    }  # fmt: skip
    assert scene.at_work.post(scene.url("basis"), {**said, "necessity": "lyhyt"}).status_code == 422
    assert scene.at_work.post(scene.url("basis"), said).status_code == 302
    basis = LegalBasis.objects.get()
    assert "Sosiaalihuoltolaki 41" in scene.browser(scene.mother).get(scene.url("show")).content.decode()
    assert scene.at_work.post(scene.url("end-basis", basis.pk)).status_code == 302
    assert "Sosiaalihuoltolaki 41" not in scene.at_work.get(scene.url("show")).content.decode()


def restriction_of(scene, **more):
    return {
        "kind": "PERSON", "kept_out": f"p:{scene.father.pk}",
        "protected": [str(scene.mother.pk), str(scene.child.pk)],
        "cause": "VIOLENCE", "words": "Lähestymiskielto", "asked_by": str(scene.mother.pk), "last_day": "",
        "review_on": soon(60), "appeal_contact": "Kirjaamo", **more,
    }  # fmt: skip


def test_a_restriction_is_seen_with_the_other_s_eyes_before_it_is_saved(scene):
    father = scene.browser(scene.father)
    assert father.get(scene.url("show")).status_code == 200
    check = scene.at_work.post(scene.url("restrict"), restriction_of(scene)).content.decode()
    assert "Hän ei näe perhettä lainkaan" in check
    assert not Restriction.objects.exists()
    assert father.get(scene.url("show")).status_code == 200

    answer = scene.at_work.post(scene.url("restrict"), {**restriction_of(scene), "sure": "1"})
    assert answer.status_code == 302
    assert father.get(scene.url("show")).status_code == 404


def test_a_safety_restriction_is_looked_at_as_a_worker_who_is_not_cleared(scene):
    said = restriction_of(scene, kind="SAFETY", kept_out="")
    check = scene.at_work.post(scene.url("restrict"), said).content.decode()
    assert "Paikat on salattu häneltä" in check
    assert "srcdoc=" in check
    assert not Restriction.objects.exists()
    everybody = {**said, "cleared": [f"e:{scene.worker.pk}"]}
    assert "Muilta se on salattu" in scene.at_work.post(scene.url("restrict"), everybody).content.decode()


def test_a_second_worker_confirms_and_the_one_who_decided_is_not_offered_it(scene):
    scene.at_work.post(scene.url("restrict"), {**restriction_of(scene), "sure": "1"})
    restriction = Restriction.objects.get()
    page = scene.at_work.get(scene.url("restriction", restriction.pk)).content.decode()
    assert "Vahvista rajaus" not in page
    assert "Lähestymiskielto" in page
    colleague = make.a_post(unit=scene.worker.unit)
    viewer = make.a_viewer(scene.worker)
    actions.open_ground(by=viewer, family=scene.family, holder=f"e:{colleague.pk}", kind="TEAM")
    other = scene.browser(colleague.person)
    assert "Vahvista rajaus" in other.get(scene.url("restriction", restriction.pk)).content.decode()
    assert scene.family.name in other.get(reverse("sharing:reviews")).content.decode()
    assert other.post(scene.url("confirm", restriction.pk)).status_code == 302
    restriction.refresh_from_db()
    assert restriction.confirmed_by == f"e:{colleague.pk}"
    assert scene.at_work.post(scene.url("lift", restriction.pk)).status_code == 302
    assert scene.browser(scene.father).get(scene.url("show")).status_code == 200


def test_the_mother_who_asked_reads_of_the_restriction_but_not_its_words(scene):
    scene.at_work.post(scene.url("restrict"), {**restriction_of(scene), "sure": "1"})
    restriction = Restriction.objects.get()
    page = scene.browser(scene.mother).get(scene.url("restriction", restriction.pk)).content.decode()
    assert "Mikko" in page
    assert "Lähestymiskielto" not in page


def test_a_hidden_place_is_opened_to_a_named_holder_and_closed_again(scene):
    said = restriction_of(scene, kind="SAFETY", kept_out="", sure="1")
    assert scene.at_work.post(scene.url("restrict"), said).status_code == 302
    restriction = Restriction.objects.get()
    viewer = make.a_viewer(scene.worker).moved_to(restriction.decided_at)
    assert access.sight_of(viewer, scene.family).placeless == {scene.mother.pk, scene.child.pk}
    holder = f"e:{scene.worker.pk}"
    assert scene.at_work.post(scene.url("clear", restriction.pk), {"holder": holder}).status_code == 302
    assert access.sight_of(viewer, scene.family).placeless == set()
    assert scene.at_work.post(scene.url("unclear", restriction.pk), {"holder": holder}).status_code == 302
    assert access.sight_of(viewer, scene.family).is_place_hidden


def test_a_minor_s_prohibition_is_written_down_and_looked_at(scene):
    said = {
        "minor": str(scene.child.pk),
        "matter": "HEALTH",
        "hidden_from": str(scene.mother.pk),
        "reason": "",
    }
    assert scene.at_work.post(scene.url("prohibit"), said).status_code == 302
    prohibition = Prohibition.objects.get()
    assert scene.family.name in scene.at_work.get(reverse("sharing:reviews")).content.decode()
    url = scene.url("review-prohibition", prohibition.pk)
    assert scene.at_work.get(url).status_code == 200
    assert scene.at_work.post(url, {"stands": "no"}).status_code == 302
    prohibition.refresh_from_db()
    assert prohibition.ends_at == prohibition.reviewed_at + timedelta(days=7)


def test_a_judgement_of_capacity_is_saved(scene):
    said = {
        "minor": str(scene.child.pk),
        "matter": "EVERYDAY",
        "is_capable": "yes",
        "words": "Kertoo selvästi.",
    }
    assert scene.at_work.post(scene.url("capacity"), said).status_code == 302
    assert Capacity.objects.get().is_capable


def test_another_authority_is_let_in_for_a_time_and_shown_out(scene):
    police = make.a_post(
        title="rikostutkija", unit=make.a_unit("POLICE", make.an_organisation("Poliisi", "AUTHORITY"))
    )
    police.person.search_text = search.text_of(police.person)
    police.person.save()
    words = police.person.given_names
    found = scene.at_work.post(scene.url("find-authority"), {"words": words}).content.decode()
    assert scene.url("authority", police.pk) in found
    url = scene.url("authority", police.pk)
    assert scene.at_work.get(url).status_code == 200
    said = {"code": "JulkL_26", "reason": "Kadonneen etsintä", "last_day": soon(20), "tells_family": "on"}
    assert scene.at_work.post(url, said).status_code == 302
    officer = scene.browser(police.person)
    assert officer.get(scene.url("show")).status_code == 200
    assert officer.get(scene.url("givers")).status_code == 404
    ground = Ground.objects.get(kind="OTHER_AUTHORITY")
    assert scene.at_work.post(scene.url("end-ground", ground.pk)).status_code == 302
    assert officer.get(scene.url("show")).status_code == 404


def test_an_emergency_is_opened_with_a_reason_and_looked_at_by_the_supervisor(scene, settings):
    settings.KOPPI_DEMO = True
    unit = make.a_unit()
    opener, manager = make.a_post(unit=unit), make.a_post(unit=unit, role=Role.MANAGER)
    browser = scene.browser(opener.person)
    said = {
        "address": f"http://koppi/perhe/{scene.family.pk}/",
        "code": EmergencyCode.MISSING,
        "tells_family": "on",
    }
    url = reverse("sharing:emergency")
    assert browser.get(url).status_code == 200
    assert browser.post(url, {**said, "reason": "lyhyt"}).status_code == 422
    assert browser.post(url, {**said, "reason": "Lapsi on kadoksissa, etsitään heti."}).status_code == 302
    assert browser.get(scene.url("show")).status_code == 200
    assert browser.get(scene.url("restrict")).status_code == 404
    emergency = Emergency.objects.get()
    desk = scene.browser(manager.person)
    assert "kadonnut" in desk.get(reverse("sharing:reviews")).content.decode()
    review = reverse("sharing:review-emergency", args=[emergency.pk])
    assert browser.get(review).status_code == 404
    assert desk.get(review).status_code == 200
    assert desk.post(review, {"outcome": "Avaaminen oli tarpeen."}).status_code == 302
    assert desk.get(review).status_code == 404


def test_an_absent_family_and_one_that_may_not_be_opened_get_the_same_answer(scene, settings):
    settings.KOPPI_DEMO = True
    opener = make.a_post(person=scene.mother)
    said = {
        "code": EmergencyCode.MISSING,
        "tells_family": "on",
        "reason": "Lapsi on kadoksissa, etsitään heti.",
    }
    browser = scene.browser(opener.person)
    pages = [
        browser.post(reverse("sharing:emergency-of", args=[pk]), said)
        for pk in (scene.family.pk, "00000000-0000-4000-8000-000000000000")
    ]
    assert [page.status_code for page in pages] == [422, 422]
    assert all("Et voi avata tätä" in page.content.decode() for page in pages)


def test_a_password_is_asked_again_before_an_emergency_opening(scene):
    opener = make.a_post()
    opener.person.account.set_password("pitkä ja hyvä salasana")
    opener.person.account.save()
    said = {
        "code": EmergencyCode.MISSING,
        "tells_family": "on",
        "reason": "Lapsi on kadoksissa, etsitään heti.",
    }
    url = reverse("sharing:emergency-of", args=[scene.family.pk])
    browser = scene.browser(opener.person)
    assert browser.post(url, {**said, "password": "väärä"}).status_code == 422
    assert not Emergency.objects.exists()
    assert browser.post(url, {**said, "password": "pitkä ja hyvä salasana"}).status_code == 302
    assert Emergency.objects.exists()


def test_a_partner_has_no_emergency_page(scene):
    partner = make.a_post(
        role=Role.PARTNER, unit=make.a_unit("THIRD_SECTOR", make.an_organisation("Apu", "NGO"))
    )
    assert scene.browser(partner.person).get(reverse("sharing:emergency")).status_code == 404


def test_a_family_member_withdraws_at_one_press(scene):
    mother = scene.browser(scene.mother)
    page = mother.get(reverse("my_data:of", args=[scene.child.pk])).content.decode()
    assert "Emma" in page
    assert "Tiimin jäsen" in page
    consent = Consent.objects.get(person=scene.child)
    assert mother.post(reverse("sharing:my-withdraw", args=[consent.pk])).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_a_stranger_cannot_withdraw_somebody_else_s_consent(scene):
    consent = Consent.objects.get(person=scene.mother)
    somebody = scene.browser(make.a_person("Vieras"))
    assert somebody.post(reverse("sharing:my-withdraw", args=[consent.pk])).status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_a_family_member_consents_in_their_own_session(scene):
    mother = scene.browser(scene.mother)
    url = reverse("sharing:my-consent")
    assert mother.get(url).status_code == 200
    said = {
        "person": str(scene.child.pk),
        "receivers": ["s:ECEC"],
        "matter": "SCHOOL",
        "last_day": "",
        "sure": "1",
    }
    assert mother.post(url, said).status_code == 302
    consent = Consent.objects.get(receiver="s:ECEC")
    assert (consent.given_by, consent.way) == (scene.mother, "OWN_SESSION")
    somebody = {**said, "person": str(scene.father.pk)}
    assert mother.post(url, somebody).status_code == 422


def test_a_minor_hides_a_matter_and_shows_it_again(scene):
    young = scene.browser(scene.child)
    assert young.get(reverse("my_data:show")).status_code == 200
    assert young.get(reverse("sharing:my-prohibition")).status_code == 200
    said = {"matter": "HEALTH", "hidden_from": "", "reason": ""}
    assert young.post(reverse("sharing:my-prohibition"), said).status_code == 302
    prohibition = Prohibition.objects.get()
    assert "Mitä olet piilottanut" in young.get(reverse("my_data:show")).content.decode()
    assert young.post(reverse("sharing:end-prohibition", args=[prohibition.pk])).status_code == 302
    prohibition.refresh_from_db()
    assert prohibition.ends_at is not None
    assert scene.browser(scene.mother).get(reverse("sharing:my-prohibition")).status_code == 404


def test_organisations_kept_by_a_safety_restriction_are_not_named_to_the_uncleared(scene):
    organisation = Organisation.objects.get(pk=scene.worker.unit.organisation_id)
    viewer = make.a_viewer(scene.worker)
    actions.give_consent(
        by=viewer, person=scene.mother, receivers=[f"o:{organisation.pk}"], ends_at=None,
        given_by=scene.mother, way="ON_PAPER",
    )  # fmt: skip
    assert organisation.name in scene.browser(scene.mother).get(scene.url("show")).content.decode()
    scene.at_work.post(scene.url("restrict"), restriction_of(scene, kind="SAFETY", kept_out="", sure="1"))
    guardian = scene.browser(scene.father).get(scene.url("show")).content.decode()
    assert organisation.name not in guardian
