"""What a time means for those who would come: other clocks, night, other meetings, holidays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from councils.bodies.models import Body
from meetings.invitations.services.clashes import Clash, find_busy_bodies, find_clashes
from meetings.meeting.models import Meeting
from meetings.meeting.public_holidays import Holiday, holidays_during
from meetings.meeting.schedule import When
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling, zones


@dataclass(frozen=True)
class Outlook:
    """One time seen from everywhere. `asleep` are invitees for whom it starts at night, `busy` other meetings of the
    groups themselves, `holidays` those of the five states."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    cities: list[spelling.CityTime]
    asleep: list[User]
    clashes: list[Clash]
    busy: list[Meeting]
    holidays: list[Holiday]
    is_past: bool

    @property
    def night(self) -> list[str]:
        """The cities where it would be night."""
        return [line.cities for line in self.cities if line.night]


def look_at(
    *,
    reader: User,
    when: When,
    people: Sequence[User],
    bodies: Sequence[Body] = (),
    except_meeting: Meeting | None = None,
) -> Outlook:
    """Raises InvalidInput, as `When.instants` does, for a time that is not or is twice."""
    start, end = when.instants()
    return Outlook(
        starts_at=start,
        ends_at=end,
        zone=when.zone,
        cities=spelling.city_times(start, when.zone),
        asleep=[person for person in people if zones.is_night(zones.local(start, person.time_zone))],
        clashes=find_clashes(reader=reader, start=start, end=end, people=people, except_meeting=except_meeting),
        busy=find_busy_bodies(reader=reader, start=start, end=end, bodies=bodies, except_meeting=except_meeting)
        if bodies
        else [],
        holidays=holidays_during(start, end),
        is_past=start <= timezone.now(),
    )
