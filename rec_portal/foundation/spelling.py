"""Instants in words: always weekday, date, time, city and offset, in the reader's language.

The same few instants are read on every page, so what was written once is kept, by language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from rec_portal.foundation import zones

# Named in rec_portal/formats/<language>: not every language writes a weekday before a date in the same way.
DAY = "WEEKDAY_DATE_FORMAT"
SHORT_DAY = "SHORT_WEEKDAY_DATE_FORMAT"


def day(moment: datetime) -> str:
    return _formatted(moment.date().toordinal(), DAY, get_language() or "en")


@lru_cache(maxsize=4096)
def _formatted(ordinal: int, style: str, language: str) -> str:
    return date_format(datetime.fromordinal(ordinal), style)


def short_day(moment: datetime) -> str:
    return _formatted(moment.date().toordinal(), SHORT_DAY, get_language() or "en")


def moment(instant: datetime, zone: str) -> str:
    """Thursday 21 November 2024, 10:00 Tashkent (UTC+5)"""
    there = zones.local(instant, zone)
    return f"{day(there)}, {there:%H:%M} {zones.city(zone)} ({zones.offset(instant, zone)})"


def span(start: datetime, end: datetime, zone: str, short: bool = False) -> str:
    """Thursday 21 November 2024, 10:00–12:00 Tashkent (UTC+5); both days when it goes past midnight."""
    return _span(start, end, zone, short, get_language() or "en")


@lru_cache(maxsize=4096)
def _span(start: datetime, end: datetime, zone: str, short: bool, language: str) -> str:
    first, last = zones.local(start, zone), zones.local(end, zone)
    name = short_day if short else day
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{name(last)}, {last:%H:%M}"
    dash = "–" if first.date() == last.date() else " – "
    return f"{name(first)}, {first:%H:%M}{dash}{until} {zones.city(zone)} ({zones.offset(start, zone)})"


@dataclass(frozen=True)
class CityTime:
    """One line of the zones list: cities that share a wall time, the time there, and whether it is night."""

    cities: str
    time: str
    day: str
    night: bool


def city_times(instant: datetime, base_zone: str, names: Iterable[str] = zones.SHOWN_TO_ALL) -> list[CityTime]:
    """What the clocks show at `instant` elsewhere; `day` is said only where it differs from `base_zone`'s day."""
    return list(_city_times(instant, base_zone, tuple(names), get_language() or "en"))


@lru_cache(maxsize=1024)
def _city_times(instant: datetime, base_zone: str, names: tuple[str, ...], language: str) -> tuple[CityTime, ...]:
    base = zones.local(instant, base_zone)
    lines: dict[datetime, list[str]] = {}
    for name in names:
        wall = zones.local(instant, name).replace(tzinfo=None)
        lines.setdefault(wall, []).append(zones.city(name))
    return tuple(
        CityTime(
            cities=", ".join(cities),
            time=f"{wall:%H:%M}",
            day=day(wall) if wall.date() != base.date() else "",
            night=zones.is_night(wall),
        )
        for wall, cities in sorted(lines.items(), key=lambda line: line[0], reverse=True)
    )


def length(minutes: int) -> str:
    """120 -> "2 h", 90 -> "1 h 30 min", 45 -> "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
