"""Every zone at every awkward date, read back by two programs that know nothing of ours: icalendar and dateutil."""

import io
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz

from meetings.calendar.events import add_times
from meetings.calendar.files import published_file, timezones_of, wrap
from meetings.calendar.timezones import changes_between, timezone_text
from meetings.calling.services.schedule import When
from meetings.meeting.models import Meeting
from rec_portal.foundation.zones import instant_of
from tests.factories.councils import make_council
from tests.factories.meetings import make_meeting

ZONES = [
    "Asia/Almaty",
    "Asia/Bishkek",
    "Asia/Dushanbe",
    "Asia/Ashgabat",
    "Asia/Tashkent",
    "Europe/Vienna",
    "Europe/Zurich",
    "America/New_York",
    "Europe/London",
    "Europe/Moscow",
    "Australia/Lord_Howe",
    "UTC",
]
# Almaty's change for good, both summer changes in America and Europe, and a day like any other.
DAYS = [
    date(2024, 2, 29),
    date(2025, 3, 9),
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2025, 11, 2),
    date(2026, 7, 15),
]
CHECKS = ["start", "end", "wall", "timezone"]


@pytest.fixture(scope="module")
def meeting_on():
    """An unsaved meeting from 09:30 for two hours on that day and in that zone; no database is needed to write one."""

    def make(zone: str, day: date) -> Meeting:
        start = instant_of(day, time(9, 30), zone)
        return Meeting(time_zone=zone, starts_at=start, ends_at=start + timedelta(hours=2))

    return make


def calendar_of(meeting: Meeting) -> str:
    """The VCALENDAR with only what is about time."""
    event = icalendar.Event()
    event.add("UID", "x")
    add_times(event, meeting)
    return wrap([timezones_of([meeting]), event.to_ical().decode()], []).decode()


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("zone", ZONES)
def test_the_288(zone, day, check, meeting_on):
    meeting = meeting_on(zone, day)
    text = calendar_of(meeting)
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    if check == "start":
        assert event["DTSTART"].dt == meeting.starts_at
    elif check == "end":
        assert event["DTEND"].dt == meeting.ends_at
    elif check == "wall":
        assert event["DTSTART"].dt.replace(tzinfo=None) == datetime.combine(day, time(9, 30))
        assert event["DTSTART"].params.get("TZID", "UTC") == zone
    else:
        assert offsets_agree(text, zone, day)


def offsets_agree(text: str, zone: str, day: date) -> bool:
    """dateutil's reading of our VTIMEZONE against the IANA data, each half hour from a day before to a day after."""
    if zone == "UTC":
        return "VTIMEZONE" not in text
    ours, theirs = tz.tzical(io.StringIO(text)).get(zone), ZoneInfo(zone)
    walls = [datetime.combine(day, time()) + timedelta(minutes=30 * step) for step in range(-48, 96)]
    certain = [wall for wall in walls if is_certain(wall, theirs)]
    return len(certain) > 130 and all(ours.utcoffset(wall) == theirs.utcoffset(wall) for wall in certain)


def is_certain(wall: datetime, place: ZoneInfo) -> bool:
    """Neither skipped nor shown twice: programs may differ about those, and we write them in UTC."""
    return wall.replace(tzinfo=place).utcoffset() == wall.replace(tzinfo=place, fold=1).utcoffset()


def test_the_offset_check_can_fail():
    right = timezone_text("America/New_York", 2025, 2025)
    late = right.replace("DTSTART:20240310T020000", "DTSTART:20240310T040000")
    wrapped = "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n"
    assert offsets_agree(wrapped.format(right), "America/New_York", date(2025, 3, 9))
    assert not offsets_agree(wrapped.format(late), "America/New_York", date(2025, 3, 9))


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Vienna", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Asia/Tashkent", []),
        # Ramadan moves its dates, so there is no yearly rule.
        ("Africa/Casablanca", []),
    ],
)
def test_a_yearly_rule_where_there_is_one(zone, rules):
    text = timezone_text(zone, 2025, 2025)
    assert [line.split("YEARLY;")[1] for line in text.splitlines() if "RRULE" in line] == rules


def test_onset_is_the_wall_time_before_the_change():
    """RFC 5545, 3.6.5: the clock in New York is set from 02:00, not from 03:00."""
    (change,) = changes_between("America/New_York", datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))
    assert change.onset == datetime(2025, 3, 9, 2)
    assert (change.before, change.after, change.summer) == (timedelta(hours=-5), timedelta(hours=-4), True)


def test_almaty_before_and_after_its_change_for_good():
    text = timezone_text("Asia/Almaty", 2024, 2024)
    assert "TZOFFSETFROM:+0600\r\nTZOFFSETTO:+0500" in text


@pytest.mark.django_db
@pytest.mark.parametrize("second", [False, True])
def test_a_time_shown_twice_is_written_in_utc_where_it_is_the_second(second):
    when = When(day=date(2030, 10, 27), start=time(2, 10), minutes=20, zone="Europe/Vienna", second_time=second)
    meeting = make_meeting(make_council().bodies.last(), when=when)
    event = icalendar.Calendar.from_ical(published_file(meeting, joins=True)).walk("VEVENT")[0]
    # Python compares times that exist twice as unequal across zones, hence in UTC.
    assert event["DTSTART"].dt.astimezone(UTC) == meeting.starts_at
    assert event["DTEND"].dt.astimezone(UTC) == meeting.ends_at
    assert event["DTSTART"].to_ical().decode().endswith("Z") == second
