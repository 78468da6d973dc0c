"""What a meeting said of itself earlier, read from its history."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Schedule:
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: str


@dataclass(frozen=True)
class Past:
    """One version of a meeting, as far as mails speak of it."""

    version: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: str
    title: str
    format: str
    place: str
    link: str
    note: str


def schedule_at(meeting: Meeting, instant: datetime) -> Schedule | None:
    """The schedule as it stood at `instant`; None before there was one."""
    rows = meeting.history.filter(history_date__lte=instant).order_by("-history_date", "-history_id")
    found = rows.values_list(*(field.name for field in fields(Schedule))).first()
    return Schedule(*found) if found else None


def pasts(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], Past]:
    """Versions of meetings by (primary key, version), in one query; the later row where two bear one number."""
    names = [field.name for field in fields(Past)]
    rows = Meeting.history.filter(  # type: ignore[attr-defined]
        id__in={key for key, _version in wanted}, version__in={version for _key, version in wanted}
    ).order_by("history_id")
    return {(row[0], row[1]): Past(*row[1:]) for row in rows.values_list("id", *names)}
