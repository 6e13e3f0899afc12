"""The chain as it stands in the database: sealing what waits, and reading it back to be verified."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Field, Model

from . import chain, heads
from .chain import Link, Place
from .models import MARKED, AuditEvent, AuditSeal, AuditSubject, id_at, written_at

BATCH = 2000
LONGEST_TRANSACTION = (
    60 * 60
)  # seconds an entry may stay uncommitted behind later ones and still be found by the tick
LOCK = 0x4B4F505049  # "KOPPI"


def _insert(table: str, fields: Sequence[Field]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608


EVENT, SEAL, SUBJECT = (model._meta.db_table for model in (AuditEvent, AuditSeal, AuditSubject))
COLUMNS = ", ".join(f'e."{name}"' for name in [*MARKED, "mac"])
AT, IDS, RULES, DETAIL = (MARKED.index(name) for name in ("at", "ids", "rules", "detail"))
EVENT_FIELDS = AuditEvent._meta.concrete_fields
SUBJECT_FIELDS = [field for field in AuditSubject._meta.concrete_fields if not field.primary_key]
NEW_EVENT, NEW_SUBJECT = _insert(EVENT, EVENT_FIELDS), _insert(SUBJECT, SUBJECT_FIELDS)
NEWEST_SEAL = f"SELECT seq, digest FROM {SEAL} ORDER BY seq DESC LIMIT 1"  # noqa: S608 - table names only


def write(event: AuditEvent, whom: list[UUID]) -> None:
    """Add an entry and whom it concerns, by texts made once: every look at anything pays for this."""
    concerns = [AuditSubject(event=event, whom=one, at=event.at) for one in whom]
    with connection.cursor() as cursor:
        cursor.execute(NEW_EVENT, _stored(event, EVENT_FIELDS))
        if concerns:
            cursor.executemany(NEW_SUBJECT, [_stored(one, SUBJECT_FIELDS) for one in concerns])
    event._state.adding = False


def _stored(row: Model, fields: Sequence[Field]) -> list:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def seal_if_alone(event: AuditEvent, body: bytes) -> None:
    """Seal in the same transaction where the database has one writer anyway; elsewhere the sealer follows."""
    if connection.vendor == "sqlite":
        _seal([(event.id, body, event.mac)])


def seal_waiting() -> int:
    """Seal the committed entries that have no seal yet; return how many. One sealer at a time."""
    sealed = 0
    while True:
        with transaction.atomic():
            batch = _waiting(BATCH) if _may_seal() else []
            _seal(batch)
        sealed += len(batch)
        if len(batch) < BATCH:
            return sealed


def head() -> Place:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_SEAL)
        return Place(*(cursor.fetchone() or chain.START))


def digest_at(seq: int) -> str | None:
    """Return the seal at one place of the chain; None when there is none."""
    return AuditSeal.objects.filter(seq=seq).values_list("digest", flat=True).first()


def waiting_since() -> float | None:
    """Return the Unix time at which the oldest entry after the last sealed one was written.

    Outside the count of queries: every door asks this, it costs two looks at the ends of an index.
    """
    sql = f"SELECT MIN(id) FROM {EVENT} WHERE id > (SELECT COALESCE(MAX(event_id), 0) FROM {SEAL})"  # noqa: S608
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
        cursor.execute(sql)
        oldest = cursor.fetchone()[0]
    return None if oldest is None else written_at(oldest)


def links(start: Place = chain.START) -> Iterator[Link]:
    """Yield the sealed entries after ``start`` in their order, a batch in memory at a time."""
    sql = f"""SELECT s.seq, s.event_id, s.digest, {COLUMNS}
              FROM {SEAL} s LEFT JOIN {EVENT} e ON e.id = s.event_id
              WHERE s.seq > %s ORDER BY s.seq LIMIT {BATCH}"""  # noqa: S608
    seq = start.size
    while rows := _all(sql, [seq]):
        whom = _subjects([row[1] for row in rows])
        for seq, event, digest, *columns, mac in rows:
            body = None if columns[0] is None else _body(columns, whom.get(event, []))
            yield Link(seq, event, body, mac or "", digest)


def unsealed(since: int = 0) -> Iterator[tuple[int, bytes, str]]:
    """Yield number, body and mark of the entries without a seal, the oldest first."""
    while batch := _waiting(BATCH, since):
        yield from batch
        since = batch[-1][0]


def _waiting(limit: int, since: int | None = None) -> list[tuple[int, bytes, str]]:
    floor = _floor() if since is None else since
    sql = f"""SELECT {COLUMNS} FROM {EVENT} e LEFT JOIN {SEAL} s ON s.event_id = e.id
              WHERE e.id > %s AND s.seq IS NULL ORDER BY e.id LIMIT {limit}"""  # noqa: S608
    rows = _all(sql, [floor])
    whom = _subjects([row[0] for row in rows])
    return [(row[0], _body(row[:-1], whom.get(row[0], [])), row[-1]) for row in rows]


def _floor() -> int:
    """Return a number below which every entry is sealed, but for transactions that outlast every limit."""
    newest = _all(f"SELECT MAX(event_id) FROM {SEAL}")[0][0]  # noqa: S608
    return 0 if newest is None else id_at(written_at(newest) - LONGEST_TRANSACTION)


def _seal(entries: list[tuple[int, bytes, str]]) -> None:
    """Write the seals straight to the driver: part of the storage, not a query of the page being shown."""
    if not entries:
        return
    with connection.wrap_database_errors, closing(connection.create_cursor()) as cursor:
        cursor.execute(NEWEST_SEAL)
        place = Place(*(cursor.fetchone() or chain.START))
        seals = list(_seals(place, entries))
        cursor.executemany(f"INSERT INTO {SEAL} (seq, event_id, digest) VALUES (%s, %s, %s)", seals)  # noqa: S608
    transaction.on_commit(partial(heads.remember, Place(seals[-1][0], seals[-1][2])))


def _seals(place: Place, entries: Iterable[tuple[int, bytes, str]]) -> Iterator[tuple[int, int, str]]:
    digest = place.digest
    for seq, (event, body, mac) in enumerate(entries, place.size + 1):
        digest = chain.digest(digest, seq, body, mac)
        yield seq, event, digest


def _may_seal() -> bool:
    """On PostgreSQL one sealer holds the lock until its transaction ends; SQLite has one writer by itself."""
    return connection.vendor == "sqlite" or _all("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])[0][0]


def _subjects(events: list[int]) -> dict[int, list[str]]:
    if not events:
        return {}
    sql = f"SELECT event_id, whom FROM {SUBJECT} WHERE event_id IN ({','.join(map(str, events))})"  # noqa: S608
    found: dict[int, list[str]] = {}
    for event, whom in _all(sql):
        found.setdefault(event, []).append(whom if isinstance(whom, str) else whom.hex)
    return found


def _body(columns: list, whom: list[str]) -> bytes:
    row = [*columns, sorted(whom)]
    row[AT] = row[AT].isoformat(" ", "microseconds")[:26]  # in UTC from either database
    row[IDS], row[RULES], row[DETAIL] = json.loads(f"[{row[IDS]},{row[RULES]},{row[DETAIL]}]")
    return chain.body(row)


def _all(sql: str, given: Iterable = ()) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(given))
        return cursor.fetchall()
