"""The tick and the worker: everything due is run, once, whatever breaks on the way."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from koppi.due import access
from koppi.due.leases import LEASE, claim
from koppi.due.models import Job
from koppi.due.runner import Periodic, Timetable, Turn, run_due_once, run_forever
from koppi.people.viewer import Viewer

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def timetable(*periodic: Periodic, **jobs) -> Timetable:
    return Timetable(periodic, jobs, Viewer.system)


def a_job(key: str = "once", name: str = "note", run_at: datetime = NOON, **more) -> Job:
    return Job.objects.create(key=key, name=name, run_at=run_at, **more)


def breaks(*, by, **_):
    raise ValueError("the name of the child is Emma")


def test_a_due_job_is_run_once_by_the_system_with_its_references():
    seen = []
    a_job(payload={"n": 7})
    work = timetable(note=lambda *, by, n: seen.append((str(by), by.at, n)))
    for minutes in range(3):
        run_due_once(work, now=NOON + minutes * MINUTE)
    assert seen == [("system", NOON, 7)]
    assert Job.objects.get().done_at == NOON


def test_what_is_due_later_waits():
    a_job(run_at=NOON + MINUTE)
    assert run_due_once(timetable(note=breaks), now=NOON) == []


def test_the_effect_and_the_end_of_a_job_are_one_transaction():
    def half(*, by):
        Job.objects.create(key="half written", name="x", run_at=NOON)
        raise ValueError

    a_job(name="half")
    run_due_once(timetable(half=half), now=NOON)
    assert list(Job.objects.values_list("key", flat=True)) == ["once"]


def test_a_failed_job_waits_and_the_others_are_run():
    seen = []
    a_job(name="breaks")
    a_job(key="sound", run_at=NOON)
    turns = run_due_once(timetable(breaks=breaks, note=lambda *, by: seen.append(by)), now=NOON)
    assert len(seen) == 1
    assert {turn.name: bool(turn.error_code) for turn in turns} == {"breaks": True, "note": False}
    assert Job.objects.get(name="breaks").run_at == NOON + MINUTE


def test_an_error_is_remembered_by_its_kind_and_place_and_never_by_its_words(caplog):
    a_job(name="breaks")
    run_due_once(timetable(breaks=breaks), now=NOON)
    [card] = access.failing_jobs()
    assert card.last_error_code.startswith("ValueError test_runner.py:")
    assert "Emma" not in card.last_error_code + caplog.text


def test_ten_failures_make_a_job_dead_and_it_is_not_tried_again():
    tries = []

    def always(*, by):
        tries.append(by.at)
        raise ValueError

    a_job(name="always")
    for hours in range(48):
        run_due_once(timetable(always=always), now=NOON + timedelta(hours=7 * hours))
    assert len(tries) == 10
    assert [card.attempts for card in access.dead_jobs()] == [10]


def test_a_shifted_clock_does_not_use_up_all_the_attempts_at_once():
    a_job(name="breaks")
    later = NOON + timedelta(days=10)
    assert len(run_due_once(timetable(breaks=breaks), now=later, clock=lambda: NOON)) == 1


def test_a_job_nobody_knows_any_more_fails_and_stops_nothing():
    a_job(name="gone")
    [turn] = run_due_once(timetable(), now=NOON)
    assert turn.error_code.startswith("KeyError")


def test_a_leased_job_is_left_alone_until_its_lease_runs_out():
    a_job()
    assert claim(Job.objects.waiting(), NOON)
    assert claim(Job.objects.waiting(), NOON + LEASE - MINUTE) is None
    assert claim(Job.objects.waiting(), NOON + LEASE).attempts == 2


def test_a_worker_that_lost_its_lease_changes_nothing():
    def slow(*, by):
        Job.objects.create(key="late effect", name="x", run_at=NOON + timedelta(days=9))
        claim(Job.objects.filter(key="once"), NOON + LEASE)  # another worker takes over meanwhile

    a_job(name="slow")
    [turn] = run_due_once(timetable(slow=slow), now=NOON)
    assert turn.error_code.startswith("LeaseLost")
    job = Job.objects.get()
    assert (job.key, job.done_at) == ("once", None)


def counted(every: timedelta, seen: list, name: str = "count") -> Periodic:
    return Periodic(name, lambda *, by: seen.append(by.at), every)


def test_a_periodic_thing_is_run_when_its_turn_comes_round():
    seen = []
    work = timetable(counted(5 * MINUTE, seen))
    for minutes in range(12):
        run_due_once(work, now=NOON + minutes * MINUTE, whole_round=False)
    assert seen == [NOON, NOON + 5 * MINUTE, NOON + 10 * MINUTE]


def test_three_days_of_silence_are_caught_up_once():
    seen = []
    work = timetable(counted(5 * MINUTE, seen))
    run_due_once(work, now=NOON, whole_round=False)
    for _ in range(3):
        run_due_once(work, now=NOON + timedelta(days=3), whole_round=False)
    assert seen == [NOON, NOON + timedelta(days=3)]


def test_a_whole_round_runs_each_periodic_thing_now_and_in_order():
    seen = []
    work = timetable(counted(timedelta(days=1), seen), counted(MINUTE, seen, "other"))
    assert [turn.name for turn in run_due_once(work, now=NOON)] == ["count", "other"]
    run_due_once(work, now=NOON)
    assert len(seen) == 4


def test_a_round_under_a_shifted_clock_does_not_put_off_the_next_real_turn():
    seen = []
    work = timetable(counted(5 * MINUTE, seen))
    run_due_once(work, now=NOON + timedelta(days=10), clock=lambda: NOON)
    run_due_once(work, now=NOON + 5 * MINUTE, whole_round=False)
    assert seen == [NOON + timedelta(days=10), NOON + 5 * MINUTE]


def test_a_failing_periodic_thing_never_dies_and_waits_five_minutes_at_most():
    work = timetable(Periodic("breaks", breaks, MINUTE))
    for hour in range(15):
        run_due_once(work, now=NOON + timedelta(hours=hour), whole_round=False)
    job = Job.objects.get()
    assert (job.attempts, job.dead_at) == (15, None)
    assert job.run_at == NOON + timedelta(hours=14) + 5 * MINUTE


def half_then_breaks(*, by):
    a_job(key="half written", run_at=NOON + timedelta(days=9))
    raise ValueError


@pytest.mark.parametrize("is_atomic", [True, False])
def test_a_periodic_thing_that_breaks_leaves_nothing_half_unless_it_takes_care_itself(is_atomic):
    run_due_once(timetable(Periodic("half", half_then_breaks, MINUTE, is_atomic)), now=NOON)
    assert Job.objects.filter(key="half written").exists() is not is_atomic


def test_after_a_success_the_next_failure_waits_one_minute_again():
    answers = iter([ValueError, ValueError, None, ValueError])

    def sometimes(*, by):
        if error := next(answers):
            raise error

    for hour in range(4):
        run_due_once(timetable(Periodic("some", sometimes, MINUTE)), now=NOON + timedelta(hours=hour))
    assert Job.objects.get().run_at == NOON + timedelta(hours=3) + MINUTE


def test_a_periodic_thing_in_another_workers_hands_is_passed_over():
    seen = []
    work = timetable(counted(MINUTE, seen))
    run_due_once(work, now=NOON)
    claim(Job.objects.all(), NOON)
    assert run_due_once(work, now=NOON) == []


def test_a_job_may_schedule_what_the_same_tick_then_runs():
    seen = []

    def first(*, by):
        a_job(key="second", run_at=by.at)

    a_job(name="first")
    run_due_once(timetable(first=first, note=lambda *, by: seen.append(by)), now=NOON)
    assert len(seen) == 1


def test_the_result_of_each_turn_is_told():
    a_job(name="count")
    assert run_due_once(timetable(count=lambda *, by: 3), now=NOON) == [Turn("count", 3)]


def test_stopping_finishes_the_job_at_hand_and_leaves_the_rest():
    stop = threading.Event()
    a_job(key="one", name="stop")
    a_job(key="two", name="stop")
    run_forever(timetable(stop=lambda *, by: stop.set()), stop=stop, clock=lambda: NOON, pause=0)
    assert Job.objects.exclude(done_at=None).count() == 1
    assert Job.objects.waiting().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_outlives_a_database_that_is_away():
    stop, moments = threading.Event(), iter([OperationalError("gone"), NOON, NOON])

    def clock():
        moment = next(moments, NOON)
        if isinstance(moment, Exception):
            raise moment
        return moment

    a_job(name="stop")
    run_forever(timetable(stop=lambda *, by: stop.set()), stop=stop, clock=clock, pause=0)
    assert Job.objects.get().done_at == NOON
