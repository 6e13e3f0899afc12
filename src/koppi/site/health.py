"""Is Koppi well: for whoever watches it from outside (two addresses), and for `koppi doctor`."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from koppi.audit import ledger
from koppi.audit.examine import PATIENCE
from koppi.delivery.access import dead_messages, refused_messages, unsent_since
from koppi.due.access import dead_jobs, failing_jobs, waiting_since
from koppi.site import messages
from koppi.site.keeping.pending import is_pending
from koppi.teams.access import families_without_hold
from koppi.ui.route import route

LEAST_FREE_BYTES = 100 * 1024 * 1024
LONGEST_WAIT_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; a `hint` says what to do when it is not well."""

    about: str
    is_well: bool
    said: str
    hint: str = ""


@route(needs="public")
@transaction.non_atomic_requests
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """Answer that the process runs; nothing else is touched."""
    return JsonResponse({"status": "live"})


@route(needs="public")
@transaction.non_atomic_requests
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer whether pages can be served now; when not, because of what, by one word each."""
    ill = [finding.about for finding in essentials() if not finding.is_well]
    if ill:
        return JsonResponse({"status": "not ready", "because": ill}, status=503)
    return JsonResponse({"status": "ready"})


def essentials() -> Iterator[Finding]:
    """What every page needs."""
    database = _database()
    yield database
    if database.is_well:
        yield _migrations()
    yield _room()
    yield _restore()


def everything() -> Iterator[Finding]:
    """The essentials, and what makes the days to come go well."""
    needed = list(essentials())
    yield from needed
    if all(finding.is_well for finding in needed):
        yield from (_worker(), _failing(), _given_up(), _mail(), _refused(), _holds(), _trail())
    yield _translations()
    for message in run_checks():
        yield Finding(str(message.id), message.level < WARNING, str(message.msg), message.hint or "")


def _database() -> Finding:
    hint = "Is the server running, and does KOPPI_DATABASE_URL (or KOPPI_DATA) point to it?"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            version = ".".join(map(str, connection.get_database_version()))
    except Error as error:
        return Finding("database", False, type(error).__name__, hint)
    return Finding("database", True, f"{connection.display_name} {version}")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Finding("migrations", not waiting, f"{waiting} to apply", "./koppi migrate")


def _room() -> Finding:
    try:
        free = shutil.disk_usage(settings.DATA).free
    except FileNotFoundError:
        return Finding("room", False, "KOPPI_DATA does not exist", "./koppi run makes it")
    return Finding(
        "room", free > LEAST_FREE_BYTES, f"{free // 2**20} MB free", "Make room on the disk of KOPPI_DATA."
    )


def _restore() -> Finding:
    said = "not finished" if is_pending() else "none under way"
    return Finding("restore", not is_pending(), said, "Run `koppi restore` again; it tells what is missing.")


def _worker() -> Finding:
    now = timezone.now()
    since = waiting_since(now)
    minutes = _minutes(since, now)
    said = f"the longest due thing has waited {minutes} min" if since else "nothing waits"
    return Finding("worker", minutes < LONGEST_WAIT_MINUTES, said, "Is `koppi worker` running?")


def _failing() -> Finding:
    """What failed once and is tried again by itself, named so that it can be found in the log."""
    failing = [f"{job.name} ({job.last_error_code})" for job in failing_jobs()]
    said = f"{len(failing)} jobs failed the last time{''.join(f'; {one}' for one in sorted(set(failing)))}"
    hint = "`koppi worker` tries them again by itself, ten times in all; its log tells what they met."
    return Finding("failing", not failing, said, hint)


def _given_up() -> Finding:
    jobs, mails = len(dead_jobs()), len(dead_messages())
    hint = "`koppi worker` does not try them any more; its log tells why."
    return Finding("given up", not (jobs or mails), f"{jobs} jobs, {mails} mails", hint)


def _mail() -> Finding:
    now = timezone.now()
    since = unsent_since(now)
    minutes = _minutes(since, now)
    said = f"the longest waiting mail should have gone {minutes} min ago" if since else "nothing waits"
    hint = "Does the mail server of KOPPI_SMTP_URL answer? No mail is lost: each goes when it does."
    return Finding("mail", minutes < LONGEST_WAIT_MINUTES, said, hint)


def _refused() -> Finding:
    refused = refused_messages()
    codes = "".join(f"; {code}" for code in sorted({card.last_error_code for card in refused} - {""}))
    hint = "Check the sender's and the recipients' addresses; the mail server does not take these mails."
    return Finding("refused mail", not refused, f"{len(refused)} mails refused{codes}", hint)


def _holds() -> Finding:
    """No family with open work is ever without somebody who has hold of it."""
    count = families_without_hold()
    said = f"{count} families with open work have nobody who has hold"
    hint = "Ask the managers to take hold: the list of families shows who has it and where nobody does."
    return Finding("holds", not count, said, hint)


def _trail() -> Finding:
    """The whole trail is examined by `koppi audit verify`; here only whether the seals keep up."""
    since = ledger.waiting_since()
    seconds = int(time.time() - since) if since else 0
    said = f"sealed up to {seconds} s ago" if since else "sealed"
    return Finding("audit trail", seconds <= PATIENCE, said, "Is `koppi worker` running?")


def _minutes(since: datetime | None, now: datetime) -> int:
    return int((now - since).total_seconds() // 60) if since else 0


def _translations() -> Finding:
    old = [path.parent.parent.name for path in messages.uncompiled()]
    return Finding(
        "translations", not old, f"to compile: {', '.join(old) or 'none'}", "./koppi compile_messages"
    )
