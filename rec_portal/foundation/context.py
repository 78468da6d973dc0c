"""What every page knows: menu, languages, the reader's zone."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from rec_portal.foundation import navigation, zones


def portal(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    zone = reader_zone(user)
    return {
        "portal": {
            "nav": navigation.entries_for(user, request.path),
            "languages": languages(get_language() or "en"),
            "time_zone": zone,
            "time_zone_city": zones.city(zone),
            "demo": settings.OUTBOX_TIME_TRAVEL,
        }
    }


def reader_zone(user: Any) -> str:
    """The zone a reader's times are written in; people without an account read Tashkent time, the Council's seat."""
    return getattr(user, "time_zone", "") or "Asia/Tashkent"


@lru_cache(maxsize=16)
def languages(current: str) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": get_language_info(code)["name_local"], "current": code == current}
        for code, _name in settings.LANGUAGES
    ]
