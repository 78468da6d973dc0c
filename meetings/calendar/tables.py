"""Meetings by day in the reader's zone, for the calendar's month, week and print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField, Value, Window
from django.db.models.functions import Cast, RowNumber, TruncDate
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from councils.bodies.models import Body
from meetings.meeting.choices import LONGEST_MEETING_MINUTES, MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from meetings.meeting.public_holidays import Holiday, holiday_lines, holidays_between
from meetings.meeting.querysets import MeetingQuerySet
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address
from rec_portal.foundation.prepared import PreparedQuery, filled_up

# No page shows more: it would be neither read nor printed. The page says so, and how to narrow it.
MOST_MEETINGS = 600
# A square of the month holds so many; the week has the others.
MOST_IN_A_SQUARE = 3
QUIET = (MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED)
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


class Found(NamedTuple):
    """A meeting as the database tells it. The instants are text: most entries are kept, and need not be read again."""

    pk: int
    public_id: str
    title: str
    state: str
    starts_at: str
    ends_at: str
    place: str
    body_id: int
    joint: int | None


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

    def square(self, week_of: str) -> SafeString:
        """The day as a square of the month; `week_of` is the address of the week's page, to which the day is added."""
        content = (tuple(self.holidays), tuple(self.entries), self.more)
        return _square(self.day, self.outside, self.today, content, week_of, get_language() or "en")

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
    reader: Any,
    first: date,
    last: date,
    *,
    zone: str,
    today: date,
    bodies: Mapping[int, str],
    body: Body | None = None,
    most_a_day: int | None = None,
) -> Days:
    """The days from `first` to `last`, both included, with the meetings that the reader sees, of one body or of all:
    three queries however many.

    Of the meetings that begin on one day at most `most_a_day` are read, the earliest. `bodies` are the names that are
    known already; one more query asks for those of other hosts of joint meetings.
    """
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    found = _first_of_each_day(_touching(reader, body, begin, end), zone, most_a_day)
    by_day, more = _by_day(dict(found[:MOST_MEETINGS]), zone, bodies)
    off = _off(first, last)
    days = [
        Day(
            day,
            today=day == today,
            entries=by_day.get(day, []),
            holidays=off.get(day, []),
            more=max(0, more.get(day, 0)),
        )
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]
    return Days(days, cut=len(found) > MOST_MEETINGS)


def _by_day(
    numbers: Mapping[int, int], zone: str, bodies: Mapping[int, str]
) -> tuple[dict[date, list[Entry]], dict[date, int]]:
    """What lies on each day, and how many more begin on it. `numbers` has the meetings by id, and of each one how many
    begin on its day."""
    shown, language = _shown(numbers), get_language() or "en"
    names = _with_other_hosts(bodies, shown)
    by_day: dict[date, list[Entry]] = {}
    more: dict[date, int] = {}
    for row in shown:
        entries = _entries(row, zone, names[row.body_id], language)
        for day, entry in entries:
            by_day.setdefault(day, []).append(entry)
        begins = entries[0][0]
        more[begins] = more.get(begins, numbers[row.pk]) - 1
    return by_day, more


def _off(first: date, last: date) -> dict[date, list[str]]:
    """The public holidays in words, by day."""
    by_day: dict[date, list[Holiday]] = {}
    for holiday in holidays_between(first, last):
        by_day.setdefault(holiday.day, []).append(holiday)
    return {day: holiday_lines(found) for day, found in by_day.items()}


