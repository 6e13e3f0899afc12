"""Scheduling something once, and bringing a dead job back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from koppi.audit.models import AuditEvent
from koppi.due import access, actions
from koppi.due.models import Job
from koppi.due.references import CarriesContent
from koppi.people.viewer import Viewer

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def system(at: datetime = NOON) -> Viewer:
    return Viewer.system(at)


def test_the_same_key_is_scheduled_once_and_keeps_its_first_time():
    first = actions.schedule(by=system(), key="remind:1", job="mapping.remind", run_at=NOON)
    again = actions.schedule(
        by=system(), key="remind:1", job="mapping.remind", run_at=NOON + timedelta(days=1)
    )
    assert again.pk == first.pk
    assert Job.objects.get().run_at == NOON


def test_scheduling_leaves_a_trace_with_the_name_of_the_job():
    actions.schedule(by=system(), key="remind:1", job="mapping.remind", run_at=NOON)
    entry = AuditEvent.objects.get(did="due.scheduled")
    assert entry.detail["job"] == "mapping.remind"


def test_content_in_the_payload_is_refused_and_nothing_is_queued():
    with pytest.raises(CarriesContent):
        actions.schedule(by=system(), key="k", job="j", run_at=NOON, payload={"child": "Emma"})
    assert not Job.objects.exists()


def test_a_dead_job_is_listed_and_can_be_tried_again_at_once():
    job = Job.objects.create(key="k", name="j", run_at=NOON, attempts=10, dead_at=NOON, last_error_code="X")
    assert [card.key for card in access.dead_jobs()] == ["k"]
    actions.try_again(by=system(NOON + timedelta(days=1)), job_id=job.pk)
    job.refresh_from_db()
    assert (job.dead_at, job.attempts, job.run_at) == (None, 0, NOON + timedelta(days=1))
    assert access.dead_jobs() == []


def test_a_job_that_is_not_dead_is_not_revived():
    job = Job.objects.create(key="k", name="j", run_at=NOON)
    for pk in (job.pk, uuid4()):
        with pytest.raises(actions.NotDead):
            actions.try_again(by=system(), job_id=pk)


def test_the_longest_waiting_due_job_tells_that_no_worker_runs():
    Job.objects.create(key="later", name="j", run_at=NOON + timedelta(hours=1))
    assert access.waiting_since(NOON) is None
    Job.objects.create(key="now", name="j", run_at=NOON - timedelta(hours=2))
    assert access.waiting_since(NOON) == NOON - timedelta(hours=2)
