"""A toy area for tests that drive Koppi from outside: organisations are made, and closed again."""

import hashlib
import json
import os
from datetime import UTC, datetime
from uuid import UUID

from django.core.management import execute_from_command_line
from django.db import connection, transaction

from koppi.audit import journal, ledger, trail
from koppi.audit.models import AuditSubject
from koppi.people.models import Organisation
from koppi.people.viewer import Viewer
from koppi.site.keeping import replay


def make(name):
    """Make an organisation of this name, with its trace; print its key once that is committed."""
    by = Viewer.system(datetime.now(UTC))
    with transaction.atomic():
        made = Organisation.objects.create(name=name, kind=Organisation.Kind.NGO)
        trail.leave(by, "toy.made", made, subjects=[made.pk])
    os.write(1, f"{made.pk}\n".encode())


def make_for_ever():
    while True:
        make("x")


def make_unsealed(count):
    """Leave traces as PostgreSQL does: the seal comes later."""
    ledger.seal_if_alone = lambda *_: None
    for _ in range(int(count)):
        make("x")


def seal_by_threes():
    """Seal in many small turns, so that two sealers meet."""
    ledger.BATCH = 3
    sealed = 0
    while now := ledger.seal_waiting():
        sealed += now
    print(sealed, flush=True)


def close(key, kind="toy.closed"):
    """Take access away, as a withdrawal would: the journal first, then the row, in one transaction."""
    by = Viewer.system(datetime.now(UTC))
    with transaction.atomic():
        journal.append(kind, key, {"organisation": key}, by.at)
        closed(by=by, key=key, payload={"organisation": key})


def close_but_die(key):
    """Die between the journal's line and the commit."""
    with transaction.atomic():
        journal.append("toy.closed", key, {"organisation": key}, datetime.now(UTC))
        os._exit(9)


def closed(*, by, key, payload):
    Organisation.objects.filter(pk=UUID(payload["organisation"])).update(is_active=False)
    trail.leave(by, "toy.closed", None, subjects=[key])


def fingerprint():
    """Print what is in every table, as a hash of its sorted rows."""
    said = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = "\n".join(sorted(map(repr, cursor.fetchall())))
            said[table] = hashlib.sha256(rows.encode()).hexdigest()
    print(json.dumps(said))


def organisations():
    """Print every organisation: its key, its name, whether it is open, and whether the trail knows it."""
    traced = set(AuditSubject.objects.values_list("whom", flat=True))
    for one in Organisation.objects.order_by("name"):
        print(one.pk, one.name, int(one.is_active), int(one.pk in traced))


def fill_the_disk():
    """Make organisations until SQLite has no page left, then make room and one more."""
    _pragma(f"max_page_count = {_pragma('page_count') + 10}")
    kept = 0
    try:
        while True:
            make("x" * 100)
            kept += 1
    except Exception as error:
        print(type(error).__name__, kept, Organisation.objects.count())
    _pragma("max_page_count = 1000000")
    make("after")


def restore_without_toys(file):
    """Restore as a version of Koppi would that does not know what the journal tells of."""
    replay.REPLAY.clear()
    execute_from_command_line(["koppi", "restore", file])


def _pragma(text):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {text}").fetchone()[0]


replay.REPLAY["toy.closed"] = closed
TOYS = {
    one.__name__: one
    for one in (
        make,
        make_for_ever,
        make_unsealed,
        seal_by_threes,
        close,
        close_but_die,
        fingerprint,
        organisations,
        fill_the_disk,
        restore_without_toys,
    )
}
