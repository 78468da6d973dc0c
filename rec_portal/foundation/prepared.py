"""A query that is built once and then asked again and again with other values.

Building a query of many parts takes Django several times longer than the database needs to answer it; for the one that
every request makes, that is a tenth of the page.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Values that stand in for the real ones while the SQL is made; odd, so that no constant of a query is taken for them.
_STAND_INS: dict[type, Any] = {int: 4611686018427387847, datetime: datetime(1999, 7, 3, 1, 2, 3, 456789, tzinfo=UTC)}


class PreparedQuery:
    """`build` gets a stand-in for each value named in `takes` (name to type, one of a type) and returns a queryset of
    plain columns, text or numbers (`values_list`); `rows` asks it with the real values."""

    def __init__(self, build: Callable[..., QuerySet], **takes: type) -> None:
        self.build, self.takes = build, takes
        self._made: dict[str, tuple[str, list[Any]]] = {}

    def rows(self, **values: Any) -> list[tuple]:
        sql, pattern = self._made.get(connection.vendor) or self._make()
        given = {name: _as_parameter(values[name]) for name in self.takes}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[part.name] if isinstance(part, _Slot) else part for part in pattern])
            return cursor.fetchall()

    def _make(self) -> tuple[str, list[Any]]:
        stand_ins = {name: _STAND_INS[kind] for name, kind in self.takes.items()}
        sql, parameters = self.build(**stand_ins).query.get_compiler(connection=connection).as_sql()
        slots = {_as_parameter(value): _Slot(name) for name, value in stand_ins.items()}
        made = sql, [slots.get(parameter, parameter) for parameter in parameters]
        self._made[connection.vendor] = made
        return made


class _Slot:
    """Where the value `name` goes."""

    def __init__(self, name: str) -> None:
        self.name = name


def _as_parameter(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
