"""Meetings that are about to begin, or have begun."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from councils.bodies.models import Body
from meetings.calling.services.schedule import When
from meetings.meeting.models import Meeting
from meetings.session.services.session import open_session
from tests.factories.meetings import ZONE, make_meeting, secretary_of


def soon(minutes: int = 20, length: int = 120, zone: str = ZONE) -> When:
    """A wall time so many minutes from now."""
    there = (datetime.now(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    return When(day=there.date(), start=there.time(), minutes=length, zone=zone)


def make_session(body: Body, **fields) -> Meeting:
    """A meeting of `body` in session since this moment."""
    meeting = make_meeting(body, when=fields.pop("when", None) or soon(), **fields)
    return open_session(actor=secretary_of(body), meeting=meeting)
