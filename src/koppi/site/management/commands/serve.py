"""Serve the pages."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from koppi.site import run, static


class Command(BaseCommand):
    help = "Serve the pages on KOPPI_BIND:KOPPI_PORT until stopped."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--with-parent", action="store_true", help="stop when the starting process ends")

    def handle(self, *, with_parent: bool, **options):
        static.collect()
        if with_parent:
            run.end_with_parent()
        granian = str(Path(sys.executable).with_name("granian"))
        os.execv(granian, [granian, *arguments()])  # noqa: S606 - our own server, no shell


def arguments() -> list[str]:
    """Return what Granian is told; the logs are Koppi's own."""
    return [
        "koppi.site.wsgi:application",
        *("--interface", "wsgi"),
        *("--host", settings.KOPPI_BIND),
        *("--port", str(settings.KOPPI_PORT)),
        *("--workers", str(settings.KOPPI_PROCESSES)),
        *("--blocking-threads", str(settings.KOPPI_THREADS)),
        *("--log-level", "warning"),
        *("--workers-kill-timeout", "30"),
        "--respawn-failed-workers",
        "--no-ws",
    ]
