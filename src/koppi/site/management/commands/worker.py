"""Do what falls due, until stopped."""

from django.core.management.base import BaseCommand

from koppi.site import run, tick


class Command(BaseCommand):
    help = "Send mails, reminders and whatever falls due until stopped; any number of workers may run."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--with-parent", action="store_true", help="stop when the starting process ends")

    def handle(self, *, with_parent: bool, **options):
        if with_parent:
            run.end_with_parent()
        tick.work()
