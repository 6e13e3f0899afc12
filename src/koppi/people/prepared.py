"""Queries that Django builds once for each shape and then only fills in.

Building the rule as SQL costs Django far more than the database needs to answer it. The query is therefore
built with a marker in the place of every literal, and the markers give way to this viewer's values each time.
It stays the same declaration, and the answers are always fresh: only the text of the question is remembered.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)
Build = Callable[..., QuerySet]


class Plan:
    """The text of a query of one shape, and which of the values goes to which place."""

    def __init__(self, build: Build, markers: tuple):
        compiler = build(*markers).query.get_compiler(connection=connection)
        self.places: list[int | None] = []
        self.constants: tuple = ()
        try:
            self.sql, self.constants = compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        where = {_prepare(marker): index for index, marker in enumerate(_flat(markers))}
        self.places = [where.get(constant) for constant in self.constants]
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self.converters = compiler.get_converters(columns)
        self.select, self.klass = compiler.select, compiler.klass_info
        self.annotations = compiler.annotation_col_map or {}

    def filled(self, values: tuple) -> list:
        """Return the parameters of the query with these values in their places."""
        given = [_prepare(value) for value in _flat(values)]
        both = zip(self.places, self.constants, strict=True)
        return [constant if place is None else given[place] for place, constant in both]

    def rows(self, values: tuple) -> list[tuple]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(values))
            found = cursor.fetchall()
        return [self._converted(row) for row in found]

    def found(self, values: tuple) -> list:
        """Return the rows as objects, with what ``select_related`` and ``annotate`` ask for."""
        if not self.sql:
            return []
        places = self.klass["select_fields"]
        first, last = places[0], places[-1] + 1
        names = [column.target.attname for column, _sql, _alias in self.select[first:last]]
        # The stubs are of a newer Django than ours.
        related = get_related_populators(self.klass, self.select, connection.alias)  # type: ignore[call-arg]
        objects = []
        for row in self.rows(values):
            one = self.klass["model"].from_db(connection.alias, names, row[first:last])
            for populator in related:
                populator.populate(row, one)
            for name, place in self.annotations.items():
                setattr(one, name, row[place])
            objects.append(one)
        return objects

    def _converted(self, row: tuple) -> tuple:
        plain = list(row)
        for index, (functions, expression) in self.converters.items():
            for function in functions:
                plain[index] = function(plain[index], expression, connection)
        return tuple(plain)


def rows(build: Build, *values: Any) -> list[tuple]:
    """Return the rows of ``build(*values)``, a values_list.

    Values are keys, moments, days, texts, None, and tuples of them; truth values and numbers belong to the
    shape. Nothing in ``build`` may decide by what a value is, only by its being None or how many there are.
    """
    return _plan_of(build, values).rows(values)


def found(build: Callable[..., QuerySet[Row]], *values: Any) -> list[Row]:
    """Return the objects of ``build(*values)``, as ``list`` of it would; nothing is prefetched."""
    return _plan_of(build, values).found(values)


def ids(build: Build, *values: Any) -> RawSQL | tuple:
    """Return the keys ``build(*values)`` finds, as a subquery for the right side of ``pk__in``."""
    plan = _plan_of(build, values)
    return RawSQL(plan.sql, plan.filled(values)) if plan.sql else ()  # noqa: S611 - the text is Django's own


def padded(keys: list) -> tuple:
    """Return the keys, the last repeated up to a power of two so that few shapes of a query are built."""
    room = 1 << max(len(keys) - 1, 0).bit_length()
    return tuple(keys + keys[-1:] * (room - len(keys)))


def _plan_of(build: Build, values: tuple) -> Plan:
    return _plan(build, connection.vendor, tuple(_shape(value) for value in values))


@lru_cache(maxsize=512)
def _plan(build: Build, vendor: str, shapes: tuple) -> Plan:
    numbers = count(1)
    return Plan(build, tuple(_marker(shape, numbers) for shape in shapes))


def _shape(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, tuple):
        return tuple(_shape(one) for one in value)
    return next(kind for kind in (UUID, str, datetime, date) if isinstance(value, kind))


def _marker(shape: Any, numbers: count) -> Any:
    """Return something that stands nowhere else in any query."""
    if isinstance(shape, tuple):
        return tuple(_marker(one, numbers) for one in shape)
    makers: dict[Any, Callable] = {
        UUID: uuid4,
        str: lambda: f"marker {uuid4()}",
        datetime: lambda: _moment(next(numbers)),
        date: lambda: _moment(next(numbers)).date(),
    }
    return makers[shape]() if shape in makers else shape


def _moment(number: int) -> datetime:
    return datetime(1000 + number, 1, 1, tzinfo=UTC)


def _flat(values: tuple) -> list:
    """Return the values that have a place of their own, in order."""
    flat: list = []
    for value in values:
        if isinstance(value, tuple):
            flat += _flat(value)
        elif value is not None and not isinstance(value, int):
            flat.append(value)
    return flat


_UUID, _DATETIME, _DATE = models.UUIDField(), models.DateTimeField(), models.DateField()


def _prepare(value: Any) -> Any:
    """Return the value as the database is given it."""
    if isinstance(value, UUID):
        return _UUID.get_db_prep_value(value, connection)
    if isinstance(value, datetime):
        return _DATETIME.get_db_prep_value(value, connection)
    if isinstance(value, date):
        return _DATE.get_db_prep_value(value, connection)
    return value
