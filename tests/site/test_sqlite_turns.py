"""Those who write into SQLite take turns: whoever waits is the next one, and no turn is kept for good."""

from contextlib import closing
from threading import Thread

import pytest
from django.db import OperationalError, connections, transaction

from koppi.site.sqlite.base import DatabaseWrapper
from koppi.site.sqlite.turns import Turns

SETTINGS = {
    "ENGINE": "koppi.site.sqlite",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0, "init_command": "PRAGMA journal_mode=WAL"},
}


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """Yield a connection to a database of its own, known to Django for the time of the test."""
    connections.settings["turns"] = {"NAME": tmp_path / "turns.sqlite3", **SETTINGS}
    connections.configure_settings(connections.settings)
    with django_db_blocker.unblock():
        one = connections["turns"]
        with one.cursor() as cursor:
            cursor.execute("CREATE TABLE said (word TEXT)")
        yield one
        one.close()
    del connections["turns"], connections.settings["turns"]


@pytest.fixture
def others(database):
    """Yield the turns of somebody else who writes into the same database."""
    with closing(Turns(str(database.settings_dict["NAME"]))) as turns:
        yield turns


def say(database, word="hei") -> None:
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO said VALUES (%s)", [word])


def in_another_thread(work) -> Thread:
    thread = Thread(target=work)
    thread.start()
    return thread


def test_a_transaction_has_the_turn_until_it_ends(database):
    assert isinstance(database, DatabaseWrapper)
    with transaction.atomic("turns"):
        assert database.turns.is_mine
        say(database)
        assert database.turns.is_mine
    assert not database.turns.is_mine
    with pytest.raises(ZeroDivisionError), transaction.atomic("turns"):
        raise ZeroDivisionError
    assert not database.turns.is_mine


def test_a_change_without_a_transaction_waits_for_its_turn_and_reading_waits_for_nobody(database, others):
    others.take()
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM said").fetchone() == (0,)
    database.close()
    waiting = in_another_thread(lambda: (say(connections["turns"]), connections["turns"].close()))
    waiting.join(0.05)
    assert waiting.is_alive()
    others.give()
    waiting.join()
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM said").fetchone() == (1,)


def test_many_writers_at_once_are_all_let_write(database):
    """SQLite itself would refuse at once here: it is told to wait for nobody."""

    def write() -> None:
        mine = connections["turns"]
        for number in range(20):
            with transaction.atomic("turns"):
                say(mine, str(number))
        mine.close()

    threads = [in_another_thread(write) for _ in range(8)]
    for thread in threads:
        thread.join()
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM said").fetchone() == (160,)


def test_who_cannot_begin_lets_the_next_one_go(database, others):
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")
    from_outside = database.Database.connect(database.settings_dict["NAME"], isolation_level=None)
    from_outside.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError), transaction.atomic("turns"):
        pass
    from_outside.close()
    others.take()
    others.give()


def test_a_connection_that_closes_or_is_forgotten_gives_its_turn_away(database, others):
    with transaction.atomic("turns"):
        database.close()
    others.take()
    others.give()
    forgotten = Turns(str(database.settings_dict["NAME"]))
    forgotten.take()
    del forgotten
    others.take()


def test_a_database_in_memory_has_no_turns(django_db_blocker):
    settings = {**connections["default"].settings_dict, **SETTINGS, "NAME": ":memory:"}
    with django_db_blocker.unblock(), closing(DatabaseWrapper(settings)) as database:
        database.ensure_connection()
        assert database.turns is None
