"""Try again what was given up."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from koppi.delivery import access as outbox
from koppi.delivery import actions as delivery
from koppi.due import access as queue
from koppi.due import actions as due
from koppi.people.viewer import Viewer


class Command(BaseCommand):
    help = "Give the jobs and mails that `koppi doctor` calls given up their tries back, once mended."

    def handle(self, **options):
        by = Viewer.system(timezone.now())
        jobs, mails = queue.dead_jobs(), outbox.dead_messages()
        for job in jobs:
            due.try_again(by=by, job_id=job.id)
        for mail in mails:
            delivery.try_again(by=by, message_id=mail.id)
        self.stdout.write(f"{len(jobs)} jobs and {len(mails)} mails will be tried again.")
