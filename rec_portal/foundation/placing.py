"""Saving where many rows stand, with a memory, in two statements however many: Django's own way takes longer to put a
statement of a hundred cases together than the database takes to carry it out."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone


def store_places(rows: Sequence[Any], fields: Sequence[str], *, actor: Any) -> None:
    """Saves only where `rows` of one model stand (`fields`: position, parent), with a history row each.

    Their versions stay: whoever is writing in one of them meanwhile loses nothing by its being moved. The history is
    copied from the rows as they stand in the database then, so that it tells what else was written meanwhile too.
    """
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(*_update(type(rows[0]), rows, fields))
            cursor.execute(*_remember(type(rows[0]), [row.pk for row in rows], actor))


# Names in the statements are those of our own models; every value is a parameter.
def _update(model: Any, rows: Sequence[Any], fields: Sequence[str]) -> tuple[str, list[Any]]:
    key, columns = model._meta.pk, [model._meta.get_field(name) for name in fields]
    sets = ", ".join(f"{_name(field.column)} = {_cast(field, at)}" for at, field in enumerate(columns, start=2))
    line = f"({', '.join(['%s'] * (len(columns) + 1))})"
    table, lines = _name(model._meta.db_table), ", ".join([line] * len(rows))
    own = f"{table}.{_name(key.column)}"
    sql = f"UPDATE {table} SET {sets} FROM (VALUES {lines}) AS placed WHERE {own} = {_cast(key, 1)}"  # noqa: S608
    return sql, [value for row in rows for value in (row.pk, *(getattr(row, field.attname) for field in columns))]


def _remember(model: Any, keys: Sequence[int], actor: Any) -> tuple[str, list[Any]]:
    history = model.history.model
    own = [_name(field.column) for field in history.tracked_fields]
    fields = [history._meta.get_field(name) for name in ("history_date", "history_type", "history_user")]
    columns = ", ".join([*own, *(_name(field.column) for field in fields)])
    values = ", ".join([*own, *(["%s"] * len(fields))])
    table, key = _name(model._meta.db_table), _name(model._meta.pk.column)
    among = ", ".join(["%s"] * len(keys))
    sql = (
        f"INSERT INTO {_name(history._meta.db_table)} ({columns}) SELECT {values} FROM {table} WHERE {key} IN ({among})"  # noqa: S608
    )
    return sql, [connection.ops.adapt_datetimefield_value(timezone.now()), "~", actor and actor.pk, *keys]


def _cast(field: Any, place: int) -> str:
    # Said of each, since a column of nothing but NULL is taken for text.
    return f"CAST(placed.column{place} AS {_type(field)})"


def _type(field: Any) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _name(text: str) -> str:
    return connection.ops.quote_name(text)
