"""``koppi backup [FILE]``: copy everything into one file, while people work."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from koppi.site.keeping import backup
from koppi.site.keeping.rows import Unsound

OPEN_TO_READERS = "Not encrypted: set KOPPI_BACKUP_KEY, or keep the file where only you can read it."


class Command(BaseCommand):
    help = "Copy rows, files and the safety journal into one file, encrypted when KOPPI_BACKUP_KEY is set."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="file to write, or a folder; KOPPI_DATA/backups when left out"
        )

    def handle(self, *args, file: Path | None, **options):
        now = timezone.now()
        to = file or Path(settings.DATA) / "backups"
        if file is None or to.is_dir():
            to = to / backup.name_for(now)
        if to.exists():
            raise CommandError(f"{to} exists already; a backup overwrites nothing.")
        try:
            backup.make(to, now)
        except (Unsound, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(to))
        if not settings.KOPPI_BACKUP_KEY:
            self.stderr.write(OPEN_TO_READERS)
