"""``koppi audit verify|seal|checkpoints``: examine the trail, seal what waits, show what was sealed when."""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from koppi.audit import checkpoints, examine, ledger
from koppi.audit.examine import Outcome, Report
from koppi.audit.note import BadNote

FAULTS = {
    "body": "its content has been changed",
    "mac": "its mark is not ours: forged, or changed",
    "link": "its seal does not follow from the one before: moved, or changed",
    "gap": "an entry is missing here",
    "head": "the chain ends before the last place vouched for: its end has been cut off",
    "checkpoint": "a checkpoint says otherwise, or has itself been changed",
}


class Command(BaseCommand):
    help = "Examine the audit trail, seal what waits for it, or show its checkpoints."
    requires_system_checks = ()

    def add_arguments(self, parser):
        tasks = parser.add_subparsers(dest="task", required=True)
        verify = tasks.add_parser(
            "verify", help="exit code 0 whole, 2 broken, 3 incomplete (unsealed for over 60 s), 4 unreadable"
        )
        verify.add_argument(
            "--from-checkpoint", type=Path, metavar="FILE", help="trust the chain up to the last note in FILE"
        )
        verify.add_argument("--json", action="store_true", help="say it in JSON")
        tasks.add_parser("seal", help="seal the entries that wait")
        tasks.add_parser(
            "checkpoints", help="write a checkpoint, and show the key and the places vouched for"
        )

    def handle(self, *args, task, **options):
        getattr(self, task)(**options)

    def seal(self, **_):
        self.stdout.write(f"{ledger.seal_waiting()} sealed")

    def checkpoints(self, **_):
        ledger.seal_waiting()
        checkpoints.make_if_grown(timezone.now())  # noqa: TID251 - a command is the edge
        self.stdout.write(f"key {checkpoints.public_key()}\nfile {checkpoints.path()}")
        for size, digest in sorted(checkpoints.known().items()):
            self.stdout.write(f"{size:>12} {digest}")

    def verify(self, from_checkpoint: Path | None = None, **options):
        began = time.monotonic()
        try:
            start = checkpoints.read(from_checkpoint)[-1] if from_checkpoint else None
            report = examine.examine(start)
        except (DatabaseError, OSError, BadNote, IndexError) as error:
            self._refuse(error, options["json"])
        read = report.size - (start.place.size if start else 0)
        rate = int(read / max(time.monotonic() - began, 0.001))
        self.stdout.write(_as_json(report, rate) if options["json"] else _in_words(report, rate))
        sys.exit(report.outcome)

    def _refuse(self, error: Exception, as_json: bool):
        said = {
            "outcome": Outcome.UNREADABLE.name.lower(),
            "exit": Outcome.UNREADABLE,
            "why": type(error).__name__,
        }
        self.stdout.write(json.dumps(said) if as_json else f"The trail cannot be read: {error}")
        sys.exit(Outcome.UNREADABLE)


def _as_json(report: Report, rate: int) -> str:
    outcome = report.outcome
    said = {"outcome": outcome.name.lower(), "exit": outcome, **asdict(report), "rows_per_second": rate}
    return json.dumps(said)


def _in_words(report: Report, rate: int) -> str:
    lines = [f"{report.size} entries, {report.checkpoints} places vouched for, {rate} entries a second"]
    if report.finding:
        found = report.finding
        where = (
            f"entry {found.seq}"
            if found.seq
            else f"unsealed entry {found.event}"
            if found.event
            else "checkpoints"
        )
        lines.append(f"BROKEN at {where}: {FAULTS[found.fault]}")
    if report.unsealed:
        lines.append(
            f"{report.unsealed} entries wait for their seal, the oldest {report.oldest_unsealed_seconds} s"
        )
    if report.guards_missing:
        lines.append(f"Guards missing in the database: {', '.join(report.guards_missing)}")
    lines.append(f"The trail is {report.outcome.name.lower()}.")
    return "\n".join(lines)
