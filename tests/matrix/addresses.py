"""Every address of the portal, read from the address table itself."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, str]:
    """Name -> pattern, e.g. "meetings:meeting" -> "meetings/<str:public_id>/"; a nameless one goes by its pattern."""
    return dict(_walk(get_resolver(), "", ""))


def _walk(resolver: Any, space: str, path: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield space + entry.name if entry.name else here, here
        elif isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)
