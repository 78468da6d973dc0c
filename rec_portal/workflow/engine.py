"""Tables of states, and the only writer of any state field."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed, WrongState
from rec_portal.foundation.statements import run_prepared


def _no_guard(row: Any) -> None:
    """Nothing more to ask."""


@dataclass(frozen=True)
class Transition:
    """`verb` leads from any of `sources` to `target` for whoever may do `action`.

    `guard(row)` raises a Refusal when the row is not ready; `label` is what a button says.
    """

    verb: str
    sources: frozenset[str]
    target: str
    action: str
    label: Any
    guard: Callable[[Any], None] = _no_guard


class Table:
    """The moves of one model's state field; no verb leads to two targets."""

    def __init__(self, model_label: str, field: str, states: Iterable[str], moves: Iterable[Transition]) -> None:
        self.model_label = model_label
        self.field = field
        self.states = tuple(states)
        self.moves = {move.verb: move for move in moves}
        _tables[model_label.lower()] = self

    def open_to(self, row: models.Model) -> list[Transition]:
        """The moves that the row's present state permits, whoever asks."""
        state = getattr(row, self.field)
        return [move for move in self.moves.values() if state in move.sources]

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.states[0]}"]
        for move in self.moves.values():
            lines += [
                f"    {source} --> {move.target}: {move.verb}" for source in self.states if source in move.sources
            ]
        return "\n".join(lines)


_tables: dict[str, Table] = {}


def tables() -> dict[str, Table]:
    return dict(_tables)


def table_of(row: models.Model) -> Table:
    return _tables[row._meta.label_lower]


def foreseen(row: Any, verb: str) -> Any:
    """A copy of `row` as it would stand after `verb`, for a preview. Never store it."""
    table, imagined = table_of(row), copy(row)
    setattr(imagined, table.field, table.moves[verb].target)
    return imagined


def advance(row: Any, verb: str, *, actor: Any) -> Transition:
    """Moves the locked `row` by `verb`; the caller stores it.

    Raises NotAllowed, WrongState or the guard's own Refusal, in this order, and changes nothing then. `row` must have
    been read under a lock in the running transaction (foundation.records.lock). `actor` None is the portal itself.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A state changes only inside a transaction.")
    table = table_of(row)
    move = table.moves[verb]
    if actor is not None and not policy.can(actor, move.action, row):
        raise NotAllowed
    if getattr(row, table.field) not in move.sources:
        raise WrongState
    move.guard(row)
    setattr(row, table.field, move.target)
    return move


def advance_many(rows: models.QuerySet, verb: str, **values: Any) -> int:
    """Moves, by the portal itself, those of `rows` whose state permits `verb`; returns how many moved.

    One conditional statement, so that of two processes that try at once only one moves a row. Rows in any other state
    stay as they are. Guards are not asked: for tables without persons and guards, such as that of the mails.
    """
    table = _tables[rows.model._meta.label_lower]
    move = table.moves[verb]
    permitted = rows.filter(**{f"{table.field}__in": sorted(move.sources)})
    return permitted.update(**{table.field: move.target}, **values)


def advance_by_key(model: type[models.Model], verb: str, *, where: dict[str, Any], values: dict[str, Any]) -> bool:
    """`advance_many` for the one row that `where` names (field and value), where thousands move one by one.

    The statement is put together once and kept: composing it anew through the ORM takes longer than running it.
    """
    statement, fields = _statement(model, verb, tuple(values), tuple(where), connection.vendor)
    given = [*values.values(), *where.values()]
    return run_prepared(statement, [_parameter(*pair) for pair in zip(fields, given, strict=True)]) == 1


def _parameter(field: Any, value: Any) -> Any:
    """Texts, numbers and nothing go to every database as they are."""
    return value if value is None or type(value) in (str, int) else field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], verb: str, changed: tuple[str, ...], keys: tuple[str, ...], vendor: str
) -> tuple[str, list[Any]]:
    table = _tables[model._meta.label_lower]
    move, quoted = table.moves[verb], connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in (*changed, *keys)]
    columns = [quoted(field.column) for field in fields]
    state_field: Any = model._meta.get_field(table.field)
    state = quoted(state_field.column)
    assignments = [f"{state} = '{move.target}'", *(f"{column} = %s" for column in columns[: len(changed)])]
    sources = ", ".join(f"'{source}'" for source in sorted(move.sources))
    # In COALESCE, so that the row is found by its key. PostgreSQL may take a partial index on the state for empty, as
    # it was when statistics were made, and would read all that it holds by now for each row that moves.
    in_a_source = f"COALESCE({state}, '') IN ({sources})"
    conditions = [in_a_source, *(f"{column} = %s" for column in columns[len(changed) :])]
    # All parts are names of this program's own models and states.
    return (
        f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(assignments)} WHERE {' AND '.join(conditions)}",  # noqa: S608
        fields,
    )
