"""Do once what is due."""

import sys

from django.core.management.base import BaseCommand, CommandError

from koppi.site.tick import NoShift, tick


class Command(BaseCommand):
    help = "Do everything that is due, once, and say what came of it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--at", default="", metavar="TIME", help="live in another moment: 2026-12-03T10:00"
        )

    def handle(self, *, at: str, **options):
        try:
            turns = tick(at)
        except NoShift as no:
            raise CommandError(str(no)) from no
        for turn in turns:
            self.stdout.write(f"{turn.name}: {turn.error_code or turn.result}")
        sys.exit(1 if any(turn.error_code for turn in turns) else 0)
