"""How long to wait: after a failure, and until the next turn of a thing done again and again. Pure."""

from datetime import UTC, datetime, timedelta

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_PERIODIC_WAIT = timedelta(minutes=5)
MOST_ATTEMPTS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wait_after(failures: int) -> timedelta:
    """Return 1, 2, 4, 8 … minutes, at most six hours, to wait after the ``failures``-th failure."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)


def next_turn(now: datetime, every: timedelta) -> datetime:
    """Return the first moment after ``now`` that is a whole number of ``every`` since the epoch in UTC.

    However long nothing ran, there is one next turn: what was missed is caught up once.
    """
    return _EPOCH + ((now - _EPOCH) // every + 1) * every
