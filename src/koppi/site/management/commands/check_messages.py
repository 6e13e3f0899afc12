"""Are the words complete in every language, and are they kind."""

import sys

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from koppi.site import messages


class Command(BaseCommand):
    help = "Tell what is not translated into Swedish or English, and which words Koppi does not use."
    requires_system_checks = ()

    def handle(self, **options):
        said = messages.in_the_code(settings.ROOT / "src" / "koppi")
        faults = list(messages.unkind(said))
        for language, _ in settings.LANGUAGES[1:]:
            path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
            catalogue = polib.pofile(str(path)) if path.exists() else []
            faults += messages.faults(language, catalogue, said)
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write(f"{len(said)} texts, {len(faults)} faults")
        sys.exit(1 if faults else 0)
