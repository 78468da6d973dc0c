"""The personal feed: the meetings a person may see, as one calendar.

A calendar program asks every hour, mostly for nothing new. So each meeting's lines are made once per version and
language and kept in memory, shared by all its readers; a request asks the database only which meetings the person may
see now, at which version.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import vText

from meetings.calendar.events import AGENDA_FOR_EVERYBODY, event_text
from meetings.calendar.files import timezones_for, wrap
from meetings.calendar.kept import Kept
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting

LOOKS_BACK = timedelta(days=90)
MOST_MEETINGS = 1000
# How often a calendar program should ask; most keep to their own habit.
REFRESH = "PT1H"

EXPECTED = (Answer.NONE, Answer.YES_ONLINE, Answer.YES_ROOM)

Key = tuple[Any, ...]


# About 8 MB of lines.
kept: Kept[str] = Kept(most=4000)


def feed_file(person: Any, now: datetime) -> bytes:
    """The person's calendar in the active language: from 90 days back, at most a thousand meetings."""
    visible: Any = Meeting.objects.announced().visible_to(person)
    rows = list(
        visible.marked_for(person)
        .filter(starts_at__gte=now - LOOKS_BACK)
        .order_by("starts_at", "id")
        .values_list("pk", "version", "body__version", "may_run", "time_zone", "starts_at", "ends_at")[:MOST_MEETINGS]
    )
    answers = _own_answers(person, now)
    language = get_language()
    keys = [
        (pk, version, body, language, answers.get(pk) in EXPECTED, runs or pk in answers)
        for pk, version, body, runs, *_rest in rows
    ]
    lines = {key: kept.get(key) for key in keys}
    _make_missing(person, lines)
    zones = timezones_for((zone, start.year, end.year) for *_ids, zone, start, end in rows)
    return wrap([zones, *(text for text in lines.values() if text)], _properties(person))


def _make_missing(person: Any, lines: dict[Key, str | None]) -> None:
    missing = {key[0]: key for key, text in lines.items() if text is None}
    if not missing:
        return
    meetings = (
        Meeting.objects.visible_to(person)
        .filter(pk__in=list(missing))
        .select_related("body")
        .prefetch_related(AGENDA_FOR_EVERYBODY, "joint_bodies")
    )
    for meeting in meetings:
        key = missing[meeting.pk]
        busy, joins = key[-2:]
        lines[key] = text = event_text(meeting, stamp=meeting.updated_at, busy=busy, joins=joins)
        # What somebody changed between the two questions is shown, but not kept under the version it no longer has.
        if key[1:3] == (meeting.version, meeting.body.version):
            kept.put(key, text)


def _own_answers(person: Any, now: datetime) -> dict[int, str]:
    """The person's answer by meeting, where invited. What they are not expected at shows as free time."""
    return dict(
        Invitation.objects.standing()
        .filter(person=person, meeting__starts_at__gte=now - LOOKS_BACK)
        .values_list("meeting_id", "answer")
    )


def _properties(person: Any) -> Iterable[tuple[str, str]]:
    name = vText(_("Regional Expert Council")).to_ical().decode()
    return [
        ("METHOD", "PUBLISH"),
        ("NAME", name),
        ("X-WR-CALNAME", name),
        ("X-WR-TIMEZONE", person.time_zone),
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        ("X-PUBLISHED-TTL", REFRESH),
    ]
