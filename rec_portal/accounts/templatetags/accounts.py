"""Words for the pages about a person's own account."""

from functools import lru_cache

from django import template
from django.utils.translation import get_language, gettext

from rec_portal.foundation import zones

register = template.Library()

# Looked for in this order: most browsers also name the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser", "Yandex Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """Browser and system as people call them: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")


@register.simple_tag
def zone_cities() -> list[dict[str, str]]:
    """The cities the Council meets in, for the quick switch; all others are on the profile page."""
    return _cities(get_language() or "en")


@lru_cache(maxsize=16)
def _cities(language: str) -> list[dict[str, str]]:
    """On every page, so translated once."""
    return [{"zone": zone, "name": str(name)} for zone, name in zones.CITIES.items()]
