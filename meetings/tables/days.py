"""Meetings by day in the reader's zone, for the calendar's month, week and print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from meetings.choices import LONGEST_MEETING_MINUTES, MeetingState
from meetings.models import MeetingBody
from meetings.querysets import MeetingQuerySet
from meetings.services.public_holidays import Holiday, holiday_lines, holidays_between
from meetings.tables.wording import STATE_KIND
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address

# No page shows more: it would be neither read nor printed. The page says so, and how to narrow it.
MOST_MEETINGS = 600
QUIET = (MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED)
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


class Found(NamedTuple):
    pk: int
    public_id: str
    title: str
    state: str
    starts_at: datetime
    ends_at: datetime
    place: str
    name_en: str
    name_ru: str


class Entry(NamedTuple):
    """One meeting on one day. `begins` is empty on the further days of a meeting that goes on, `until` where it goes
    on to another day."""

    url: str
    title: str
    body: str
    place: str
    begins: str
    until: str
    state: str
    kind: str
    off: bool
    joint: bool


@dataclass
class Day:
    """`outside` says that the day belongs to the month before or after."""

    day: date
    outside: bool = False
    today: bool = False
    entries: list[Entry] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return spelling.day(datetime.combine(self.day, time()))

    @property
    def iso(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Days:
    """The days from the first to the last. `cut` says that there were more meetings than are shown."""

    days: list[Day]
    cut: bool

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]

    @property
    def full(self) -> list[Day]:
        """Those with something to say."""
        return [day for day in self.days if day.entries or day.holidays or day.today]


def days_between(rows: MeetingQuerySet, first: date, last: date, zone: str, today: date) -> Days:
    """The days from `first` to `last`, both included, with the meetings of `rows`: two queries however many."""
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    found = _within(rows, begin, end)
    shown = found[:MOST_MEETINGS]
    joint = set(MeetingBody.objects.filter(meeting__in=[row.pk for row in shown]).values_list("meeting_id", flat=True))
    by_day: dict[date, list[Entry]] = {}
    for row in shown:
        for day, entry in _entries(row, zone, row.pk in joint):
            by_day.setdefault(day, []).append(entry)
    off: dict[date, list[Holiday]] = {}
    for holiday in holidays_between(first, last):
        off.setdefault(holiday.day, []).append(holiday)
    numbers = range((last - first).days + 1)
    days = [
        Day(day, today=day == today, entries=by_day.get(day, []), holidays=holiday_lines(off.get(day, ())))
        for day in (first + timedelta(days=number) for number in numbers)
    ]
    return Days(days, cut=len(found) > MOST_MEETINGS)


def midnight(day: date, zone: str) -> datetime:
    """The instant at which the day begins there."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _within(rows: MeetingQuerySet, begin: datetime, end: datetime) -> Sequence[Found]:
    # No meeting is longer: with this bound the indexes of starts are read from where it may concern the page.
    earliest = begin - timedelta(minutes=LONGEST_MEETING_MINUTES)
    names = ("id", "public_id", "title", "state", "starts_at", "ends_at", "place")
    ahead = rows.exclude(state=MeetingState.DISCARDED).filter(starts_at__gte=earliest, starts_at__lt=end)
    ahead = ahead.filter(ends_at__gt=begin).order_by("starts_at", "id")
    found = ahead.values_list(*names, "body__short_name_en", "body__short_name_ru")[: MOST_MEETINGS + 1]
    return [Found(*row) for row in found]


def _entries(row: Found, zone: str, joint: bool) -> Iterable[tuple[date, Entry]]:
    place = ZoneInfo(zone)
    start, end = row.starts_at.astimezone(place), row.ends_at.astimezone(place)
    # A meeting that ends at midnight does not touch the next day.
    last = (end - timedelta(microseconds=1)).date()
    state = MeetingState(row.state)
    russian = (get_language() or "en").startswith("ru")
    values: dict[str, Any] = {
        "url": address("meetings:meeting", row.public_id),
        "title": row.title,
        "body": (row.name_ru if russian else "") or row.name_en,
        "place": row.place,
        "state": "" if state in QUIET else str(state.label),
        "kind": STATE_KIND[state],
        "off": state in OFF,
        "joint": joint,
    }
    for number in range((last - start.date()).days + 1):
        day = start.date() + timedelta(days=number)
        begins = f"{start:%H:%M}" if not number else ""
        yield day, Entry(begins=begins, until=f"{end:%H:%M}" if day == last else "", **values)
