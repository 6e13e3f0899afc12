"""Do what falls due, until stopped."""

from django.core.management.base import BaseCommand

from koppi.site import tick


class Command(BaseCommand):
    help = "Send mails, reminders and whatever falls due until stopped; any number of workers may run."
    requires_system_checks = ()

    def handle(self, **options):
        tick.work()
