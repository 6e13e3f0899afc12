"""Triggers by which the database itself refuses to change or remove what the trail holds."""

from django.conf import settings

TABLES = ("audit_auditevent", "audit_auditsubject", "audit_auditseal", "audit_auditcheckpoint")
SAYS = "the audit trail is only ever added to"

_POSTGRESQL_FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_is_lasting() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$"""


def are_wanted() -> bool:
    """Say whether this database guards its trail: not that of the tests, which is emptied between them."""
    return not settings.TESTING


def install(connection) -> None:
    """Guard the trail. Doing it again changes nothing."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection) -> None:
    drop = (
        "DROP TRIGGER IF EXISTS {name}"
        if connection.vendor == "sqlite"
        else "DROP TRIGGER IF EXISTS {name} ON {table}"
    )
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _names(connection.vendor, table):
                cursor.execute(drop.format(name=name, table=table))


def missing(connection) -> list[str]:
    """Return the guards that are not in place."""
    catalogue = (
        "sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "pg_trigger WHERE tgenabled <> 'D'"
    )
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue}")  # noqa: S608 - our own words only
        there = {row[0] for row in cursor.fetchall()}
    return [name for table in TABLES for name in _names(connection.vendor, table) if name not in there]


def _names(vendor: str, table: str) -> list[str]:
    return (
        [f"{table}_no_{verb}" for verb in ("update", "delete")]
        if vendor == "sqlite"
        else [f"{table}_lasting"]
    )


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            for table in TABLES
            for verb in ("update", "delete")
        ]
    return [_POSTGRESQL_FUNCTION] + [
        f"CREATE TRIGGER {table}_lasting BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_lasting()"
        for table in TABLES
    ]
