"""Paging by key: the next page starts after the last row seen, however long the table is."""

import base64
import json
from collections.abc import Sequence
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
        next_url=_address(request, _write_key(_key_of(found[-1], order), signer)) if more else None,
        first_url=_address(request, None) if after is not None else None,
    )


def page_in_turn(request: HttpRequest, parts: Sequence[QuerySet], *order: str, size: int = PAGE_SIZE) -> Page:
    """As `page_of`, over `parts` one after the other, each in `order`: what comes first in a list ("mine") is asked for
    by itself, so that an index can give the rest in its order. No row may be in two parts. Most pages ask each part
    once at most; a part that the key has left behind is not asked.
    """
    signer = Signer(sep=".", salt=f"parts of {parts[0].model._meta.label_lower} by {' '.join(order)}")
    after = _read_key(request.GET.get("after", ""), signer)
    begun, *values = after if after is not None else [0]
    found: list[tuple[int, Any]] = []
    for number in range(begun, len(parts)):
        window = parts[number].order_by(*order)
        if values and number == begun:
            window = window.filter(_beyond(order, values))
        found += [(number, row) for row in window[: size + 1 - len(found)]]
        if len(found) > size:
            break
    more = len(found) > size
    found = found[:size]
    last = [found[-1][0], *_key_of(found[-1][1], order)] if more else []
    return Page(
        rows=[row for _number, row in found],
        next_url=_address(request, _write_key(last, signer)) if more else None,
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


def _key_of(row: Any, order: tuple[str, ...]) -> list[Any]:
    values = []
    for name in order:
        value = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(_plain(value))
    return values


def _write_key(values: list[Any], signer: Signer) -> str:
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
