"""What the tick does for the trail. Idempotent, and safe to run in two workers at once."""

from . import checkpoints, ledger


def seal(*, by) -> int:
    """Seal the entries that wait; return how many. Every ten seconds or sooner."""
    return ledger.seal_waiting()


def make_checkpoint(*, by) -> int:
    """Write a checkpoint if the chain has grown; return how many. Every five minutes."""
    return checkpoints.make_if_grown(by.at)
