"""Names of the roots that authority hangs on (bodies), for rooms that know them only by number."""

from collections.abc import Callable, Collection
from typing import Any

# (user, ids) -> name by id, in the order a list should have; only of roots the person knows of.
NameLookup = Callable[[Any, Collection[int]], dict[int, str]]

_lookups: list[NameLookup] = []


def register(lookup: NameLookup) -> None:
    _lookups.append(lookup)


def names(user: Any, ids: Collection[int]) -> dict[int, str]:
    """Names of those of `ids` that the person may know of, in order."""
    found: dict[int, str] = {}
    if ids:
        for lookup in _lookups:
            found |= lookup(user, ids)
    return found
