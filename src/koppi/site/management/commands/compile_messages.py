"""Make the translations readable for the server."""

from django.core.management.base import BaseCommand

from koppi.site import messages


class Command(BaseCommand):
    help = "Compile the catalogues that are newer than what the server reads; needs no gettext."
    requires_system_checks = ()

    def handle(self, **options):
        for path in messages.uncompiled():
            messages.compile_catalogue(path)
