"""Meetings by day in the reader's zone, for the calendar's month, week and print."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Value, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils.translation import get_language, gettext

from meetings.choices import LONGEST_MEETING_MINUTES, MeetingState
from meetings.models import MeetingBody
from meetings.querysets import MeetingQuerySet
from meetings.services.public_holidays import Holiday, holiday_lines, holidays_between
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address

# No page shows more: it would be neither read nor printed. The page says so, and how to narrow it.
MOST_MEETINGS = 600
# A square of the month holds so many; the week has the others.
MOST_IN_A_SQUARE = 3
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
    in_day: int


class Entry(NamedTuple):
    """One meeting on one day. `begins` says that it goes on from a day before, where it does; `time` has the end too,
    on the day it ends. `notes` are the group and whatever is unusual: a month has too many entries to ask for each."""

    url: str
    title: str
    off: bool
    begins: str
    time: str
    place: str
    notes: str


@dataclass
class Day:
    """`outside` says that the day belongs to the month before or after; `more` counts meetings that are not shown."""

    day: date
    outside: bool = False
    today: bool = False
    entries: list[Entry] = field(default_factory=list)
    holidays: list[str] = field(default_factory=list)
    more: int = 0

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


def days_between(
    rows: MeetingQuerySet, first: date, last: date, *, zone: str, today: date, most_a_day: int | None = None
) -> Days:
    """The days from `first` to `last`, both included, with the meetings of `rows`: two queries however many.

    Of the meetings that begin on one day at most `most_a_day` are read, the earliest.
    """
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    found = _within(rows, begin, end, zone, most_a_day)
    shown = found[:MOST_MEETINGS]
    joint = set(MeetingBody.objects.filter(meeting__in=[row.pk for row in shown]).values_list("meeting_id", flat=True))
    by_day: dict[date, list[Entry]] = {}
    beginning: Counter[date] = Counter()
    in_day: dict[date, int] = {}
    for row in shown:
        entries = list(_entries(row, zone, row.pk in joint))
        for day, entry in entries:
            by_day.setdefault(day, []).append(entry)
        in_day[entries[0][0]] = row.in_day
        beginning[entries[0][0]] += 1
    off: dict[date, list[Holiday]] = {}
    for holiday in holidays_between(first, last):
        off.setdefault(holiday.day, []).append(holiday)
    numbers = range((last - first).days + 1)
    days = [
        Day(
            day,
            today=day == today,
            entries=by_day.get(day, []),
            holidays=holiday_lines(off.get(day, ())),
            more=max(0, in_day.get(day, 0) - beginning[day]) if most_a_day else 0,
        )
        for day in (first + timedelta(days=number) for number in numbers)
    ]
    return Days(days, cut=len(found) > MOST_MEETINGS)


def midnight(day: date, zone: str) -> datetime:
    """The instant at which the day begins there."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _within(rows: MeetingQuerySet, begin: datetime, end: datetime, zone: str, most: int | None) -> Sequence[Found]:
    # No meeting is longer: with this bound the indexes of starts are read from where it may concern the page.
    earliest = begin - timedelta(minutes=LONGEST_MEETING_MINUTES)
    names = ("id", "public_id", "title", "state", "starts_at", "ends_at", "place")
    ahead: Any = rows.exclude(state=MeetingState.DISCARDED).filter(starts_at__gte=earliest, starts_at__lt=end)
    ahead = ahead.filter(ends_at__gt=begin)
    if most is None:
        ahead = ahead.annotate(in_day=Value(0))
    else:
        day = TruncDate("starts_at", tzinfo=ZoneInfo(zone))
        number = Window(RowNumber(), partition_by=[day], order_by=["starts_at", "id"])
        ahead = ahead.annotate(in_day=Window(Count("pk"), partition_by=[day]), number=number).filter(number__lte=most)
    found = ahead.order_by("starts_at", "id").values_list(
        *names, "body__short_name_en", "body__short_name_ru", "in_day"
    )
    return [Found(*row) for row in found[: MOST_MEETINGS + 1]]


def _entries(row: Found, zone: str, joint: bool) -> Iterable[tuple[date, Entry]]:
    there = ZoneInfo(zone)
    start, end = row.starts_at.astimezone(there), row.ends_at.astimezone(there)
    # A meeting that ends at midnight does not touch the next day.
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    url, notes = address("meetings:meeting", row.public_id), _notes(row, joint)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        begins = f"{start:%H:%M}" if not number else gettext("goes on")
        whole = f"{begins}–{end:%H:%M}" if day == last else begins
        yield day, Entry(url, row.title, row.state in OFF, begins, whole, row.place, notes)


def _notes(row: Found, joint: bool) -> str:
    russian = (get_language() or "en").startswith("ru")
    notes = [(row.name_ru if russian else "") or row.name_en]
    if joint:
        notes.append(gettext("Joint meeting"))
    if row.state not in QUIET:
        notes.append(str(MeetingState(row.state).label))
    return " · ".join(notes)
