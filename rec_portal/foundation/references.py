"""Rows named by model and public id, as the history and the mail log name what they are about."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model

Reference = tuple[str, str]


def visible_rows(user: Any, references: Iterable[Reference]) -> dict[Reference, Model]:
    """Those of the rows that still exist and that the person may see: one query per model, however many rows."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for label, public_id in references:
        wanted[label].add(public_id)
    found: dict[Reference, Model] = {}
    for label, public_ids in wanted.items():
        model = model_named(label)
        if model is not None and hasattr(model._default_manager, "visible_to"):
            for row in model._default_manager.visible_to(user).filter(public_id__in=public_ids):  # type: ignore[attr-defined]
                found[label, row.public_id] = row
    return found


def model_named(label: str) -> type[Model] | None:
    """The model called "app.model", or None: rows outlive the code that named them."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def address_of(row: Model | None) -> str:
    """The row's page, or nothing."""
    address = getattr(row, "get_absolute_url", None)
    return str(address()) if address else ""
