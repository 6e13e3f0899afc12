"""`koppi demo [--scale S] [--seed N] [--map FILE] [--check]`: the story, the county around it, and a map."""

import json
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from koppi.demo import scenery, story
from koppi.demo.county import check, loading
from koppi.demo.map import map_of
from koppi.people.models import Organisation


class Command(BaseCommand):
    help = (
        "Tells the demo story and makes a synthetic county; only in an empty database, never in production."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=float,
            default=0.01,
            help="1.0 is a county of 200 000 inhabitants, 0 only the story",
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same county")
        parser.add_argument("--map", type=Path, help="file for the map: who signs in how, what is where")
        parser.add_argument(
            "--check", action="store_true", help="only compare what is there with the targets"
        )

    def handle(self, *args, scale: float, seed: int, **options):
        # The edge: the story's present moment is the moment the command is given.
        now = timezone.now()  # noqa: TID251
        if options["check"]:
            return self.compare(now)
        self.refuse_where_it_does_not_belong()
        made = scenery.build(now)
        told = story.tell(made, now)
        self.stdout.write("The story is told.")
        if scale > 0:
            counts = loading.load(made, now, scale, seed, self.progress)
            self.stdout.write(
                f"The county is made: {counts['Family']} families, {sum(counts.values())} rows."
            )
            self.stdout.write(check.table(check.lines(now)))
        if options["map"]:
            options["map"].write_text(json.dumps(map_of(told), indent=1, ensure_ascii=False))
            self.stdout.write(f"The map is in {options['map']}.")

    def refuse_where_it_does_not_belong(self) -> None:
        if settings.KOPPI_ENV == "production":
            raise CommandError(
                "The demo story is never told in production. Set KOPPI_ENV=demo to try Koppi out."
            )
        if Organisation.objects.exists():
            raise CommandError(
                "There is data already. Point KOPPI_DATA to an empty folder to tell the story anew."
            )

    def progress(self, ready: int, of: int) -> None:
        self.stderr.write(f"{ready} of {of} families")

    def compare(self, now: datetime) -> None:
        """Print the table; the exit code says whether all is within tolerance."""
        lines = check.lines(now)
        self.stdout.write(check.table(lines))
        if not all(line.is_met for line in lines):
            sys.exit(1)
