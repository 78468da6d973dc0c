"""The time zones the Council meets in: their cities in words, wall time to instant and back.

A meeting keeps three things: the instant (UTC), the IANA zone and the wall time people agreed on. Deadlines and
reminders use the instant; the wall time is what was promised, and wins when a country changes its clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.refusals import InvalidInput

# The five states first (alphabetically by country), then where partners sit.
CITIES = {
    "Asia/Almaty": _("Almaty"),
    "Asia/Bishkek": _("Bishkek"),
    "Asia/Dushanbe": _("Dushanbe"),
    "Asia/Ashgabat": _("Ashgabat"),
    "Asia/Tashkent": _("Tashkent"),
    "Europe/Vienna": _("Vienna"),
    "Europe/Zurich": _("Geneva"),
    "America/New_York": _("New York"),
    "UTC": _("Universal time"),
}
MORE_CITIES = {
    "Europe/London": _("London"),
    "Europe/Brussels": _("Brussels"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Moscow": _("Moscow"),
    "Europe/Istanbul": _("Istanbul"),
    "Asia/Dubai": _("Dubai"),
    "Asia/Shanghai": _("Beijing"),
    "Asia/Tokyo": _("Tokyo"),
}
ALL_CITIES = CITIES | MORE_CITIES
SHOWN_TO_ALL = tuple(name for name in CITIES if name != "UTC")
NIGHT_ENDS, NIGHT_BEGINS = time(6), time(22)


class NoSuchTime(InvalidInput):
    """The wall clock jumps over this time on this day."""


class AmbiguousTime(InvalidInput):
    """The wall clock shows this time twice on this day; `choices` are both instants, earlier first."""

    def __init__(self, message: str, choices: tuple[datetime, datetime]) -> None:
        super().__init__(message, field="start")
        self.choices = choices


def zone_choices() -> list[tuple[str, str]]:
    """For a form: the zone's name and its city with the offset of today."""
    now = datetime.now(UTC)
    return [(name, f"{city(name)} ({offset(now, name)})") for name in ALL_CITIES]


def city(zone: str) -> str:
    known = ALL_CITIES.get(zone)
    return str(known) if known is not None else zone.rsplit("/", 1)[-1].replace("_", " ")


def offset(instant: datetime, zone: str) -> str:
    """The zone's distance from UTC at that instant, as people write it: UTC+5, UTC-3:30, UTC."""
    seconds = int(local(instant, zone).utcoffset().total_seconds())  # type: ignore[union-attr]
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not seconds:
        return "UTC"
    return f"UTC{'+' if seconds > 0 else '−'}{hours}" + (f":{minutes:02}" if minutes else "")


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


def is_night(moment: datetime) -> bool:
    """Whether people there would be asleep: from 22:00 to before 06:00 on their own clock."""
    return not NIGHT_ENDS <= moment.time() < NIGHT_BEGINS


def instant_of(day: date, wall: time, zone: str, second_time: bool | None = None) -> datetime:
    """The UTC instant of a wall time in a zone.

    Raises NoSuchTime when the clock jumps over it and AmbiguousTime when it is shown twice and `second_time` does
    not say which is meant (False: before the clock goes back, True: after).
    """
    place = ZoneInfo(zone)
    first, second = (datetime.combine(day, wall, place).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    exists = first.astimezone(place).replace(tzinfo=None) == datetime.combine(day, wall)
    if not exists:
        after = max(first, second).astimezone(place)
        raise NoSuchTime(
            gettext("The clock in %(city)s skips this time on this day. The next time that exists is %(time)s.")
            % {"city": city(zone), "time": after.strftime("%H:%M")},
            field="start",
        )
    if second_time is None:
        raise AmbiguousTime(
            gettext("The clock in %(city)s shows this time twice on this day. Say which one is meant.")
            % {"city": city(zone)},
            choices=(first, second),
        )
    return second if second_time else first


def end_of(start: datetime, minutes: int) -> datetime:
    return start + timedelta(minutes=minutes)
