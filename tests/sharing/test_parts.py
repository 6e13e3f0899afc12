"""One part closed from one parent or shown later; others who see, told or not yet; reminders of reviews."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from koppi.delivery.models import Notice
from koppi.my_data.access import my_data_for
from koppi.people.models import Organisation
from koppi.people.viewer import Viewer
from koppi.refusal import Refused
from koppi.sharing import access, actions, grants, jobs
from koppi.sharing.desk import desk_for
from koppi.sharing.models import Consent, Emergency, Ground, Prohibition, Restriction
from koppi.sharing.replay import REPLAYS
from tests import make
from tests.make import DAY, NOON
from tests.my_data.test_page import Scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    found = Scene()
    make.custody(found.father, found.child)
    grants.rebuild(found.family.pk)
    return found


def sees(person, record, at=NOON) -> bool:
    return access.verdict_on(make.a_client(person, at=at), record).allowed


def hidden(scene, record, **more):
    said = {"hidden_from": scene.father, "reason": "Lapsen turva", "review_on": date(2026, 9, 1)} | more
    return actions.hide_part(by=scene.by, record=record, **said)


def test_a_part_is_closed_from_one_parent_and_stays_open_to_the_other(scene):
    one, other = (scene.service(scene.child).record for _n in (1, 2))
    assert sees(scene.father, one)

    hiding = hidden(scene, one)

    assert (sees(scene.father, one), sees(scene.mother, one)) == (False, True)
    assert sees(scene.father, other)
    assert access.verdict_on(scene.by, one).allowed
    actions.show_part(by=scene.by, hiding=hiding)
    assert sees(scene.father, one)


def test_closing_a_part_needs_a_reason_a_child_and_another_parent(scene):
    of_mother, of_child = scene.service(scene.mother).record, scene.service(scene.child).record
    for record, more in (
        (of_mother, {}), (of_child, {"reason": " "}), (of_child, {"review_on": NOON.date()}),
        (of_child, {"review_on": date(2028, 1, 1)}), (of_child, {"hidden_from": scene.child}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            hidden(scene, record, **more)
    with pytest.raises(Refused):
        actions.hide_part(
            by=make.a_viewer(), record=of_child, hidden_from=scene.father, reason="x",
            review_on=date(2026, 9, 1),
        )  # fmt: skip
    assert not Prohibition.objects.exists()


def test_a_closed_part_is_not_told_on_the_child_s_own_page(scene):
    hidden(scene, scene.service(scene.child).record)
    assert "Mikko" not in signed_in(scene.child).get(reverse("my_data:show")).content.decode()


def test_a_minor_s_own_prohibition_is_not_opened_as_if_a_worker_had_made_it(scene):
    own = actions.prohibit(by=make.a_client(scene.child), minor=scene.child, matter="HEALTH")
    with pytest.raises(Refused):
        actions.show_part(by=scene.by, hiding=own)


def test_a_part_waits_for_its_day_and_then_shows_itself(scene):
    record = scene.service(scene.child).record
    until = NOON + 7 * DAY
    actions.delay_showing(by=scene.by, record=record, until=until)

    assert not sees(scene.mother, record)
    assert sees(scene.mother, record, until)
    assert access.verdict_on(make.a_viewer(scene.worker, until - timedelta(seconds=1)), record).allowed
    with pytest.raises(Refused):
        actions.delay_showing(by=scene.by, record=record, until=NOON + 91 * DAY)
    actions.delay_showing(by=scene.by, record=record, until=None)
    assert sees(scene.mother, record)


def test_a_restored_backup_waits_and_hides_again(scene):
    record, by = scene.service(scene.child).record, Viewer.system(NOON)
    payload = {"until": (NOON + DAY).isoformat()}
    REPLAYS["sharing.showing_delayed"](by=by, key=str(record.pk), payload=payload)
    assert not sees(scene.mother, record)


def test_the_pages_of_a_part_do_what_they_say(scene):
    record, browser = scene.service(scene.child).record, signed_in(scene.worker.person)
    where = [scene.family.pk, record.pk]
    assert browser.get(reverse("sharing:part", args=where)).status_code == 200
    said = {"hidden_from": str(scene.father.pk), "reason": "Turva", "review_on": "2027-02-01"}
    assert browser.post(reverse("sharing:hide-part", args=where), said).status_code == 302
    hiding = Prohibition.objects.get()
    assert "Mikko" in browser.get(reverse("sharing:part", args=where)).content.decode()
    assert browser.post(reverse("sharing:unhide-part", args=[*where, hiding.pk])).status_code == 302
    assert browser.post(reverse("sharing:delay-part", args=where), {"last_day": ""}).status_code == 302
    mother = signed_in(scene.mother)
    assert mother.get(reverse("sharing:part", args=where)).status_code == 404


def admitted(scene, **more):
    police = make.a_post("rikostutkija", make.a_unit("POLICE"))
    return actions.open_for_authority(
        by=scene.by, family=scene.family, post=police, code="JulkL_26", reason="Kadonnut lapsi",
        ends_at=NOON + 14 * DAY, **more,
    )  # fmt: skip


def test_another_authority_is_told_to_the_family_at_once_or_later_with_a_reason(scene):
    with pytest.raises(Refused):
        admitted(scene, tells_family=False)
    ground = admitted(scene, tells_family=False, not_told_why="Kertominen vaarantaisi lapsen")
    kinds = Notice.objects.filter(kind="sharing.authority_told")
    assert not kinds.exists()

    actions.tell_family_of_authority(by=scene.by, ground=ground)

    assert {notice.recipient for notice in kinds} >= {f"p:{scene.mother.pk}"}
    assert Ground.objects.get(pk=ground.pk).told_family


def test_a_notice_of_a_restriction_never_reaches_whom_it_keeps_out(scene):
    for kind, kept_out in (
        ("POST", f"e:{scene.teacher.pk}"), ("ORGANISATION", f"o:{scene.teacher.unit.organisation_id}"),
    ):  # fmt: skip
        actions.restrict(
            by=scene.by, kind=kind, protected=[scene.child], cause="CONFLICT", review_on=date(2026, 9, 1),
            family=scene.family, kept_out=kept_out,
        )  # fmt: skip
    assert not Notice.objects.filter(recipient=f"e:{scene.teacher.pk}").exists()


def test_the_team_hears_of_a_hidden_place_too(scene):
    actions.restrict(
        by=scene.by, kind="SAFETY", protected=[scene.child], cause="VIOLENCE", review_on=date(2026, 9, 1)
    )
    waiting = Notice.objects.get(kind="sharing.restriction_waits")
    assert waiting.recipient == f"e:{scene.teacher.pk}"


def remind(at) -> None:
    jobs.remind_of_reviews(by=Viewer.system(at))


def test_reviews_are_reminded_of_once_and_again_each_week_they_are_late(scene):
    actions.restrict(
        by=scene.by, kind="PERSON", protected=[scene.child], cause="VIOLENCE", review_on=date(2026, 6, 1),
        family=scene.family, kept_out=f"p:{scene.father.pk}",
    )  # fmt: skip
    Restriction.objects.update(confirmed_by="e:x")
    due = Notice.objects.filter(kind="sharing.restriction_review", recipient=str(scene.by))
    for days, seen in ((0, 0), (83, 0), (84, 1), (84, 1), (91, 2), (92, 2), (99, 3)):
        remind(NOON + days * DAY)
        assert due.count() == seen, days
    assert not Notice.objects.filter(recipient=f"p:{scene.father.pk}").exists()


def test_a_late_emergency_review_and_a_long_silence_are_reminded_of(scene):
    opener = make.a_post(unit=make.a_unit(organisation=make.an_organisation()))
    manager = make.a_post(unit=opener.unit, role="MANAGER")
    actions.open_emergency(
        by=make.a_viewer(opener), family=scene.family, code="MISSING", reason="Lapsi on kadonnut kotoa.",
        is_reauthenticated=True, tells_family=False, not_told_why="Kertominen vaarantaa",
    )  # fmt: skip
    assert Emergency.objects.get().reviewer == manager
    remind(NOON + 6 * DAY)
    kinds = Notice.objects.filter(recipient=f"e:{manager.pk}").values_list("kind", flat=True)
    assert set(kinds) == {"sharing.emergency_review"}
    remind(NOON + 7 * DAY)
    assert set(kinds.all()) == {
        "sharing.emergency_review", "sharing.emergency_late", "sharing.family_untold",
    }  # fmt: skip


def test_an_emergency_opening_the_family_waits_to_hear_of_is_on_none_of_its_pages(scene):
    opener = make.a_post(unit=make.a_unit(), person=make.a_person("Ilpo", "Avaaja"))
    said = {"code": "MISSING", "reason": "Lapsi on kadonnut kotoa.", "is_reauthenticated": True}
    emergency = actions.open_emergency(
        by=make.a_viewer(opener), family=scene.family, tells_family=False, not_told_why="Vaara", **said
    )

    def told() -> list[str]:
        viewer = make.a_client(scene.mother)
        rows = my_data_for(viewer, scene.child.pk).rows
        return [
            *(row.name for row in rows),
            *(card.name for card in desk_for(viewer, scene.family.pk).grounds()),
        ]

    assert "Ilpo Avaaja" not in told()
    actions.tell_family_of_emergency(by=make.a_viewer(opener), emergency=emergency)
    assert told().count("Ilpo Avaaja") == 2


def test_each_giver_is_asked_alone(scene):
    browser = signed_in(scene.worker.person)
    choosing = browser.get(reverse("sharing:givers", args=[scene.family.pk])).content.decode()
    assert "Sanna" in choosing
    hers = browser.get(reverse("sharing:consent", args=[scene.family.pk, scene.mother.pk])).content.decode()
    assert str(scene.father.pk) not in hers
    his = browser.get(reverse("sharing:consent", args=[scene.family.pk, scene.father.pk])).content.decode()
    assert str(scene.mother.pk) not in his


def test_a_consent_under_pressure_ends_and_only_the_team_knows_why(scene):
    consent = scene.consent(scene.child, "s:EDUCATION")
    browser = signed_in(scene.worker.person)
    url = reverse("sharing:set-aside", args=[scene.family.pk, consent.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url).status_code == 302

    consent.refresh_from_db()
    assert (consent.withdrawn_at is not None, consent.set_aside_by) == (True, str(scene.by))
    shown = reverse("sharing:show", args=[scene.family.pk])
    assert "joihin ei luoteta" in browser.get(shown).content.decode()
    mother = signed_in(scene.mother)
    for page in (shown, reverse("my_data:of", args=[scene.child.pk])):
        assert "luoteta" not in mother.get(page).content.decode()
    with pytest.raises(Refused):
        actions.set_aside_consent(by=make.a_client(scene.mother), consent=Consent.objects.first())
    partner = make.a_post(
        unit=make.a_unit("THIRD_SECTOR", make.an_organisation("Apu", Organisation.Kind.NGO))
    )
    with pytest.raises(Refused):
        actions.set_aside_consent(by=make.a_viewer(partner), consent=Consent.objects.first())
