"""Serve the pages."""

import os

from django.core.management.base import BaseCommand

from koppi.site import run, static


class Command(BaseCommand):
    help = "Serve the pages on KOPPI_BIND:KOPPI_PORT until stopped."
    requires_system_checks = ()

    def handle(self, **options):
        static.collect()
        command = run.server()
        os.execv(command[0], command)  # noqa: S606 - our own server, no shell
