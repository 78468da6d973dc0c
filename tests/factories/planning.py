"""Series, templates and polls on times, made through the portal's own services."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.bodies.models import Body
from meetings.calling.models import MeetingTemplate
from meetings.calling.services.outlines import OutlineValues
from meetings.calling.services.templates import create_template
from meetings.meeting.schedule import When
from meetings.planning.choices import Pattern
from meetings.planning.models import Poll, Series
from meetings.planning.services.polls import answer_poll, open_poll
from meetings.planning.services.recurrence import Rule
from meetings.planning.services.series import Course, create_series
from rec_portal.accounts.models import User
from tests.factories.meetings import ZONE, secretary_of


def make_values(**fields) -> OutlineValues:
    defaults = {
        "title": "Regular meeting",
        "format": "online",
        "wall_start": time(10),
        "minutes": 120,
        "time_zone": ZONE,
        "link": "https://meet.example.org/regular",
        "agenda": "Opening and adoption of the agenda, 10, Chair\nPreliminary plan of the group, 60",
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


def make_template(body: Body, name: str = "Regular meeting", **fields) -> MeetingTemplate:
    return create_template(actor=secretary_of(body), body=body, name=name, values=make_values(**fields))


def make_slots(*days: int, hour: int = 10, minutes: int = 120, zone: str = ZONE) -> list[When]:
    return [When(day_ahead(days_ahead, zone), time(hour), minutes, zone, False) for days_ahead in days or (10, 11, 12)]


def make_poll(body: Body, slots: list[When] | None = None, *, closes_in: float = 5, **fields) -> Poll:
    return open_poll(
        actor=secretary_of(body),
        body=body,
        title=fields.pop("title", "Regular meeting"),
        slots=slots or make_slots(),
        closes_at=datetime.now(UTC) + timedelta(days=closes_in),
        **fields,
    )


def vote(poll: Poll, person: User, *words: str) -> None:
    """One word for each slot in their order."""
    options = poll.options.order_by("starts_at")
    answer_poll(
        actor=person, poll=poll, votes={option.public_id: word for option, word in zip(options, words, strict=True)}
    )
