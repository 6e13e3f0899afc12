"""``koppi restore FILE``: bring a backup back, and take away again what was taken away since."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from koppi.audit.journal import BrokenJournal
from koppi.site.keeping import pending
from koppi.site.keeping.envelope import Sealed
from koppi.site.keeping.manifest import Damaged
from koppi.site.keeping.replay import NobodyReplays
from koppi.site.keeping.restore import BrokenTrail, Foreign, NoJournal, NotEmpty, Restored, restore
from koppi.site.keeping.rows import Unsound

REFUSALS = (
    BrokenJournal,
    BrokenTrail,
    Damaged,
    Foreign,
    NoJournal,
    NobodyReplays,
    NotEmpty,
    OSError,
    Sealed,
    Unsound,
)


class Command(BaseCommand):
    help = "Bring a backup into an empty KOPPI_DATA; Koppi opens once what was closed since is closed again."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--journal", type=Path, metavar="FILE", help="the safety journal as it went on after the backup"
        )
        parser.add_argument(
            "--journal-is-lost",
            action="store_true",
            help="accept that what was withdrawn or restricted after the backup opens again",
        )

    def handle(self, *args, file: Path, journal: Path | None, journal_is_lost: bool, **options):
        try:
            restored = restore(file, timezone.now(), journal_from=journal, journal_is_lost=journal_is_lost)
        except REFUSALS as error:
            closed = " Koppi stays closed." if pending.is_pending() else ""
            raise CommandError(f"{error}.{closed}") from error
        self._tell(restored)

    def _tell(self, restored: Restored):
        self.stdout.write(f"Back as of {restored.made_at}; the trail of {restored.entries} entries is whole.")
        self.stdout.write(f"{restored.replayed} facts of the safety journal are in force again.")
        for line in restored.unsure:
            self.stdout.write(f"Look at {line.kind} {line.key}: it may never have been in force.")
