"""List every address."""

import json

from django.core.management.base import BaseCommand

from koppi.site.routes import all_routes


class Command(BaseCommand):
    help = "List every address with its name, methods, what it needs and what it leaves in the trail."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, **options):
        routes = list(all_routes())
        if options["json"]:
            self.stdout.write(json.dumps([route.as_dict() for route in routes], ensure_ascii=False, indent=1))
            return
        for route in routes:
            needs = route.needs or "NOT SAID"
            self.stdout.write(f"{route.path:50} {'|'.join(route.methods):10} {needs:13} {route.audits or ''}")
