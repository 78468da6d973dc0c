"""The main menu: rooms register their entries, so that the ground floor need not know them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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


class Item(NamedTuple):
    label: str
    url: str
    current: bool


def entries_for(user: Any, path: str) -> tuple[Item, ...]:
    """The menu of a signed-in person, in order, with the entry that the page at `path` belongs to."""
    access = Access.of(user)
    if not access.alive:
        return ()
    items = [(str(entry.label), address(entry.url_name)) for entry in _entries if entry.shown(access)]
    best = max((url for _label, url in items if path.startswith(url)), key=len, default=None)
    return tuple(Item(label, url, url == best and (best != "/" or path == "/")) for label, url in items)
