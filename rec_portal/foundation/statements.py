"""Statements that are run thousands of times in a row: PostgreSQL reads and plans them once per connection."""

from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# By the connection itself, not by Django's wrapper, which outlives it.
_prepared: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_numbers = count(1)


def run_prepared(statement: str, parameters: list[Any]) -> int:
    """Runs `statement`, with "%s" for each parameter and no other per cent sign; returns how many rows it touched.

    Where connections are shared between sessions (Django's DISABLE_SERVER_SIDE_CURSORS says so), and on SQLite, it is
    run as it is.
    """
    with connection.cursor() as cursor:
        shared = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
        if connection.vendor == "postgresql" and not shared:
            statement = _name_of(statement, cursor, len(parameters))
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _name_of(statement: str, cursor: Any, parameters: int) -> str:
    """The short statement that runs the prepared one. A name once given is good for as long as the connection."""
    known = _prepared.setdefault(connection.connection, {})
    if statement not in known:
        name = f"portal_{next(_numbers)}"
        numbered = statement.replace("%s", "{}").format(*(f"${number + 1}" for number in range(parameters)))
        cursor.execute(f"PREPARE {name} AS {numbered}")
        known[statement] = f"EXECUTE {name} ({', '.join(['%s'] * parameters)})"
    return known[statement]
