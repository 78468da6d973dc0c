"""VTIMEZONE, written from the IANA data.

icalendar's own `Timezone.from_tzid` gives the onset of summer time one hour late (the wall time after the jump, where
RFC 5545 wants the one before it), and lists dates where some mail programmes understand only a yearly rule. So the
changes are found here, and only written by icalendar.
"""

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """A moment at which a zone's clock is set; `onset` is what the clock shows just before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        return self.before, self.after, self.name, self.summer


@lru_cache(maxsize=256)
def timezone_text(zone: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE of `zone`, right for every instant of those years, as calendar lines."""
    first = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    changes = changes_between(zone, first, datetime(last_year + 2, 1, 1, tzinfo=UTC))
    component = Timezone()
    component.add("TZID", zone)
    yearly = _yearly_rules(changes, last_year - first_year + 3)
    if yearly:
        for change, rule in yearly:
            component.add_component(_observance(change, rule))
    else:
        for change in [_standing(zone, first), *changes]:
            component.add_component(_observance(change))
    return component.to_ical().decode()


def changes_between(zone: str, first: datetime, last: datetime) -> list[Change]:
    """The settings of the clock in [first, last), found by looking at each day's offset."""
    place = ZoneInfo(zone)
    found = []
    day = first
    while day < last:
        following = day + timedelta(days=1)
        if _offset(day, place) != _offset(following, place):
            found.append(_change_within(day, following, place))
        day = following
    return found


def _change_within(early: datetime, late: datetime, place: ZoneInfo) -> Change:
    before = _offset(early, place)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if _offset(middle, place) == before:
            early = middle
        else:
            late = middle
    there = late.astimezone(place)
    return Change(
        onset=late.replace(tzinfo=None) + before,
        before=before,
        after=_offset(late, place),
        name=there.tzname() or "",
        summer=bool(there.dst()),
    )


def _standing(zone: str, instant: datetime) -> Change:
    """What holds from `instant` on, for a zone whose clock is not set each year by one rule."""
    there = instant.astimezone(ZoneInfo(zone))
    offset = there.utcoffset() or timedelta()
    return Change(there.replace(tzinfo=None), offset, offset, there.tzname() or "", bool(there.dst()))


def _yearly_rules(changes: Sequence[Change], years: int) -> list[tuple[Change, dict]]:
    """Each kind of change with its rule "the nth such weekday of that month", or nothing where one does not fit."""
    kinds: dict[tuple, list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    rules = []
    for same in kinds.values():
        rule = _yearly_rule(same) if len(same) == years else None
        if rule is None:
            return []
        rules.append((same[0], rule))
    return rules


def _yearly_rule(same: Sequence[Change]) -> dict | None:
    onsets = [change.onset for change in same]
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) != 1:
        return None
    if all(onset.day > calendar.monthrange(onset.year, onset.month)[1] - 7 for onset in onsets):
        nth = -1
    elif len({(onset.day - 1) // 7 for onset in onsets}) == 1:
        nth = (onsets[0].day - 1) // 7 + 1
    else:
        return None
    return {"FREQ": "YEARLY", "BYMONTH": onsets[0].month, "BYDAY": f"{nth}{WEEKDAYS[onsets[0].weekday()]}"}


def _observance(change: Change, rule: dict | None = None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.DTSTART = change.onset
    part.TZOFFSETFROM = change.before
    part.TZOFFSETTO = change.after
    part.add("TZNAME", change.name)
    if rule:
        part.add("RRULE", rule)
    return part


def _offset(instant: datetime, place: ZoneInfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta()
