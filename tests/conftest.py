"""What every test stands on. Builders of people are in `tests/make.py`; settings in `tests/settings.py`."""

import os
import shutil

import psycopg
import pytest
from django.utils import translation
from psycopg import sql

from tests.installation import Installation, ask, parted

SERVER = os.environ.get("KOPPI_DATABASE_URL")


@pytest.fixture(autouse=True)
def in_finnish():
    """A page read in Swedish leaves its language to its thread; the next test begins in Finnish."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """A migrated installation that nobody has used; ``installation`` is a copy of it."""
    made = Installation(tmp_path_factory.mktemp("fresh"))
    ask(made, "migrate", "--verbosity=0", "--skip-checks")
    return made


@pytest.fixture
def installation(fresh, tmp_path):
    """A whole Koppi of its own on SQLite, to be driven and broken from outside."""
    shutil.copytree(fresh.folder, tmp_path / "koppi")
    return Installation(tmp_path / "koppi")


@pytest.fixture(scope="session")
def server():
    """The PostgreSQL server at hand, if any, and how to make a database there: empty, or like another."""
    if not SERVER:
        yield None
        return
    made = []
    host, _, options = parted(SERVER)
    with psycopg.connect(SERVER, autocommit=True) as connection:

        def database(like="template1"):
            made.append(f"koppi_keeping_{os.getpid()}_{len(made)}")
            new, old = sql.Identifier(made[-1]), sql.Identifier(parted(like)[1] or like)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
            return f"{host}/{made[-1]}?{options}"

        yield database
        for name in made:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def fresh_database(server, tmp_path_factory):
    """A migrated database that nobody has used."""
    if server is None:
        return None
    built = Installation(tmp_path_factory.mktemp("fresh"), server())
    ask(built, "migrate", "--verbosity=0", "--skip-checks")
    return built.database_url


@pytest.fixture(params=["sqlite", *["postgresql"] * bool(SERVER)])
def place(request, fresh, server, fresh_database, tmp_path):
    """Make places for an installation, built or empty, on each kind of database at hand."""

    def on_sqlite(name, built=False, **settings):
        if built:
            shutil.copytree(fresh.folder, tmp_path / name)
        return Installation(tmp_path / name, **settings)

    def on_postgresql(name, built=False, **settings):
        (tmp_path / name).mkdir()
        return Installation(tmp_path / name, server(fresh_database) if built else server(), **settings)

    return on_sqlite if request.param == "sqlite" else on_postgresql
