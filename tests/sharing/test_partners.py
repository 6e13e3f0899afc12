"""Partners: a signed pledge, a time that ends, only what the family has opened, nothing to carry out."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from koppi.delivery.models import Notice
from koppi.families.models import Family
from koppi.people import actions as people
from koppi.people.models import Organisation, Pledge, Post, Role
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import access, actions, jobs
from koppi.sharing.models import Ground, LegalBasis
from koppi.teams import actions as teams
from tests import make
from tests.make import DAY, NOON
from tests.my_data.test_page import Scene, signed_in

pytestmark = pytest.mark.django_db


class Partners(Scene):
    """The scene, and an association with a manager, an old hand who has signed, and somebody who has not."""

    def __init__(self):
        super().__init__()
        self.ngo = make.an_organisation("Apu ry", Organisation.Kind.NGO)
        self.house = make.a_unit("THIRD_SECTOR", self.ngo)
        self.head = make.a_post("toiminnanjohtaja", self.house, role=Role.MANAGER)
        self.signed = self._helper("vertaisohjaaja", pledged_on=date(2026, 1, 2))
        self.unsigned = self._helper("tukihenkilö")

    def _helper(self, title, **more) -> Post:
        return make.a_post(title, self.house, role=Role.PARTNER, **more)

    def join(self, post, **more) -> Ground:
        return actions.open_ground(by=self.by, family=self.family, holder=f"e:{post.pk}", kind="TEAM", **more)

    def sees(self, post, at=NOON) -> bool:
        found = access.families_visible_to(make.a_viewer(post, at))
        return Family.objects.get(pk=self.family.pk) in found


@pytest.fixture
def scene():
    return Partners()


def test_only_what_the_family_has_opened_is_seen_and_only_for_a_time(scene):
    ground = scene.join(scene.signed)
    assert not scene.sees(scene.signed)

    consent = scene.consent(scene.child, "s:THIRD_SECTOR")

    assert scene.sees(scene.signed)
    assert ground.ends_at == NOON + 90 * DAY
    assert not scene.sees(scene.signed, ground.ends_at)
    actions.withdraw_consent(by=make.a_client(scene.mother), consent=consent)
    assert not scene.sees(scene.signed)


def test_nothing_is_opened_without_a_pledge_nor_to_a_whole_unit(scene):
    with pytest.raises(Refused, match="vaitiolositoumus"):
        scene.join(scene.unsigned)
    with pytest.raises(Refused, match="vaitiolositoumus"):
        scene.join(scene.head)
    for holder in (f"u:{scene.house.pk}", f"o:{scene.ngo.pk}"):
        with pytest.raises(Refused, match="nimeltä"):
            actions.open_ground(by=scene.by, family=scene.family, holder=holder, kind="TEAM")
    with pytest.raises(Refused, match="vuoden"):
        scene.join(scene.signed, ends_at=NOON + timedelta(days=366))
    with pytest.raises(Refused):
        teams.join(by=scene.by, family=scene.family, post=scene.unsigned)


def test_the_law_opens_nothing_to_a_partner(scene):
    said = {"code": "SHL_41", "necessity": "Tarpeellinen " * 5, "ends_at": NOON + DAY, "person": scene.child}
    for receiver in (f"e:{scene.signed.pk}", f"o:{scene.ngo.pk}", "s:THIRD_SECTOR", "s:COMPANY", "s:PARISH"):
        with pytest.raises(Refused, match="perhe itse avaa"):
            actions.state_basis(by=scene.by, receiver=receiver, **said)
    assert not LegalBasis.objects.exists()
    page = signed_in(scene.worker.person).get(reverse("sharing:basis", args=[scene.family.pk]))
    assert "s:THIRD_SECTOR" not in page.content.decode()


def test_a_partner_opens_nothing_in_an_emergency(scene):
    with pytest.raises(Refused):
        actions.open_emergency(
            by=make.a_viewer(scene.signed), family=scene.family, code="MISSING",
            reason="Lapsi on kadonnut kotoa.", is_reauthenticated=True,
        )  # fmt: skip


def test_the_pledge_is_signed_by_the_worker_with_its_day_and_its_wording(scene):
    browser = signed_in(scene.unsigned.person)
    url = reverse("people:pledge")
    assert "Lupaan" in browser.get(url).content.decode()
    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, {"is_agreed": "on"}).status_code == 302

    pledge = Pledge.objects.get()
    assert (pledge.post, pledge.version, pledge.way) == (scene.unsigned, "2026-1", "OWN_SESSION")
    assert Post.objects.get(pk=scene.unsigned.pk).pledged_on == pledge.signed_on
    assert "Olet allekirjoittanut" in browser.get(url).content.decode()
    browser.post(url, {"is_agreed": "on"})
    assert Pledge.objects.count() == 1


def test_an_authority_s_worker_has_no_pledge_page(scene):
    assert signed_in(scene.worker.person).get(reverse("people:pledge")).status_code == 404
    assert signed_in(scene.mother).get(reverse("people:pledge")).status_code == 404
    with pytest.raises(Refused):
        people.sign_pledge(by=scene.by, version="2026-1")


def test_only_an_administrator_writes_down_a_paper_pledge(scene):
    admin = make.a_post(role=Role.ADMIN)
    url = reverse("people:paper-pledge", args=[scene.unsigned.pk])
    assert signed_in(scene.head.person).post(url, {"signed_on": "2026-03-01"}).status_code == 404
    browser = signed_in(admin.person)
    assert browser.post(url, {"signed_on": "2099-01-01"}).status_code == 422
    assert browser.post(url, {"signed_on": "2026-03-01"}).status_code == 302
    assert Post.objects.get(pk=scene.unsigned.pk).pledged_on == date(2026, 3, 1)
    with pytest.raises(Refused):
        people.record_pledge(by=make.a_viewer(scene.head), post=scene.unsigned, signed_on=date(2026, 3, 1))


def test_when_the_pledge_ends_everything_closes_the_same_second(scene):
    scene.consent(scene.child, "s:THIRD_SECTOR")
    scene.join(scene.signed)
    assert scene.sees(scene.signed)

    ended = actions.end_pledge(by=make.a_viewer(scene.head), post=scene.signed)

    assert ended == 1
    assert not scene.sees(Post.objects.get(pk=scene.signed.pk))
    with pytest.raises(Refused):
        scene.join(Post.objects.get(pk=scene.signed.pk))


def test_the_page_that_ends_a_pledge_is_the_partner_s_own_manager_s(scene):
    url = reverse("sharing:end-pledge", args=[scene.signed.pk])
    other = make.a_post(role=Role.MANAGER)
    assert signed_in(other.person).post(url).status_code == 404
    assert signed_in(scene.signed.person).post(url).status_code == 404
    browser = signed_in(scene.head.person)
    page = browser.get(url).content.decode()
    assert "Päätä vaitiolositoumus" in page
    assert scene.family.name not in page
    assert browser.post(url).status_code == 302
    assert Post.objects.get(pk=scene.signed.pk).pledged_on is None


def test_what_was_left_open_without_a_pledge_is_ended_by_the_clock(scene):
    scene.consent(scene.child, "s:THIRD_SECTOR")
    scene.join(scene.signed)
    Post.objects.filter(pk=scene.signed.pk).update(pledged_on=None)
    assert jobs.end_unpledged(by=Viewer.system(NOON)) == 1
    assert not scene.sees(scene.signed)
    assert jobs.end_unpledged(by=Viewer.system(NOON)) == 0


def test_only_somebody_who_has_signed_acts_for_a_partner(scene):
    scene.join(scene.signed)
    for deputy in (scene.unsigned, scene.head):
        with pytest.raises(Refused):
            people.set_absence(
                by=make.a_viewer(scene.signed), post=scene.signed, deputy=deputy, starts_at=NOON, ends_at=None
            )
    people.sign_pledge(by=make.a_viewer(scene.unsigned), version="2026-1")
    deputy = Post.objects.get(pk=scene.unsigned.pk)
    people.set_absence(
        by=make.a_viewer(scene.signed), post=scene.signed, deputy=deputy, starts_at=NOON, ends_at=None
    )


def test_the_partner_s_manager_keeps_their_own_people_and_nobody_else(scene):
    by = make.a_viewer(scene.head)
    said = {
        "given_names": "Uusi",
        "family_name": "Auttaja",
        "title": "ohjaaja",
        "starts_on": date(2026, 3, 1),
    }
    with pytest.raises(Refused):
        people.open_post(by=by, unit=scene.house, email="uusi@apu.example", role=Role.WORKER, **said)
    with pytest.raises(Refused):
        people.open_post(by=by, unit=scene.worker.unit, email="uusi@apu.example", role=Role.PARTNER, **said)
    post = people.open_post(by=by, unit=scene.house, email="uusi@apu.example", role=Role.PARTNER, **said)
    asked = Notice.objects.get(kind="people.pledge_asked")
    assert asked.recipient == f"e:{post.pk}"
    assert people.close_post(by=by, post=post).ends_on
    with pytest.raises(Refused):
        people.close_post(by=by, post=scene.teacher)


def test_a_partner_takes_no_list_out(scene):
    for url in (reverse("people:search"), reverse("finding:families")):
        for kind in ("csv", "xlsx"):
            assert signed_in(scene.signed.person).get(f"{url}?as={kind}").status_code == 404
            assert signed_in(scene.worker.person).get(f"{url}?as={kind}").status_code == 200
        assert "as=csv" not in signed_in(scene.signed.person).get(url).content.decode()
