"""The trail knows every look and every change, and takes nothing but codes."""

from uuid import uuid4

import pytest
from django.db import transaction

from koppi.audit import ledger, trail
from koppi.audit.models import AuditEvent, AuditSeal, Indelible
from tests import make

pytestmark = pytest.mark.django_db


def test_an_entry_tells_who_did_what_to_whom_and_why():
    viewer, child = make.a_viewer(), uuid4()
    event = trail.leave(
        viewer, "mapping.invited", child, kind="mapping.Invitation", subjects=[child], rules=["A3"], asked=4
    )
    event = AuditEvent.objects.get(pk=event.pk)
    assert (event.by, event.account, event.post) == (str(viewer), str(viewer.account_id), str(viewer.post.id))
    assert (event.action, event.did, event.kind, event.ids) == (
        "change",
        "mapping.invited",
        "mapping.Invitation",
        [str(child)],
    )
    assert (event.rules, event.detail, event.result, event.count) == (["A3"], {"asked": 4}, "ok", 1)
    assert [subject.whom for subject in event.subjects.all()] == [child]


def test_a_list_is_one_entry_with_every_object_shown():
    persons = [make.a_person() for _ in range(3)]
    event = trail.saw(make.a_viewer(), "finding.listed", persons, subjects=persons)
    assert (event.action, event.kind, event.count) == ("list", "people.Person", 3)
    assert event.subjects.count() == 3


@pytest.mark.parametrize("secret", ["Aino Koivu", "äiti", "a\nb", "\x1b[31m", '{"a":1}', "‮oviok", "x" * 65])
def test_content_cannot_be_written_into_the_trail(secret):
    with pytest.raises(trail.Content):
        trail.leave(make.a_viewer(), "finding.searched", None, words=secret)
    assert not AuditEvent.objects.exists()


def test_an_action_that_leaves_no_trace_is_undone():
    @trail.action
    def rename(*, by, person):
        person.family_name = "Lehto"
        person.save()

    person = make.a_person(family_name="Koivu")
    with pytest.raises(trail.Unaudited):
        rename(by=make.a_viewer(), person=person)
    person.refresh_from_db()
    assert person.family_name == "Koivu"


def test_a_trace_of_an_inner_action_is_enough_for_the_outer():
    @trail.action
    def inner(*, by):
        trail.leave(by, "families.opened")

    @trail.action
    def outer(*, by):
        inner(by=by)

    outer(by=make.a_viewer())
    assert outer.is_action
    assert AuditEvent.objects.count() == 1


def test_a_trace_left_before_does_not_count_for_the_action():
    @trail.action
    def silent(*, by):
        pass

    viewer = make.a_viewer()
    trail.leave(viewer, "families.opened")
    with pytest.raises(trail.Unaudited):
        silent(by=viewer)


def test_an_entry_costs_one_query_and_its_subjects_another(django_assert_num_queries):
    viewer, child = make.a_viewer(), uuid4()
    with django_assert_num_queries(2):
        trail.saw(viewer, "overview.seen", child, kind="families.Family", subjects=[child])


def test_an_entry_can_be_neither_changed_nor_removed():
    event = trail.leave(make.a_viewer(), "families.opened")
    for tamper in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(did="x"),
    ):
        with pytest.raises(Indelible):
            tamper()


def test_a_denial_outlives_the_rollback_of_the_request():
    viewer = make.a_viewer()

    def request():
        with transaction.atomic():
            trail.leave(viewer, "families.opened")
            trail.denied(viewer, "overview.seen", uuid4(), ["D3"], kind="families.Family")
            raise LookupError

    with trail.denials_outlive(), pytest.raises(LookupError):
        request()
    event = AuditEvent.objects.get()
    assert (event.action, event.result, event.rules) == ("deny", "denied", ["D3"])


def test_every_entry_has_its_place_once_the_sealer_has_run():
    events = [trail.leave(make.a_viewer(), "families.opened") for _ in range(3)]
    ledger.seal_waiting()
    assert list(AuditSeal.objects.order_by("seq").values_list("seq", "event_id")) == [
        (n, event.pk) for n, event in enumerate(events, 1)
    ]
    assert ledger.waiting_since() is None