def midnight(day: date, zone: str) -> datetime:
    """The instant at which the day begins there."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _touching(reader: Any, body: Body | None, begin: datetime, end: datetime) -> MeetingQuerySet:
    # No meeting is longer: with this bound the indexes of starts are read from where it may concern the page.
    earliest = begin - timedelta(minutes=LONGEST_MEETING_MINUTES)
    rows: Any = Meeting.objects.visible_to(reader, among={"starts_at__gte": earliest, "starts_at__lt": end})
    rows = rows.exclude(state=MeetingState.DISCARDED).filter(ends_at__gt=begin)
    return rows if body is None else rows.of_body(body)


def _first_of_each_day(rows: MeetingQuerySet, zone: str, most: int | None) -> Sequence[tuple[int, int]]:
    """The ids of the first `most` that begin on each day, with how many do; of all, uncounted, where `most` is None.

    Nothing but what the index of meetings has in it: of a full month most are only counted.
    """
    counted: Any = rows
    if most is None:
        counted = counted.annotate(in_day=Value(0))
    else:
        day = TruncDate("starts_at", tzinfo=ZoneInfo(zone))
        number = Window(RowNumber(), partition_by=[day], order_by=["starts_at", "id"])
        counted = counted.annotate(in_day=Window(Count("pk"), partition_by=[day]), number=number)
        counted = counted.filter(number__lte=most)
    return list(counted.order_by("starts_at", "id").values_list("id", "in_day")[: MOST_MEETINGS + 1])


def _shown(meetings: Iterable[int]) -> list[Found]:
    """What the page says of them, in their order. `meetings` were chosen by what the reader may see."""
    wanted = filled_up(meetings)
    return [Found(*row) for row in _FOUND.rows(meetings=wanted)] if wanted else []


def _found(meetings: list[int]) -> QuerySet:
    # One at most for each: PostgreSQL would read all joint meetings to answer `Exists` for so many.
    joint = Subquery(MeetingBody.objects.filter(meeting=OuterRef("pk")).values("body")[:1])
    begins, ends = Cast("starts_at", TextField()), Cast("ends_at", TextField())
    rows = Meeting.objects.filter(pk__one_of=meetings).order_by("starts_at", "id")
    return rows.values_list("id", "public_id", "title", "state", begins, ends, "place", "body_id", joint)


_FOUND = PreparedQuery(_found)


def _instant(text: str) -> datetime:
    """PostgreSQL tells the zone; SQLite does not, and keeps them in UTC."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _with_other_hosts(bodies: Mapping[int, str], shown: Sequence[Found]) -> Mapping[int, str]:
    """A joint meeting may have a host whose inside the reader does not see; its name is no secret to them."""
    others = {row.body_id for row in shown} - bodies.keys()
    return {**bodies, **{body.pk: body.short_name for body in Body.objects.filter(pk__in=others)}} if others else bodies


# What these say is the same for whoever reads it, so it is put together once: the key is all that goes into it.
@lru_cache(maxsize=4096)
def _entries(row: Found, zone: str, body: str, language: str) -> tuple[tuple[date, Entry], ...]:
    """The meeting on each day that it lies on there."""
    there = ZoneInfo(zone)
    start, end = (instant.astimezone(there) for instant in (_instant(row.starts_at), _instant(row.ends_at)))
    # A meeting that ends at midnight does not touch the next day.
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    url, notes = address("meetings:meeting", row.public_id), _notes(body, row.joint, row.state)
    entries = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        begins = f"{start:%H:%M}" if not number else gettext("goes on")
        whole = f"{begins}–{end:%H:%M}" if day == last else begins
        entries.append((day, Entry(url, row.title, row.state in OFF, begins, whole, row.place, notes)))
    return tuple(entries)


def _notes(body: str, joint: int | None, state: str) -> str:
    notes = [body]
    if joint:
        notes.append(gettext("Joint meeting"))
    if state not in QUIET:
        notes.append(str(MeetingState(state).label))
    return " · ".join(notes)


# A month has more squares and entries than a template renders in the time of a page. What stands in a square is all in
# the key, so that nobody is shown another square than the one that is theirs, and a change is another square.
@lru_cache(maxsize=1024)
def _square(day: date, outside: bool, today: bool, content: Any, week_of: str, language: str) -> SafeString:
    holidays, entries, more = content
    shown = Day(day, outside, today, entries, holidays, more)
    html = render_to_string("meetings/calendar/_square.html", {"day": shown, "week_of": week_of})
    return mark_safe(html.strip())  # noqa: S308 - rendered
