"""What a stand can be asked to do. Django is ready when this is read."""

import time

from django.core.management import call_command
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koppi.audit import examine, ledger, trail
from koppi.audit.models import AuditSeal
from koppi.help_requests.models import HelpRequest
from koppi.mapping.models import Invitation, Invitee
from koppi.people.models import Account
from koppi.people.viewer import Viewer

from .big_family import big_family
from .stand import timed

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")  # of transactions: no queries
_clients: dict[str, Client] = {}


def _client(handle: str) -> Client:
    """Return a browser in which this member of the cast has signed in."""
    if handle not in _clients:
        browser = Client(SERVER_NAME="localhost")
        answer = browser.post("/demo/sign-in/", {"as": handle})
        if answer.status_code == 404:
            answer = browser.get("/sign-in/", {"as": handle})
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{handle} cannot sign in: {answer.status_code}")
        _clients[handle] = browser
    return _clients[handle]


def _fetch(handle: str, method: str, path: str, data: dict | None, headers: dict):
    return getattr(_client(handle), method)(path, data or {}, headers=headers)


def look(handle: str, path: str, method: str = "get", data: dict | None = None, headers: dict = {}) -> dict:  # noqa: B006
    """Return status, bytes and number of queries of one page."""
    _fetch(handle, method, path, data, headers)
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = _fetch(handle, method, path, data, headers)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    asked = [one["sql"] for one in queries if not one["sql"].startswith(FRAME)]
    return {"status": answer.status_code, "bytes": len(answer.content), "queries": len(asked)}


def measure(handle: str, path: str, count: int, method="get", data=None, headers: dict = {}) -> dict:  # noqa: B006
    """Return for ``count`` calls the milliseconds by the clock and of the processor."""
    pairs = [timed(lambda: _fetch(handle, method, path, data, headers)) for _ in range(count)]
    return {"wall": [wall for wall, _cpu in pairs], "cpu": [cpu for _wall, cpu in pairs]}


def places() -> dict:
    """Return the keys of what the pages are about; makes the big family the first time."""
    asked = Invitee.objects.filter(
        post__person__account__username="petri", answered_at=None, invitation__closed_at=None
    ).order_by("asked_at", "pk")
    answered = Invitee.objects.filter(post__person__account__username="petri").order_by("-asked_at", "pk")
    invitee = asked.first() or answered.first()
    invitation = (
        Invitation.objects.filter(inviter__person__account__username="anna").order_by("-sent_at").first()
    )
    return {
        "family": str(big_family(timezone.now()).pk),  # noqa: TID251 - the bench is an edge
        "invitee": str(invitee.pk),
        "invitation": str(invitation.pk),
        "version": invitation.version,
    }


def leave(seconds: float) -> list[float]:
    """Leave entries in the trail for a while, each in a transaction of its own; return what each one took."""
    account = Account.objects.select_related("person").get(username="anna")
    viewer = Viewer(account.pk, account.person_id, "", None, timezone.now())  # noqa: TID251
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        took.append(timed(lambda: _leave(viewer))[0])
    return took


def _leave(viewer: Viewer) -> None:
    with transaction.atomic():
        trail.saw(viewer, "bench.saw", viewer.person_id, subjects=[viewer.person_id], kind="bench")


def leave_many(count: int) -> int:
    """Leave many entries at once, so that there is something to verify; return how many are sealed."""
    account = Account.objects.select_related("person").get(username="anna")
    viewer = Viewer(account.pk, account.person_id, "", None, timezone.now())  # noqa: TID251
    with transaction.atomic():
        for _turn in range(count):
            trail.saw(viewer, "bench.saw", viewer.person_id, subjects=[viewer.person_id], kind="bench")
    ledger.seal_waiting()
    return AuditSeal.objects.count()


def verify() -> dict:
    """Verify the whole trail; return rows and seconds."""
    began = time.perf_counter()
    report = examine.examine()
    return {"rows": report.size, "seconds": time.perf_counter() - began, "outcome": report.outcome.name}


def analyse() -> None:
    """Let the database learn what is in it, as it does by itself in the long run."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def check() -> str:
    call_command("demo", "--check")
    return "ok"


def requests() -> dict[str, int]:
    """Return how many requests for help are kept, and how many have been taken."""
    rows = HelpRequest.objects
    return {"asked": rows.count(), "taken": rows.exclude(taken_by=None).count()}
