"""A connection that waits for its turn before it asks SQLite to let it write.

SQLite has one writer at a time. Who finds another one writing sleeps and looks again, each time longer, and
gives up after a while: under load some pages wait for seconds while others go past, and now and then one is
refused. Here the operating system wakes the next one as soon as the writer before is ready.
"""

from django.db.backends.sqlite3 import base

from .turns import Turns

READING = frozenset({"SELECT", "PRAGMA", "EXPLAI"})


class DatabaseWrapper(base.DatabaseWrapper):
    """``turns`` is there while the connection is open; a database in memory has none."""

    turns: Turns | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._in_turn)

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            self.turns = Turns(str(self.settings_dict["NAME"]))
        return connection

    def _in_turn(self, execute, sql, params, many, context):
        """Take the turn for a single statement that changes something; within a transaction it is there."""
        if self.turns is None or self.turns.is_mine or sql[:6].upper() in READING:
            return execute(sql, params, many, context)
        self.turns.take()
        try:
            return execute(sql, params, many, context)
        finally:
            self._end_turn()

    def _start_transaction_under_autocommit(self):
        if self.turns:
            self.turns.take()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        try:
            super()._commit()
        finally:
            self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            if self.turns:
                self.turns.close()
            self.turns = None

    def _end_turn(self) -> None:
        if self.turns:
            self.turns.give()
