"""Who may share, restrict and open: the guards, the immediate effect and the traces."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from koppi.audit import journal
from koppi.audit.models import AuditEvent
from koppi.delivery.models import Notice
from koppi.people.models import Organisation, Person, Role
from koppi.refusal import Refused
from koppi.sharing import access, actions, grants, records
from koppi.sharing.models import Consent, EmergencyCode, Ground, Kind, Matter, Restriction
from koppi.sharing.replay import REPLAYS
from tests import make
from tests.make import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.KOPPI_JOURNAL = str(tmp_path)


@pytest.fixture
def worker():
    return make.a_viewer()


@pytest.fixture
def people():
    return make.a_person("Sanna"), make.a_person("Mikko"), make.a_child("Emma")


@pytest.fixture
def family(worker, people):
    """Everybody covered for the worker; Sanna has custody of Emma and sees online, Mikko has custody only."""
    mother, father, child = people
    family = make.a_family("Perhe", *people)
    make.custody(mother, child)
    make.custody(father, child, online=False)
    actions.open_ground(by=worker, family=family, holder=str(worker), kind="TEAM")
    for person, giver in ((mother, mother), (father, father), (child, mother)):
        consent(worker, person, giver)
    return family


def consent(by, person, giver, way="WITH_WORKER", receivers=("s:STUDENT_WELFARE",), **more):
    more.setdefault("ends_at", None)
    return actions.give_consent(by=by, person=person, receivers=receivers, given_by=giver, way=way, **more)


def keep_out(by, family, whom, protected, **more):
    values = {
        "kind": "PERSON",
        "kept_out": f"p:{whom.pk}",
        "cause": "VIOLENCE",
        "review_on": date(2026, 9, 1),
    }
    return actions.restrict(by=by, family=family, protected=protected, **{**values, **more})


# Grounds


def test_a_family_just_begun_is_opened_by_whoever_began_it_and_by_nobody_else_after(worker):
    family = make.a_family("Uusi", make.a_person())
    actions.open_ground(by=worker, family=family, holder=str(worker), kind="TEAM")
    stranger = make.a_viewer()
    with pytest.raises(Refused):
        actions.open_ground(by=stranger, family=family, holder=str(stranger), kind="TEAM")
    with pytest.raises(Refused):
        actions.open_ground(by=make.a_client(), family=make.a_family("Toinen"), holder="e:x", kind="TEAM")


@pytest.mark.parametrize("kind", ["EMERGENCY", "OTHER_AUTHORITY"])
def test_what_asks_for_more_is_not_opened_as_a_plain_ground(worker, family, kind):
    with pytest.raises(ValueError, match="verb of its own"):
        actions.open_ground(by=worker, family=family, holder=str(worker), kind=kind, ends_at=NOON + DAY)


def test_a_partner_needs_a_pledge_and_an_end(worker, family):
    unit = make.a_unit("THIRD_SECTOR", make.an_organisation("Apu ry", Organisation.Kind.NGO))
    partner = make.a_post(unit=unit, role=Role.PARTNER)
    given = {"by": worker, "family": family, "holder": f"e:{partner.pk}", "kind": "TEAM"}
    with pytest.raises(Refused, match="vaitiolositoumus"):
        actions.open_ground(**given)
    partner.pledged_on = date(2026, 1, 1)
    partner.save()
    assert actions.open_ground(**given).ends_at == NOON + timedelta(days=90)
    with pytest.raises(Refused, match="vuoden"):
        actions.open_ground(**given, ends_at=NOON + timedelta(days=366))


def test_a_stranger_cannot_end_a_ground_and_its_holder_can(worker, family):
    ground = family.grounds.get()
    with pytest.raises(Refused):
        actions.end_ground(by=make.a_viewer(), ground=ground)
    actions.end_ground(by=worker, ground=ground)
    assert not access.families_visible_to(worker).exists()


def test_a_guardian_stops_seeing_the_moment_custody_has_ended(worker, family, people):
    mother, _father, child = people
    guardian = make.a_client(mother)
    record = records.new_record(by=worker, family=family, kind=Kind.SUMMARY, subjects=[child])
    assert access.verdict_on(guardian, record).allowed
    child.custodies.filter(adult=mother).update(ends_on=date(2026, 3, 1))
    actions.members_changed(by=worker, family=family)
    assert not access.verdict_on(guardian, record).allowed
    assert "sharing.guardian_ended" in lines()


# Consents


def test_each_competent_person_decides_for_themself(worker, family, people):
    mother, father, child = people
    with pytest.raises(Refused):
        consent(worker, father, mother)
    with pytest.raises(Refused):
        consent(worker, child, child)
    actions.judge_capacity(by=worker, minor=child, matter="SCHOOL", is_capable=True, words="x")
    assert consent(worker, child, child, matter="SCHOOL")
    with pytest.raises(Refused):
        consent(worker, child, mother, matter="SCHOOL")
    assert consent(worker, child, mother, matter="HEALTH")


def test_a_guardian_kept_out_cannot_open_the_child_s_data_to_others(worker, family, people):
    _mother, father, child = people
    assert consent(worker, child, father)
    keep_out(worker, family, father, [child])
    with pytest.raises(Refused):
        consent(worker, child, father)
    with pytest.raises(Refused):
        consent(make.a_client(father), child, father, way="OWN_SESSION")


def test_a_guardian_shut_out_by_safety_consents_only_when_cleared(worker, family, people):
    mother, _father, child = people
    restriction = keep_out(worker, None, mother, [child], kind="SAFETY", kept_out="")
    with pytest.raises(Refused):
        consent(worker, child, mother)
    actions.clear_place(by=worker, restriction=restriction, holder=f"p:{mother.pk}")
    assert consent(worker, child, mother)


def test_a_guardian_cannot_consent_on_what_the_child_has_forbidden(worker, family, people):
    mother, _father, child = people
    actions.prohibit(by=make.a_client(child), minor=child, matter="HEALTH", hidden_from=mother)
    with pytest.raises(Refused):
        consent(worker, child, mother, matter="HEALTH")
    assert consent(worker, child, mother, matter="SCHOOL")


def test_in_an_own_session_nobody_consents_in_another_s_name(worker, family, people):
    mother, father, child = people
    with pytest.raises(Refused):
        consent(make.a_client(father), mother, mother, way="OWN_SESSION")
    with pytest.raises(Refused):
        consent(worker, mother, mother, way="OWN_SESSION")
    assert consent(make.a_client(mother), child, mother, way="OWN_SESSION")


def test_a_worker_of_another_family_records_no_consent(family, people):
    with pytest.raises(Refused):
        consent(make.a_viewer(), people[0], people[0])


def test_a_consent_for_nobody_or_for_the_past_is_refused(worker, family, people):
    with pytest.raises(Refused, match="vähintään yksi"):
        consent(worker, people[0], people[0], receivers=())
    with pytest.raises(Refused, match="jo mennyt"):
        consent(worker, people[0], people[0], ends_at=NOON)


def test_withdrawing_closes_at_once_and_stays_closed_after_a_restore(worker, family, people):
    mother = people[0]
    given = Consent.objects.get(person=mother)
    client = make.a_client(mother)
    record = records.new_record(by=client, family=family, kind=Kind.SUMMARY, subjects=[mother])
    assert access.verdict_on(worker, record).allowed
    actions.withdraw_consent(by=client, consent=given)
    assert not access.verdict_on(worker, record).allowed

    Consent.objects.filter(pk=given.pk).update(withdrawn_at=None)
    grants.rebuild(family.pk)
    assert access.verdict_on(worker, record).allowed
    assert restored() == 1
    assert not access.verdict_on(worker, record).allowed


def test_somebody_else_cannot_withdraw(family, people):
    given = Consent.objects.get(person=people[0])
    for other in (make.a_client(people[1]), make.a_viewer()):
        with pytest.raises(Refused):
            actions.withdraw_consent(by=other, consent=given)


def test_a_legal_basis_is_stated_by_an_authority_with_section_and_necessity(worker, family, people):
    given = {
        "by": worker, "person": people[0], "receiver": "s:HEALTH", "code": "SHL_41",
        "necessity": "x" * 40, "ends_at": NOON + DAY,
    }  # fmt: skip
    for wrong in (
        {"code": "MUU_1"}, {"necessity": "x" * 39}, {"ends_at": NOON}, {"told_family": False},
        {"by": make.a_viewer()},
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.state_basis(**{**given, **wrong})
    basis = actions.state_basis(**given, told_family=False, not_told_why="Kertominen vaarantaisi lapsen.")
    assert [line.law for line in access.sight_of(worker, family).consents if line.is_basis]
    told = access.sight_of(make.a_client(people[0]), family).consents
    assert not any(line.is_basis for line in told)
    actions.withdraw_basis(by=worker, basis=basis)
    assert not any(line.is_basis for line in access.sight_of(worker, family).consents)


# Restrictions


def test_a_restriction_takes_effect_between_two_looks(worker, family, people):
    mother, father, child = people
    client = make.a_client(father)
    assert access.families_visible_to(client).exists()
    keep_out(worker, family, father, [mother, child])
    assert not access.families_visible_to(client).exists()
    also_at_work = make.a_viewer(make.a_post(person=father, unit=make.a_unit()))
    assert not access.families_visible_to(also_at_work).exists()


def test_the_one_kept_out_is_told_nothing_and_the_one_who_asked_is(worker, family, people):
    mother, father, child = people
    keep_out(worker, family, father, [mother, child], asked_by=mother)
    assert [line.kept_out_name for line in access.sight_of(worker, family).restrictions] == ["Mikko Koivu"]
    assert access.sight_of(make.a_client(mother), family).restrictions
    assert not Notice.objects.filter(recipient=f"p:{father.pk}").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kept_out": ""},
        {"kept_out": "e:x"},
        {"kind": "SAFETY"},
        {"protected": []},
        {"review_on": date(2026, 3, 2)},
    ],
)
def test_a_restriction_that_is_not_whole_is_refused(worker, family, people, wrong):
    mother, father, _child = people
    values = {"family": family, "whom": father, "protected": [mother], **wrong}
    with pytest.raises(Refused):
        keep_out(worker, **values)
    assert not Restriction.objects.exists()


def test_a_restriction_cannot_protect_a_person_from_themself_or_somebody_outside_the_family(
    worker, family, people
):
    with pytest.raises(Refused):
        keep_out(worker, family, people[0], [people[0]])
    with pytest.raises(Refused):
        keep_out(worker, family, people[1], [make.a_person("Joku muu")])


def test_a_partner_and_a_stranger_set_no_restriction(family, people):
    for viewer in (make.a_viewer(), make.a_client(people[0])):
        with pytest.raises(Refused):
            keep_out(viewer, family, people[1], [people[0]])


def test_another_person_confirms_not_the_same_one_in_another_post(worker, family, people):
    restriction = keep_out(worker, family, people[1], [people[0]])
    second_post = make.a_post(person=Person.objects.get(pk=worker.person_id))
    actions.open_ground(by=worker, family=family, holder=f"e:{second_post.pk}", kind="TEAM")
    with pytest.raises(Refused, match="toinen ammattilainen"):
        actions.confirm_restriction(by=make.a_viewer(second_post), restriction=restriction)
    colleague = make.a_viewer()
    with pytest.raises(Refused):
        actions.confirm_restriction(by=colleague, restriction=restriction)
    actions.open_ground(by=worker, family=family, holder=str(colleague), kind="TEAM")
    assert actions.confirm_restriction(by=colleague, restriction=restriction).confirmed_by == str(colleague)


def test_a_lifted_restriction_lets_in_again(worker, family, people):
    mother, father, child = people
    restriction = keep_out(worker, family, father, [mother, child])
    actions.lift_restriction(by=worker, restriction=restriction)
    assert access.families_visible_to(make.a_client(father)).exists()


def test_a_restriction_set_after_the_backup_is_there_again_after_the_restore(worker, family, people):
    mother, father, child = people
    pk = keep_out(worker, family, father, [mother, child]).pk
    Restriction.objects.all().delete()
    restored()
    restored()
    again = Restriction.objects.get()
    assert (again.pk, again.kept_out, again.words) == (pk, f"p:{father.pk}", "")
    assert {row.person_id for row in again.protected.all()} == {mother.pk, child.pk}
    assert not access.families_visible_to(make.a_client(father)).exists()


# Minors


def test_a_prohibition_hides_at_once_and_ends_only_after_the_minor_has_been_told(worker, family, people):
    mother, _father, child = people
    record = records.new_record(
        by=worker, family=family, kind=Kind.SUMMARY, subjects=[child], matter="HEALTH"
    )
    guardian, young = make.a_client(mother), make.a_client(child)
    assert access.verdict_on(guardian, record).allowed
    prohibition = actions.prohibit(by=young, minor=child, record=record)
    assert not access.verdict_on(guardian, record).allowed
    actions.review_prohibition(by=worker, prohibition=prohibition, stands=False)
    assert not access.verdict_on(guardian, record).allowed
    assert Notice.objects.filter(recipient=f"p:{child.pk}", kind="sharing.prohibition_ends").exists()
    assert access.verdict_on(guardian.moved_to(NOON + 7 * DAY), record).allowed


def test_only_the_minor_takes_a_prohibition_back_at_once(worker, family, people):
    prohibition = actions.prohibit(by=worker, minor=people[2])
    with pytest.raises(Refused):
        actions.end_prohibition(by=worker, prohibition=prohibition)
    actions.end_prohibition(by=make.a_client(people[2]), prohibition=prohibition)
    assert prohibition.ends_at == NOON


def test_an_adult_makes_no_prohibition_and_is_not_judged(worker, family, people):
    with pytest.raises(Refused):
        actions.prohibit(by=make.a_client(people[0]), minor=people[0])
    with pytest.raises(Refused):
        actions.judge_capacity(by=worker, minor=people[0], matter="ANY", is_capable=False)


def test_a_guardian_cannot_forbid_in_the_child_s_name(family, people):
    with pytest.raises(Refused):
        actions.prohibit(by=make.a_client(people[0]), minor=people[2], hidden_from=people[1])


def test_a_capable_minor_sees_their_own_matter_and_no_other(worker, family, people):
    child = people[2]
    school, health = (
        records.new_record(by=worker, family=family, kind=Kind.STEP, subjects=[child], matter=matter)
        for matter in (Matter.SCHOOL, Matter.HEALTH)
    )
    young = make.a_client(child)
    assert not access.records_visible_to(young).exists()
    actions.judge_capacity(by=worker, minor=child, matter="SCHOOL", is_capable=True, words="x")
    assert set(access.records_visible_to(young)) == {school}
    actions.judge_capacity(by=worker, minor=child, matter="ANY", is_capable=True, words="x")
    assert set(access.records_visible_to(young)) == {school, health}


# Emergencies and other authorities


def open_emergency(by, family, **more):
    values = {
        "code": EmergencyCode.CHILD_IN_DANGER, "reason": "Lapsi soitti ja pyysi apua heti.",
        "is_reauthenticated": True,
    }  # fmt: skip
    return actions.open_emergency(by=by, family=family, **{**values, **more})


def test_an_emergency_opens_four_hours_read_only_and_tells_everybody(worker, family, people):
    unit = make.a_unit()
    opener = make.a_viewer(make.a_post(unit=unit))
    manager = make.a_post(unit=unit, role=Role.MANAGER)
    emergency = open_emergency(opener, family)
    assert access.family_for(opener, family.pk)
    assert not access.may_change(opener, family)
    assert not access.families_visible_to(opener.moved_to(NOON + timedelta(hours=4))).exists()
    assert emergency.reviewer == manager
    told = set(Notice.objects.values_list("recipient", "kind"))
    assert (str(worker), "sharing.emergency_opened") in told
    assert (f"e:{manager.pk}", "sharing.emergency_review") in told
    assert (f"p:{people[0].pk}", "sharing.emergency_told") in told
    event = AuditEvent.objects.filter(did="sharing.emergency_opened").get()
    assert event.action == "emergency"
    assert people[2].pk in {subject.whom for subject in event.subjects.all()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_reauthenticated": False},
        {"code": "CURIOUS"},
        {"reason": "x" * 19},
        {"tells_family": False},
    ],
)
def test_an_emergency_without_all_it_asks_stays_closed(family, wrong):
    with pytest.raises(Refused):
        open_emergency(make.a_viewer(), family, **wrong)
    assert not Ground.objects.filter(kind="EMERGENCY").exists()


def test_no_partner_no_relative_and_nobody_kept_out_opens_an_emergency(worker, family, people):
    ngo = make.a_unit("THIRD_SECTOR", make.an_organisation("Apu", Organisation.Kind.NGO))
    relative = make.a_viewer(make.a_post(person=people[1], unit=make.a_unit()))
    kept_out = make.a_post()
    keep_out(worker, family, kept_out.person, [people[0]])
    for viewer in (
        make.a_viewer(make.a_post(unit=ngo)), make.a_viewer(make.a_post(role=Role.PARTNER)), relative,
        make.a_viewer(kept_out), make.a_client(people[0]),
    ):  # fmt: skip
        with pytest.raises(Refused):
            open_emergency(viewer, family)


def test_telling_the_family_may_wait_for_a_reason_and_reaches_nobody_kept_out(worker, family, people):
    keep_out(worker, family, people[1], [people[0], people[2]])
    opener = make.a_viewer()
    emergency = open_emergency(opener, family, tells_family=False, not_told_why="Vaarantaisi lapsen.")
    assert not Notice.objects.filter(kind="sharing.emergency_told").exists()
    actions.tell_family_of_emergency(by=opener, emergency=emergency)
    told = set(Notice.objects.filter(kind="sharing.emergency_told").values_list("recipient", flat=True))
    assert told == {f"p:{people[0].pk}"}


def test_the_opener_does_not_review_and_the_supervisor_reviews_once(family):
    unit = make.a_unit()
    opener, manager = (
        make.a_viewer(make.a_post(unit=unit)),
        make.a_viewer(make.a_post(unit=unit, role="MANAGER")),
    )
    emergency = open_emergency(opener, family)
    for other in (opener, make.a_viewer()):
        with pytest.raises(Refused):
            actions.review_emergency(by=other, emergency=emergency, outcome="Tarpeen.")
    with pytest.raises(Refused):
        actions.review_emergency(by=manager, emergency=emergency, outcome="  ")
    assert actions.review_emergency(by=manager, emergency=emergency, outcome="Tarpeen.").reviewed_at == NOON
    with pytest.raises(Refused, match="jo tarkistettu"):
        actions.review_emergency(by=manager, emergency=emergency, outcome="Taas.")


def test_another_authority_sees_for_its_time_and_changes_nothing(worker, family):
    post = make.a_post(unit=make.a_unit("POLICE", make.an_organisation("Poliisi", "AUTHORITY")))
    given = {"by": worker, "family": family, "post": post, "code": "JulkL_26", "reason": "Etsintä"}
    for ends_at in (NOON, NOON + timedelta(days=366)):
        with pytest.raises(Refused):
            actions.open_for_authority(**given, ends_at=ends_at)
    with pytest.raises(Refused):
        actions.open_for_authority(**{**given, "code": "x"}, ends_at=NOON + DAY)
    actions.open_for_authority(**given, ends_at=NOON + DAY)
    officer = make.a_viewer(post)
    assert access.family_for(officer, family.pk)
    assert not access.may_change(officer, family)
    with pytest.raises(Refused):
        access.require_change(officer, family)
    assert not access.families_visible_to(officer.moved_to(NOON + DAY)).exists()


def test_no_company_is_let_in_as_another_authority(worker, family):
    post = make.a_post(unit=make.a_unit("COMPANY", make.an_organisation("Oy", "COMPANY")))
    with pytest.raises(Refused):
        actions.open_for_authority(
            by=worker, family=family, post=post, code="JulkL_26", reason="x", ends_at=NOON + DAY
        )


# Own words


def test_own_words_are_opened_and_closed_by_their_author_only(worker, family, people):
    mother = people[0]
    author = make.a_client(mother)
    record = records.new_record(by=author, family=family, kind=Kind.OWN_WORDS, subjects=[mother])
    assert not access.verdict_on(worker, record).allowed
    with pytest.raises(Refused):
        actions.share_words(by=worker, record=record, holder="t:")
    actions.share_words(by=author, record=record, holder="t:")
    actions.share_words(by=author, record=record, holder="t:")
    assert access.verdict_on(worker, record).allowed
    actions.unshare_words(by=author, record=record, holder="t:")
    assert not access.verdict_on(worker, record).allowed
    record.shares.update(ends_at=None)
    restored()
    assert not access.verdict_on(worker, record).allowed


# The journal


def lines() -> list[str]:
    return [line.kind for line in journal.lines_from(journal.Position(1, ""))]


def restored() -> int:
    """Replay the whole journal, as a restore does; return how many lines there were."""
    by = make.a_viewer().system(NOON + DAY)
    found = journal.lines_from(journal.Position(1, ""))
    for line in found:
        REPLAYS[line.kind](by=by, key=line.key, payload=json.loads(json.dumps(line.payload)))
    return len(found)


def test_everything_replayed_knows_what_to_do_with_what_the_backup_does_not_have(worker, family, people):
    mother, father, child = people
    keep_out(worker, family, father, [mother, child])
    actions.prohibit(by=worker, minor=child, hidden_from=mother)
    actions.judge_capacity(by=worker, minor=child, matter="ANY", is_capable=False, words="x")
    actions.withdraw_consent(by=worker, consent=Consent.objects.get(person=father))
    actions.end_ground(by=worker, ground=family.grounds.get())
    for model in (Restriction, Consent):
        model.objects.all().delete()
    family.delete()
    with pytest.raises(ObjectDoesNotExist):
        family.refresh_from_db()
    assert restored() == 5
    assert set(lines()) <= set(REPLAYS)
