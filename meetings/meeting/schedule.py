from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.meeting.choices import LONGEST_MEETING_MINUTES, ON
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation import zones
from rec_portal.foundation.refusals import InvalidInput

# Years outside are typing errors; inside, every wall time is an instant in every zone.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class When:
    """A wall time in a zone. `second_time` says which one is meant where the clock shows it twice."""

    day: date
    start: time
    minutes: int
    zone: str
    second_time: bool | None = None

    @classmethod
    def between(
        cls, day: date, start: time, end: time, zone: str, *, last_day: date | None = None, second: bool | None = None
    ) -> "When":
        """Reads start and end as wall times; `last_day` is the day of the end where it is another one.

        Raises InvalidInput on field "day", "start", "end" or "end_day".
        """
        last_day = last_day or day
        _insist_on_year(day, "day")
        _insist_on_year(last_day, "end_day")
        if datetime.combine(last_day, end) <= datetime.combine(day, start):
            raise InvalidInput(_("The end must come after the start. Past midnight? Say on which day."), field="end")
        begins = zones.instant_of(day, start, zone, second)
        minutes = (_end_instant(last_day, end, zone, after=begins) - begins) // timedelta(minutes=1)
        if minutes > LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("A meeting lasts at most fourteen days."), field="end_day")
        twice = zones.instant_of(day, start, zone, False) != zones.instant_of(day, start, zone, True)
        return cls(day, start, minutes, zone, second if twice else None)

    def instants(self) -> tuple[datetime, datetime]:
        """Start and end as UTC instants; raises InvalidInput for a time that is not, or is twice."""
        _insist_on_year(self.day, "day")
        if not 0 < self.minutes <= LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("The end must come after the start, within fourteen days."), field="end")
        start = zones.instant_of(self.day, self.start, self.zone, self.second_time)
        return start, zones.end_of(start, self.minutes)


def _insist_on_year(day: date, field: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(_("Please check the year."), field=field)


def _end_instant(day: date, wall: time, zone: str, after: datetime) -> datetime:
    """The instant of the end; where the clock shows it twice, the first time that comes after the start."""
    try:
        first = zones.instant_of(day, wall, zone, second_time=False)
    except zones.NoSuchTime as refusal:
        raise InvalidInput(refusal.message, field="end") from refusal
    return first if first > after else zones.instant_of(day, wall, zone, second_time=True)


def count_edit(meeting: Meeting, *, actor: User | None) -> None:
    """Counts an edit of what hangs on the meeting (agenda, invitees), so that two editors cannot pass each other."""
    meeting.version += 1
    meeting._history_user = actor  # type: ignore[attr-defined]
    meeting.save()


def set_schedule(meeting: Meeting, when: When) -> None:
    """Writes the three forms of the time; the caller counts the schedule where it was known to others."""
    meeting.starts_at, meeting.ends_at = when.instants()
    meeting.time_zone = when.zone
    meeting.wall_day, meeting.wall_start = when.day, when.start
    meeting.wall_second = bool(when.second_time)


def is_expected(meeting: Meeting) -> bool:
    """Whether people are waiting for this meeting to come."""
    return meeting.state in ON or meeting.lies_ahead(timezone.now())
