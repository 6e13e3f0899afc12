"""The rows of the database as they stood at one commit, and back again: SQLite as a file, PostgreSQL by COPY.

COPY needs no tool of PostgreSQL's own on the machine, and goes from any version to any other.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from koppi.audit import guards

PIECE = 1 << 20
PATIENCE = 30  # seconds to wait for a writer that holds SQLite's lock
SQLITE_FILE = "database.sqlite3"
COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"


class Unsound(RuntimeError):
    """The copy of the database is not sound, or does not fit this one."""


def copy_out(folder: Path) -> None:
    """Write all rows into files in ``folder``, as they stand at one commit, while others go on writing.

    :raises Unsound: the copy does not pass the database's own check.
    """
    if connection.vendor == "sqlite":
        _copy_sqlite(folder / SQLITE_FILE)
    else:
        _copy_tables_out(folder)


def copy_in(folder: Path) -> None:
    """Bring the rows back into a database of freshly built tables, or into no database at all.

    :raises Unsound: the tables of the backup are not those of this database.
    """
    if connection.vendor == "sqlite":
        _place_sqlite(folder / SQLITE_FILE)
    else:
        _copy_tables_in(folder)


def is_empty() -> bool:
    """Say whether there is nothing yet that a restore could overwrite."""
    if connection.vendor == "sqlite" and not _sqlite_path().exists():
        return True
    return not connection.introspection.table_names()


def _sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def _copy_sqlite(to: Path) -> None:
    """One step over all pages: in WAL mode writers go on meanwhile, and the copy is of one commit."""
    with closing(sqlite3.connect(_sqlite_path(), PATIENCE)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Unsound("the copy of the database does not pass its integrity check")


def _place_sqlite(copy: Path) -> None:
    connection.close()
    database = _sqlite_path()
    for left in (f"{database}-wal", f"{database}-shm"):
        Path(left).unlink(missing_ok=True)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(database)


def _copy_tables_out(folder: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in _tables():
            with cursor.copy(f"COPY {_named(table)} TO STDOUT") as rows, (folder / table).open("wb") as file:
                for piece in rows:
                    file.write(piece)


def _copy_tables_in(folder: Path) -> None:
    """Foreign keys are checked at the end of the transaction, so the tables come in any order."""
    if strange := {file.name for file in folder.iterdir()} ^ set(_tables()):
        raise Unsound(f"the tables of the backup are not those of this Koppi: {', '.join(sorted(strange))}")
    with transaction.atomic(), connection.cursor() as cursor:
        guards.remove(connection)
        for table in _tables():
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - a table of our own
        for table in _tables():
            with cursor.copy(f"COPY {_named(table)} FROM STDIN") as rows, (folder / table).open("rb") as file:
                while piece := file.read(PIECE):
                    rows.write(piece)
        _count_on(cursor)
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # guards cannot be put on a table that is being checked
        if guards.are_wanted():
            guards.install(connection)


def _count_on(cursor) -> None:
    """Let every column that numbers itself go on after the newest row."""
    for table, column in _asked(f"{COLUMNS} AND is_identity = 'YES'"):
        following = f"SELECT COALESCE(MAX({_quoted(column)}), 0) + 1 FROM {_quoted(table)}"  # noqa: S608
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), ({following}), false)",
            [table, column],
        )


def _tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def _named(table: str) -> str:
    """Return the table with the columns that can be written: a generated one makes itself."""
    sql = f"{COLUMNS} AND is_generated = 'NEVER' AND table_name = %s ORDER BY ordinal_position"
    columns = ", ".join(_quoted(name) for _, name in _asked(sql, [table]))
    return f"{_quoted(table)} ({columns})"


def _asked(sql: str, given: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
