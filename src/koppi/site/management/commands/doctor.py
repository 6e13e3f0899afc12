"""Tell how the installation is set and how it does."""

import json
import os
import sys
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand

from koppi.site import health, knobs


class Command(BaseCommand):
    help = "Tell the settings and the health, with hints; exit code 1 when something is not well."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument(
            "--readme", action="store_true", help="only write the table of settings into README.md"
        )

    def handle(self, **options):
        if options["readme"]:
            readme = settings.ROOT / "README.md"
            readme.write_text(knobs.with_table(readme.read_text()))
            return
        findings = list(health.everything())
        if options["json"]:
            whole = {"settings": knobs.shown(os.environ), "health": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
        else:
            self.tell(findings)
        sys.exit(0 if all(finding.is_well for finding in findings) else 1)

    def tell(self, findings: list[health.Finding]) -> None:
        self.stdout.write("Settings (* set in the environment)")
        for name, value in knobs.shown(os.environ).items():
            self.stdout.write(f"{'*' if name in os.environ else ' '} {name:38} {value}")
        self.stdout.write("\nHealth")
        for finding in findings:
            self.stdout.write(f"{'ok  ' if finding.is_well else 'NOT '} {finding.about:16} {finding.said}")
            if not finding.is_well and finding.hint:
                self.stdout.write(f"     {'':16} {finding.hint}")
