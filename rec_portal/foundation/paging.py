"""Paging by key: the next page starts after the last row seen, however long the table is."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25


@dataclass(frozen=True)
class Page:
    rows: list
    next_url: str | None
    first_url: str | None


def page_of(request: HttpRequest, rows: QuerySet, *order: str, size: int = PAGE_SIZE) -> Page:
    """One page of `rows` ordered by `order` (field names, "-" for descending; the last one must be unique).

    The key travels in `?after=`; one that cannot be read shows the first page.
    """
    after = _read_key(request.GET.get("after", ""), rows, order)
    window = rows.order_by(*order)
    if after is not None:
        window = window.filter(_beyond(order, after))
    found = list(window[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(
        rows=found,
        next_url=_address(request, _write_key(found[-1], order)) if more else None,
        first_url=_address(request, None) if after is not None else None,
    )


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    condition = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        step = "lt" if name.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{field}__{step}": value})
        equal[field] = value
    return condition


def _write_key(row: Any, order: tuple[str, ...]) -> str:
    values = []
    for name in order:
        value = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append({"t": value.isoformat()} if isinstance(value, datetime) else value)
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read_key(text: str, rows: QuerySet, order: tuple[str, ...]) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        read = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in values]
        return [_as_in(rows, name, value) for name, value in zip(order, read, strict=True)]
    except (ValueError, KeyError, TypeError, binascii.Error, ValidationError):
        return None


def _as_in(rows: QuerySet, name: str, value: Any) -> Any:
    """The value as the field it is compared with takes it; anything else is no key."""
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        raise ValueError(name)
    model, *steps = rows.model, *name.lstrip("-").split("__")
    for step in steps[:-1]:
        model = model._meta.get_field(step).related_model
    if steps[-1] in rows.query.annotations:
        return value
    return model._meta.get_field(steps[-1]).to_python(value)


def _address(request: HttpRequest, key: str | None) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if key:
        query["after"] = key
    return f"{request.path}?{query.urlencode()}" if query else request.path
