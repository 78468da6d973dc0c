"""What a template and a series share: taking it from a meeting or a form, and making a meeting's plan of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from meetings.agenda.querysets import EVERYBODY
from meetings.agenda.services.agenda import agenda_of, write_agenda
from meetings.calling.models import Outline
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When
from rec_portal.foundation import zones

FIELDS = ("title", "format", "wall_start", "minutes", "time_zone", "place", "link", "note", "agenda")


@dataclass(frozen=True)
class OutlineValues:
    """The fields of an Outline, as a form gives them."""

    title: str
    format: str
    wall_start: time
    minutes: int
    time_zone: str
    place: str = ""
    link: str = ""
    note: str = ""
    agenda: str = ""

    @classmethod
    def of(cls, row: Outline) -> "OutlineValues":
        return cls(**{name: getattr(row, name) for name in FIELDS})

    @classmethod
    def of_meeting(cls, meeting: Meeting) -> "OutlineValues":
        """Restricted items are left out: a copy would not be restricted."""
        taken = {name: getattr(meeting, name) for name in FIELDS if name != "agenda"}
        return cls(**taken, agenda=write_agenda(agenda_of(meeting, EVERYBODY).items))

    def put_into(self, row: Any) -> None:
        for name in FIELDS:
            setattr(row, name, getattr(self, name))


def when_on(day: date, values: OutlineValues | Outline) -> When:
    """The wall time of the outline on that day; where the clock skips it, as much later as the clock jumps.

    Where the clock shows it twice the first is meant, so that a series needs to ask nobody.
    """
    wall, zone = values.wall_start, values.time_zone
    try:
        first, second = (zones.instant_of(day, wall, zone, which) for which in (False, True))
    except zones.NoSuchTime:
        there = datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
        return When(there.date(), there.time(), values.minutes, zone)
    return When(day, wall, values.minutes, zone, False if first != second else None)
