"""Paging by key: the next page starts after the last row seen, however long the table is."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
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

    The key travels in `?after=`; one that this list did not make shows the first page.
    """
    # Signed, since what a stranger types there (a text for a number, half a character) would reach the database.
    signer = Signer(sep=".", salt=f"page of {rows.model._meta.label_lower} by {' '.join(order)}")
    after = _read_key(request.GET.get("after", ""), signer)
    window = rows.order_by(*order)
    if after is not None:
        window = window.filter(_beyond(order, after))
    found = list(window[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(
        rows=found,
        next_url=_address(request, _write_key(found[-1], order, signer)) if more else None,
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


def _write_key(row: Any, order: tuple[str, ...], signer: Signer) -> str:
    values = []
    for name in order:
        value = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(_plain(value))
    return signer.sign(base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("="))


def _read_key(text: str, signer: Signer) -> list[Any] | None:
    try:
        key = signer.unsign(text)
    except BadSignature:
        return None
    values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    return [_restored(value) for value in values]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["t"]) if "t" in value else date.fromisoformat(value["d"])


def _address(request: HttpRequest, key: str | None) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if key:
        query["after"] = key
    return f"{request.path}?{query.urlencode()}" if query else request.path
