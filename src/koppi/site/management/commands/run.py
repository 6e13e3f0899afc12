"""Try Koppi out."""

import sys

from django.core.management.base import BaseCommand

from koppi.site import run


class Command(BaseCommand):
    help = "Make everything ready, tell the demo story, serve it and print who can sign in."
    requires_system_checks = ()

    def handle(self, **options):
        sys.exit(run.run())
