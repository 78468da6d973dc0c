"""What a meeting's schedule was, read from its history."""

from dataclasses import dataclass
from datetime import datetime

from meetings.models.meeting import Meeting


@dataclass(frozen=True)
class Schedule:
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: str


def schedule_at(meeting: Meeting, instant: datetime) -> Schedule | None:
    """The schedule as it stood at `instant`; None before there was one."""
    return _read(meeting.history.filter(history_date__lte=instant))


def schedule_before(meeting: Meeting) -> Schedule | None:
    """The schedule that the present one replaced."""
    return _read(meeting.history.filter(schedule_seq__lt=meeting.schedule_seq))


def _read(rows: object) -> Schedule | None:
    fields = ("starts_at", "ends_at", "time_zone", "state")
    found = rows.order_by("-history_date", "-history_id").values_list(*fields).first()  # type: ignore[attr-defined]
    return Schedule(*found) if found else None
