"""`koppi demo [--scale S] [--seed N] [--map FILE]`: tell the story, make a county around it, write a map."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from koppi.demo import scenery, story
from koppi.demo.map import map_of
from koppi.people.models import Organisation


class Command(BaseCommand):
    help = (
        "Tells the demo story and makes a synthetic county; only in an empty database, never in production."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale", type=float, default=0.01, help="1.0 is a county of 200 000 inhabitants"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same county")
        parser.add_argument("--map", type=Path, help="file for the map: who signs in how, what is where")

    def handle(self, *args, scale: float, seed: int, **options):
        if settings.KOPPI_ENV == "production":
            raise CommandError(
                "The demo story is never told in production. Set KOPPI_ENV=demo to try Koppi out."
            )
        if Organisation.objects.exists():
            raise CommandError(
                "There is data already. Point KOPPI_DATA to an empty folder to tell the story anew."
            )
        now = timezone.now()
        made = scenery.build(now)
        told = story.tell(made, now)
        self.stdout.write("The story is told.")
        if options["map"]:
            options["map"].write_text(json.dumps(map_of(told), indent=1, ensure_ascii=False))
            self.stdout.write(f"The map is in {options['map']}.")
