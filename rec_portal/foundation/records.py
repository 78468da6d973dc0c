"""Saving with a memory: lock, version check, history row with its actor, and the list of what changed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from simple_history.utils import bulk_create_with_history

from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.foundation.refusals import StaleEdit

Row = TypeVar("Row", bound=models.Model)

# Fields that say nothing to a reader of the history, or must never be repeated in it.
UNSPOKEN = frozenset({"id", "public_id", "version", "created_at", "updated_at", "password"})


def lock(row: Row, version: int | None = None) -> Row:
    """The same row, read again under a lock inside the running transaction.

    `version` is the one the person's form was opened with; an older one than the row's raises StaleEdit.
    """
    # Without the key: whoever only refers to the row (an event names its actor, a mail its recipient) need not wait.
    # They hold the lock of the history while they refer, so that a holder who then asks for it would wait for ever.
    current: Row = type(row)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if version is not None and version != current.version:  # type: ignore[attr-defined]
        raise StaleEdit(current)
    return current


def store(row: models.Model, *, actor: Any, reason: str = "") -> list[dict[str, Any]]:
    """Saves `row` with a history row in `actor`'s name and returns what changed.

    Returns a list of {"field", "old", "new"} with plain JSON values; empty when nothing changed, and then nothing
    is written. `actor` is a User or None for the portal itself.
    """
    before = _values_in_database(row)
    changes = _differences(row, before)
    if before is not None:
        if not changes:
            return []
        row.version += 1  # type: ignore[attr-defined]
    row._history_user = actor  # type: ignore[attr-defined]
    row._change_reason = reason[:100] or None  # type: ignore[attr-defined]
    row.save()
    return changes


def store_many(model: type[Row], rows: Sequence[Row], *, actor: Any, batch_size: int = 1000) -> list[Row]:
    """Creates many rows at once, each with its history row: the named way round the refused `bulk_create`."""
    with recorded_in_bulk():
        return bulk_create_with_history(rows, model, batch_size=batch_size, default_user=actor)


def erase(row: models.Model, *, actor: Any, reason: str = "") -> None:
    """Deletes `row`, leaving a history row in `actor`'s name."""
    row._history_user = actor  # type: ignore[attr-defined]
    row._change_reason = reason[:100] or None  # type: ignore[attr-defined]
    row.delete()


def _values_in_database(row: models.Model) -> dict[str, Any] | None:
    if row.pk is None:
        return None
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def _differences(row: models.Model, before: dict[str, Any] | None) -> list[dict[str, Any]]:
    changes = []
    for field in row._meta.concrete_fields:
        if field.name in UNSPOKEN:
            continue
        new = field.to_python(getattr(row, field.attname))
        old = before[field.attname] if before is not None else None
        if new != old and not (before is None and new in ("", None)):
            changes.append({"field": field.name, "old": _plain(old), "new": _plain(new)})
    return changes


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
