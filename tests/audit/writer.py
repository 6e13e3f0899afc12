"""Processes that change something, leave its trace, and say aloud what has been committed, until killed.

``python -m tests.audit.writer FILE`` starts one for each line it reads, and prints its number.
"""

import os
import sys
from datetime import UTC, datetime

import django


def write_for_ever(acknowledged):
    from django.db import transaction

    from koppi.audit import trail
    from koppi.people.models import Organisation
    from koppi.people.viewer import Viewer

    while True:
        by = Viewer.system(datetime.now(UTC))
        with transaction.atomic():
            made = Organisation.objects.create(name="x", kind=Organisation.Kind.COUNTY)
            trail.leave(by, "people.organisation_made", made, subjects=[made.pk])
        os.write(acknowledged, f"{made.pk}\n".encode())


if __name__ == "__main__":
    django.setup()
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            write_for_ever(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND))
        print(child, flush=True)
        os.waitpid(child, 0)
