"""Series, templates and polls on times, made through the portal's own services."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.models import Body
from meetings.choices import Pattern
from meetings.models import MeetingTemplate, Series
from meetings.services.outlines import OutlineValues
from meetings.services.rules import Rule
from meetings.services.series import Course, create_series
from meetings.services.templates import create_template
from tests.factories.meetings import ZONE, secretary_of


def make_values(**fields) -> OutlineValues:
    defaults = {
        "title": "Regular meeting",
        "format": "online",
        "wall_start": time(10),
        "minutes": 120,
        "time_zone": ZONE,
        "link": "https://meet.example.org/regular",
        "agenda": "Opening, 10, Chair\nPlan of the group, 60",
    }
    return OutlineValues(**(defaults | fields))


def day_ahead(days: int, zone: str = ZONE) -> date:
    return (datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(days=days)).date()


def make_course(first: date | None = None, pattern: str = Pattern.WEEKLY, interval: int = 1, **end) -> Course:
    first = first or day_ahead(3)
    return Course(Rule.from_first_day(pattern, first, interval), first, **end)


def make_series(body: Body, course: Course | None = None, **fields) -> Series:
    return create_series(
        actor=secretary_of(body), body=body, course=course or make_course(), values=make_values(**fields)
    )


def make_template(body: Body, name: str = "Usual meeting", **fields) -> MeetingTemplate:
    return create_template(actor=secretary_of(body), body=body, name=name, values=make_values(**fields))
