"""Calendar files: for a mail (REQUEST, CANCEL), for the page's "add to calendar", and the frame of the feed."""

from collections.abc import Iterable

from django.utils.translation import get_language

from meetings.calendar.events import OFF, attendee_line, event_text
from meetings.calendar.kept import Kept
from meetings.calendar.timezones import timezone_text
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting

PRODUCT = "-//REC Portal//Meetings//EN"


# An invitation to thousands: the file is made once, and each copy gets its own attendee.
kept: Kept[str] = Kept(most=200)


def request_file(meeting: Meeting, invitation: Invitation) -> bytes:
    """Puts the meeting into the invited person's calendar, or brings it up to date there."""
    return _mail_file("REQUEST", meeting, invitation)


def cancel_file(meeting: Meeting, invitation: Invitation) -> bytes:
    """Takes the meeting out of the person's calendar: called off, put off, or no longer for them."""
    return _mail_file("CANCEL", meeting, invitation)


def published_file(meeting: Meeting, *, joins: bool) -> bytes:
    """The meeting alone, to be opened on the person's own device; no reply is expected. `joins`: with the link."""
    event = event_text(meeting, stamp=meeting.updated_at, joins=joins)
    return wrap([timezones_of([meeting]), event], [("METHOD", "PUBLISH")])


def wrap(components: Iterable[str], properties: Iterable[tuple[str, str]]) -> bytes:
    """VCALENDAR around finished components; the values of `properties` are already escaped."""
    head = [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), *properties]
    lines = "".join(f"{name}:{value}\r\n" for name, value in head)
    return f"BEGIN:VCALENDAR\r\n{lines}{''.join(components)}END:VCALENDAR\r\n".encode()


def timezones_of(meetings: Iterable[Meeting]) -> str:
    return timezones_for((meeting.time_zone, meeting.starts_at.year, meeting.ends_at.year) for meeting in meetings)


def timezones_for(spans: Iterable[tuple[str, int, int]]) -> str:
    """One VTIMEZONE per zone, covering the first to the last of its years."""
    years: dict[str, tuple[int, int]] = {}
    for zone, first, last in spans:
        known = years.get(zone, (first, last))
        years[zone] = (min(first, known[0]), max(last, known[1]))
    return "".join(timezone_text(zone, *years[zone]) for zone in sorted(years) if zone != "UTC")


def _mail_file(method: str, meeting: Meeting, invitation: Invitation) -> bytes:
    key = (meeting.pk, meeting.version, meeting.body.version, get_language(), method)
    content = kept.get(key)
    if content is None:
        off = method == "CANCEL" or meeting.state in OFF
        event = event_text(meeting, stamp=meeting.updated_at, off=off)
        content = wrap([timezones_of([meeting]), event], [("METHOD", method)]).decode()
        kept.put(key, content)
    head, end, tail = content.rpartition("END:VEVENT\r\n")
    return f"{head}{attendee_line(invitation)}{end}{tail}".encode()
