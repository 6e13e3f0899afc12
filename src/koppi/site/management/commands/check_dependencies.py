"""Are known holes in the versions we lock."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from koppi.site import holes


class Command(BaseCommand):
    help = "Ask the open vulnerability database about every locked version."
    requires_system_checks = ()

    def handle(self, **options):
        locked = holes.locked((settings.ROOT / "requirements-test.txt").read_text())
        try:
            found = holes.known(locked)
        except OSError as error:
            self.stdout.write(f"Not looked up: {holes.DATABASE} did not answer ({type(error).__name__}).")
            return
        for package, names in found.items():
            self.stdout.write(f"{package}: {', '.join(names)}")
        self.stdout.write(f"{len(locked)} packages, {len(found)} with known holes")
        sys.exit(1 if found else 0)
