"""A query that is built once and then asked again and again with other values.

Building a query of many parts takes Django several times longer than the database needs to answer it. For the few that
every request or every meeting page makes, that is a tenth of the page each.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from rec_portal.foundation.lookups import as_array

# Values that stand in for the real ones while the SQL is made; odd, so that no constant of a query is taken for them.
_NUMBER, _MOMENT, _TEXT = 4611686018427387000, datetime(1999, 7, 3, 1, 2, 3, 456789, tzinfo=UTC), "stand-in-0yq7w"

# A condition has the ids of whoever asks in it, so there is one for each set of offices.
MOST_SHAPES = 500


class PreparedQuery:
    """`build` gets a stand-in for each value and returns a queryset of plain columns (`values_list`).

    `rows` asks it with the real values: whole numbers, lists of them, instants and texts. What shapes the query itself
    (a language that chooses a column, the condition of a rule) goes into `shape`: for each one the query is built anew,
    as for each length of a list, and the latest `MOST_SHAPES` are kept.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._made: dict[tuple, _Made] = {}

    def rows(self, *shape: Any, **values: Any) -> list[tuple]:
        lengths = tuple(len(value) for value in values.values() if isinstance(value, list))
        key = (connection.vendor, shape, tuple(values), lengths)
        made = self._made.get(key) or self._make(key, shape, values)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [part(values) if isinstance(part, _Slot) else part for part in made.pattern])
            found = cursor.fetchall()
        return [made.converted(row) for row in found] if made.converters else found

    def _make(self, key: tuple, shape: tuple, values: dict[str, Any]) -> "_Made":
        slots: dict[Any, _Slot] = {}
        stand_ins = {name: _stand_in(name, value, slots) for name, value in values.items()}
        compiler = self.build(*shape, **stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _name in compiler.select])
        while len(self._made) >= MOST_SHAPES:
            self._made.pop(next(iter(self._made)), None)
        pattern = [slots.get(parameter, parameter) for parameter in parameters]
        made = self._made[key] = _Made(sql, pattern, list(converters.items()))
        return made


class _Made(NamedTuple):
    """`converters` by column: how a value is read that the database has no type of its own for (SQLite: instants)."""

    sql: str
    pattern: list[Any]
    converters: list[tuple[int, tuple[list[Callable], Any]]]

    def converted(self, row: tuple) -> tuple:
        values = list(row)
        for column, (steps, expression) in self.converters:
            for step in steps:
                values[column] = step(values[column], expression, connection)
        return tuple(values)


def filled_up(keys: Iterable[int]) -> list[int]:
    """The keys with the last one repeated up to a round number, so that few lengths of a list are ever asked with."""
    keys = list(keys)
    return keys + keys[-1:] * (-len(keys) % 50)


class _Slot:
    """Where a value goes, or the item `number` of a list."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.name, self.number = name, number

    def __call__(self, values: dict[str, Any]) -> Any:
        value = values[self.name]
        return _as_parameter(value if self.number is None else value[self.number])


def _stand_in(name: str, value: Any, slots: dict[Any, _Slot]) -> Any:
    """A value of the same type that is found again among the parameters; notes in `slots` what it stands for."""
    first = len(slots)
    if isinstance(value, list):
        numbers = [_NUMBER + first + number for number in range(len(value))]
        slots |= {stand_in: _Slot(name, number) for number, stand_in in enumerate(numbers)}
        slots[_as_parameter(numbers)] = _Slot(name)
        return numbers
    if isinstance(value, datetime):
        stand_in: Any = _MOMENT.replace(microsecond=_MOMENT.microsecond + first)
    elif isinstance(value, int | str) and not isinstance(value, bool):
        stand_in = _NUMBER + first if isinstance(value, int) else f"{_TEXT}{first}"
    else:
        raise TypeError(f"{name} is neither a number, a text nor an instant: {value!r}")
    slots[_as_parameter(stand_in)] = _Slot(name)
    return stand_in


def _as_parameter(value: Any) -> Any:
    """As it stands among a query's parameters; a list, where the database takes it whole (the lookup `one_of`)."""
    if isinstance(value, list):
        return as_array(value)
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
