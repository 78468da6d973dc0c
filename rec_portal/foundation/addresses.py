"""Addresses of pages. `reverse` searches all patterns again for each row of a list; here it is asked once."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

_MARK = "addressofarow"


def address(url_name: str, key: str = "") -> str:
    """As `reverse(url_name, args=[key])`, for a `key` of plain letters, digits and hyphens (public id, slug)."""
    if not key:
        return _alone(url_name, get_script_prefix())
    before, after = _around(url_name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _around(url_name: str, script_prefix: str) -> tuple[str, str]:
    """`script_prefix` is where the portal is mounted, which may differ from request to request."""
    before, _mark, after = reverse(url_name, args=[_MARK]).partition(_MARK)
    return before, after


@lru_cache(maxsize=256)
def _alone(url_name: str, script_prefix: str) -> str:
    return reverse(url_name)
