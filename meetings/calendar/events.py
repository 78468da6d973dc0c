"""One meeting as a VEVENT, in the active language."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress, vUri
from icalendar.parser import Contentline

from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import EVERYBODY
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from rec_portal.foundation.text import one_line, several_lines, unlinked

PARTICIPATION = {
    Answer.NONE: "NEEDS-ACTION",
    Answer.YES_ONLINE: "ACCEPTED",
    Answer.YES_ROOM: "ACCEPTED",
    Answer.NO: "DECLINED",
    # DELEGATED would need the colleague's address, which the portal does not ask for.
    Answer.ALTERNATE: "DECLINED",
}
# For those who load many meetings at once.
AGENDA_FOR_EVERYBODY = Prefetch("agenda", AgendaItem.objects.shown_to(EVERYBODY), to_attr="agenda_for_everybody")
OFF = (MeetingState.CANCELLED, MeetingState.POSTPONED)


def uid(meeting: Meeting) -> str:
    return f"{meeting.public_id}@rec-portal"


def event_text(
    meeting: Meeting, *, stamp: datetime, busy: bool = True, joins: bool = True, off: bool | None = None
) -> str:
    """The VEVENT as calendar lines. `stamp` is its DTSTAMP; `off` says that it does not take place then.

    `joins` is False for a reader who is not invited: as on the page, they do not get the link.

    SEQUENCE is the meeting's version: each change raises it, so a calendar never takes an older file for a newer one.
    """
    off = meeting.state in OFF if off is None else off
    event = Event()
    event.add("UID", uid(meeting))
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("SEQUENCE", meeting.version)
    add_times(event, meeting)
    event.add("SUMMARY", summary(meeting))
    link = safe_link(meeting) if joins and not off else ""
    event.add("LOCATION", location(meeting, link))
    event.add("DESCRIPTION", description(meeting, off, link))
    event["URL"] = vUri(page_address(meeting))
    event.add("STATUS", "CANCELLED" if off else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if busy and not off else "TRANSPARENT")
    event.add("LAST-MODIFIED", meeting.updated_at.astimezone(UTC))
    event["ORGANIZER"] = _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], one_line(meeting.body.name))
    return event.to_ical().decode()


def attendee_line(invitation: Invitation) -> str:
    """The one person a calendar file is for, as a line of it; nobody else's name or address travels in it.

    RSVP=FALSE: answers are given in the portal; nobody reads what a calendar would mail to the organizer.
    """
    person = invitation.person
    address = _address(person.email, one_line(person.name))
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = PARTICIPATION[Answer(invitation.answer)]
    address.params["RSVP"] = "FALSE"
    line = Contentline.from_parts("ATTENDEE", address.params, address)
    return f"{line.to_ical().decode()}\r\n"


def summary(meeting: Meeting) -> str:
    """The title; what is off says so in words too, since not every calendar shows STATUS."""
    title = unlinked(one_line(meeting.title))
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    if meeting.state == MeetingState.POSTPONED:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def location(meeting: Meeting, link: str) -> str:
    return "; ".join(part for part in (unlinked(one_line(meeting.place)), link) if part)


def description(meeting: Meeting, off: bool, link: str) -> str:
    """Body, how to join, note, agenda, and where the portal's page is; of what is off, only the first and last."""
    parts = [body_names(meeting)]
    if off:
        return "\n\n".join([*parts, page_address(meeting)])
    if link:
        parts.append(_("Join online: %(link)s") % {"link": link})
    if meeting.note:
        parts.append(unlinked(several_lines(meeting.note)))
    agenda = agenda_lines(meeting)
    if agenda:
        parts.append("\n".join([_("Agenda"), *agenda]))
    parts.append(_("Answer, papers and changes: %(address)s") % {"address": page_address(meeting)})
    return "\n\n".join(parts)


def body_names(meeting: Meeting) -> str:
    return ", ".join(unlinked(one_line(body.name)) for body in (meeting.body, *meeting.joint_bodies.all()))


def agenda_lines(meeting: Meeting) -> list[str]:
    """One line for each item that is for everybody's eyes: a mail is passed on, a calendar is shared."""
    lines = []
    for item in agenda_for_everybody(meeting):
        details = [_("%(minutes)d min") % {"minutes": item.minutes}] if item.minutes else []
        if item.presenter:
            details.append(unlinked(one_line(item.presenter)))
        line = f"{item.position}. {unlinked(one_line(item.title))}"
        lines.append(f"{line} ({', '.join(details)})" if details else line)
    return lines


def agenda_for_everybody(meeting: Meeting) -> Iterable[AgendaItem]:
    loaded: Iterable[AgendaItem] | None = getattr(meeting, AGENDA_FOR_EVERYBODY.to_attr or "", None)
    return AgendaItem.objects.shown_to(EVERYBODY).filter(meeting=meeting) if loaded is None else loaded


def safe_link(meeting: Meeting) -> str:
    """The address typed into the link field, if it is a plain https one; anything else is no link."""
    link = meeting.link
    return link if link.startswith("https://") and link.isprintable() and " " not in link else ""


def page_address(meeting: Meeting) -> str:
    return f"{settings.SITE_URL}{meeting.get_absolute_url()}"


def add_times(event: Event, meeting: Meeting) -> None:
    """Wall time with its zone; in UTC where the clock shows that time twice, which a wall time cannot tell apart."""
    place = UTC if meeting.time_zone == "UTC" else ZoneInfo(meeting.time_zone)
    start, end = meeting.starts_at.astimezone(place), meeting.ends_at.astimezone(place)
    if start.fold or end.fold:
        start, end = meeting.starts_at.astimezone(UTC), meeting.ends_at.astimezone(UTC)
    event.add("DTSTART", start)
    event.add("DTEND", end)


def _address(email: str, name: str) -> vCalAddress:
    address: Any = vCalAddress(f"mailto:{email}")
    # A parameter cannot hold a double quote at all (RFC 5545, 3.2).
    address.params["CN"] = name.replace('"', "'")
    return address
