"""The main menu: rooms register their entries, so that the ground floor need not know them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rec_portal.foundation.addresses import address
from rec_portal.foundation.authority import Access


def _always(access: Access) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """`url_name` is reversed without arguments; `shown` decides per person."""

    label: Any
    url_name: str
    order: int
    shown: Callable[[Access], bool] = field(default=_always)


_entries: list[Entry] = []


def register(entry: Entry) -> None:
    _entries.append(entry)
    _entries.sort(key=lambda known: known.order)


def entries_for(user: Any, path: str) -> list[dict[str, Any]]:
    """Menu items as {"label", "url", "current"} for a signed-in person, in order."""
    access = Access.of(user)
    if not access.alive:
        return []
    items = [{"label": e.label, "url": address(e.url_name)} for e in _entries if e.shown(access)]
    best = max((i["url"] for i in items if path.startswith(i["url"])), key=len, default=None)
    return [item | {"current": item["url"] == best and (best != "/" or path == "/")} for item in items]
