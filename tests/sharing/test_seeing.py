"""Seeing as another: the page is drawn as if the change were made, and nothing of it stays."""

from datetime import date

import pytest
from django.apps import apps

from koppi.audit import journal
from koppi.audit.models import AuditEvent
from koppi.sharing import access, actions, records
from koppi.sharing.models import Kind
from koppi.sharing.planning import planned_restriction
from koppi.sharing.seeing import behind, see_as, viewer_for
from koppi.sharing.verdict import Why
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings, tmp_path):
    settings.KOPPI_JOURNAL = str(tmp_path)
    mother, father = make.a_person("Sanna"), make.a_person("Mikko")
    family = make.a_family("Perhe", mother, father)
    worker = make.a_viewer()
    actions.open_ground(by=worker, family=family, holder=str(worker), kind="TEAM")
    for person in (mother, father):
        actions.give_consent(
            by=worker, person=person, receivers=[str(worker)], ends_at=None, given_by=person, way="ON_PAPER"
        )
    return family, mother, father, worker


def rows() -> dict[str, int]:
    """How many rows every table has, but for the trail."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label != "audit"
    }


def test_a_restriction_is_tried_on_and_taken_off_without_a_trace_but_one(scene):
    family, mother, father, worker = scene
    before, events = rows(), AuditEvent.objects.count()

    def change():
        planned_restriction(
            worker, kind="PERSON", family=family, kept_out=f"p:{father.pk}", protected=[mother],
            cause="VIOLENCE", review_on=date(2026, 9, 1),
        )  # fmt: skip

    other = viewer_for(f"p:{father.pk}", worker)
    seen = see_as(
        by=worker,
        other=other,
        family=family,
        change=change,
        show=lambda viewer: access.family_for(viewer, family.pk),
    )
    assert seen is None
    assert rows() == before
    assert AuditEvent.objects.count() == events + 1
    event = AuditEvent.objects.latest("id")
    assert (event.did, event.by, event.detail) == ("sharing.saw_as", str(worker), {"other": f"p:{father.pk}"})
    assert journal.lines_from(journal.Position(1, "")) == []
    assert access.family_for(make.a_client(father), family.pk)
    assert behind.get() is None


def test_nothing_closed_is_shown_through_another_s_eyes(scene):
    family, mother, _father, worker = scene
    author = make.a_client(mother)
    closed = records.new_record(by=author, family=family, kind=Kind.OWN_WORDS, subjects=[mother])
    shared = records.new_record(by=worker, family=family, kind=Kind.SUMMARY, subjects=[mother])
    assert set(access.sight_of(author, family).records) == {closed.pk, shared.pk}

    def show(viewer):
        sight = access.sight_of(viewer, family)
        listed = set(access.records_visible_to(viewer).values_list("pk", flat=True))
        return sight, listed

    other = viewer_for(f"p:{mother.pk}", worker)
    sight, listed = see_as(by=worker, other=other, family=family, change=lambda: None, show=show)
    assert sight.records == {shared.pk: Why.SELF}
    assert listed == {shared.pk}


def test_the_closed_record_s_own_door_stays_closed_through_another_s_eyes(scene):
    family, mother, _father, worker = scene
    closed = records.new_record(
        by=make.a_client(mother), family=family, kind=Kind.OWN_WORDS, subjects=[mother]
    )
    other = viewer_for(f"p:{mother.pk}", worker)
    seen = see_as(
        by=worker, other=other, family=family, change=lambda: None,
        show=lambda viewer: access.record_for(viewer, closed.pk, Kind.OWN_WORDS),
    )  # fmt: skip
    assert seen is None


def test_a_post_and_an_organisation_can_be_seen_as_too(scene):
    family, _mother, _father, worker = scene
    assert viewer_for(str(worker), worker).holders == worker.holders
    anybody = viewer_for(f"o:{worker.post.organisation_id}", worker)
    assert f"o:{worker.post.organisation_id}" in anybody.holders
    seen = see_as(
        by=worker, other=anybody, family=family, change=lambda: None,
        show=lambda viewer: access.family_for(viewer, family.pk),
    )  # fmt: skip
    assert seen is None
