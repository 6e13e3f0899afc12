"""Running what is due: once for `koppi tick`, until stopped for `koppi worker`.

Two times meet here. ``now`` is the moment the house lives in and may be shifted for trying things out;
``clock`` is the machine's own, by which leases run out and failures wait.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.db import Error as DatabaseTrouble
from django.db import connection, transaction

from .leases import LeaseLost, claim, error_code, finish
from .models import Job
from .pace import LONGEST_PERIODIC_WAIT, MOST_ATTEMPTS, next_turn, wait_after

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something done again and again: ``function(by=viewer)`` finds from the state of things what is due.

    With ``is_atomic`` its effect and the end of its turn are one transaction. What talks to the world
    outside, like sending mail, must not hold a transaction open and takes care of its own.
    """

    name: str
    function: Callable[..., Any]
    every: timedelta
    is_atomic: bool = True


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that may fall due, and how the one who acts is made; written in ``site/tick.py``."""

    periodic: tuple[Periodic, ...]
    jobs: Mapping[str, Callable[..., Any]]
    viewer_at: Callable[[datetime], Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was run: what came of it, or the code of the error."""

    name: str
    result: Any = None
    error_code: str = ""


def run_due_once(
    timetable: Timetable,
    *,
    now: datetime,
    clock: Clock | None = None,
    whole_round: bool = True,
    stop: Event | None = None,
) -> list[Turn]:
    """Run each job that is due at ``now`` and then the periodic ones, in the order of the timetable.

    A ``whole_round`` runs every periodic one, whether or not its turn has come on the machine's clock.
    """
    machine, is_stopped = clock or (lambda: now), (stop or Event()).is_set
    turns = []
    for turn in _turns(timetable, now, machine, whole_round):
        turns.append(turn)
        if is_stopped():
            break
    return turns


def run_forever(timetable: Timetable, *, stop: Event, clock: Clock, pause: float = 5.0) -> None:
    """Run what is due until ``stop`` is set; the job at hand is finished first.

    While the database is away it waits and tries again: nothing claimed is lost, leases run out.
    """
    while not stop.is_set():
        try:
            run_due_once(timetable, now=clock(), clock=clock, whole_round=False, stop=stop)
        except DatabaseTrouble as error:
            log.error("the database is away: %s", error_code(error))
            connection.close()  # the next round asks for a new one
        stop.wait(pause)


def _turns(timetable: Timetable, now: datetime, clock: Clock, whole_round: bool) -> Iterator[Turn]:
    once = Job.objects.waiting().filter(is_periodic=False, run_at__lte=now).order_by("run_at", "pk")
    while job := claim(once, clock()):
        yield _run_job(job, timetable, now, clock)
    for periodic in timetable.periodic:
        if job := _claim_turn(periodic, clock(), whole_round):
            yield _run_turn(job, periodic, timetable, now, clock)


def _claim_turn(periodic: Periodic, machine_now: datetime, whole_round: bool) -> Job | None:
    key = f"every:{periodic.name}"
    turn = Job.objects.filter(key=key)
    if not turn.exists():
        Job.objects.get_or_create(
            key=key, defaults={"name": periodic.name, "run_at": machine_now, "is_periodic": True}
        )
    return claim(turn if whole_round else turn.filter(run_at__lte=machine_now), machine_now)


def _run_job(job: Job, timetable: Timetable, now: datetime, clock: Clock) -> Turn:
    @transaction.atomic
    def work() -> Any:
        result = timetable.jobs[job.name](by=timetable.viewer_at(now), **job.payload)
        finish(job, done_at=clock())
        return result

    return _watched(job, work, lambda: max(now, clock()))


def _run_turn(job: Job, periodic: Periodic, timetable: Timetable, now: datetime, clock: Clock) -> Turn:
    def work() -> Any:
        result = periodic.function(by=timetable.viewer_at(now))
        finish(job, run_at=next_turn(clock(), periodic.every), attempts=0)
        return result

    return _watched(job, transaction.atomic(work) if periodic.is_atomic else work, clock)


def _watched(job: Job, work: Callable[[], Any], clock: Clock) -> Turn:
    """Run ``work``; one thing that breaks must not stop the others, so here everything is caught."""
    try:
        return Turn(job.name, result=work())
    except LeaseLost as error:
        log.warning("%s was taken over by another worker", job.name)
        return Turn(job.name, error_code=error_code(error))
    except Exception as error:
        code = error_code(error)
        log.error("%s failed: %s (attempt %d)", job.name, code, job.attempts)
        _put_back(job, code, clock())
        return Turn(job.name, error_code=code)


def _put_back(job: Job, code: str, at: datetime) -> None:
    """Let a failed one wait, longer each time; what is done once is dead after ten attempts."""
    wait = wait_after(job.attempts)
    if job.is_periodic:
        end = {"run_at": at + min(wait, LONGEST_PERIODIC_WAIT)}
    elif job.attempts < MOST_ATTEMPTS:
        end = {"run_at": at + wait}
    else:
        end = {"dead_at": at}
    try:
        finish(job, last_error_code=code, **end)
    except LeaseLost:
        log.warning("%s was taken over by another worker", job.name)
