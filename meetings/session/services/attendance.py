"""Who was there, seat by seat."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.seats.models import Appointment, Seat
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.bodies import bodies_of
from meetings.meeting.choices import ON, MeetingFormat
from meetings.meeting.models import Meeting
from meetings.session.choices import PRESENT, Presence
from meetings.session.models import SeatAttendance
from meetings.session.presses import AT_ONCE, Press, is_repeated
from meetings.session.services.session import course_of, insist_on_open_record, is_afterwards
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit

LATE, LEFT = "late", "left"
MARKS = (*Presence.values, LATE, LEFT)
# Who comes in within this time after the opening is not noted as late.
GRACE = timedelta(minutes=10)
# How far apart two presses of one device may seem by their ages, which are in whole seconds and come over links of
# changing speed. Within it they count in the order in which they arrive, which is the one in which they were made.
BLUR = timedelta(seconds=10)


@transaction.atomic
def mark_seat(*, actor: User, meeting: Meeting, seat: Seat, mark: str, press: Press = AT_ONCE) -> SeatAttendance:
    """One tap: on site, online, late, left or not here. Who sits there is taken from the appointments and answers.

    A press that a device kept counts for the moment it was made; where somebody marked the seat since, it counts for
    nothing.
    """
    meeting = _held(actor, meeting, seat)
    row = _row_of(meeting, seat)
    now = timezone.now()
    at = press.at(now)
    if mark not in MARKS:
        raise InvalidInput(_("Choose one of the marks."))
    superseded = press.age > 0 and row.marked_at is not None and row.marked_at > at + BLUR
    if is_repeated(press, actor, meeting) or superseded:
        return row
    at = max(at, row.marked_at) if row.marked_at else at
    if mark == Presence.ABSENT:
        row.presence, row.arrived_at, row.left_at, row.is_late = Presence.ABSENT, None, None, False
    elif mark == LEFT:
        if row.presence not in PRESENT:
            raise InvalidInput(_("Mark first that this seat is here."))
        row.left_at = at
    else:
        _arrive(row, meeting, mark, at)
    return _kept(row, actor, meeting, at)


@transaction.atomic
def change_attendance(
    *,
    actor: User,
    meeting: Meeting,
    seat: Seat,
    version: int,
    presence: str,
    person: User | None,
    name: str,
    arrived_at: datetime | None,
    left_at: datetime | None,
    is_late: bool,
) -> SeatAttendance:
    """Everything about one seat at once. `version` is that of the row as it was shown, 0 where there was none.

    `person` must be somebody who sits there on the day of the meeting; anybody else is `name`.
    """
    meeting = _held(actor, meeting, seat)
    row = _row_of(meeting, seat)
    if version != (row.version if row.pk else 0):
        raise StaleEdit(row)
    if arrived_at and left_at and left_at < arrived_at:
        raise InvalidInput(_("Nobody can leave before arriving."), field="left_at")
    if person is not None and person.pk not in {user.pk for user in sitters(meeting, seat)}:
        raise InvalidInput(_("This person does not sit here on the day of the meeting."), field="person")
    here = presence in PRESENT
    row.presence, row.is_late = presence, is_late and here
    row.person, row.name = (None, name.strip()) if name.strip() else (person, "")
    row.arrived_at, row.left_at = (arrived_at, left_at) if here else (None, None)
    return _kept(row, actor, meeting, timezone.now())


def sitters(meeting: Meeting, seat: Seat) -> list[User]:
    """Who may fill the seat on the day of the meeting: its holder, then its alternates."""
    terms = Appointment.objects.on(meeting.starts_at).filter(seat=seat).select_related("person")
    return [term.person for term in terms.order_by("is_alternate", "id")]


def _held(actor: User, meeting: Meeting, seat: Seat) -> Meeting:
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if seat.kind == SeatKind.SERVING or seat.body_id not in bodies_of(meeting):
        raise NotAllowed
    insist_on_open_record(meeting)
    return meeting


def _row_of(meeting: Meeting, seat: Seat) -> SeatAttendance:
    known = SeatAttendance.objects.filter(meeting=meeting, seat=seat).select_related("seat", "person").first()
    return known or SeatAttendance(meeting=meeting, seat=seat)


def _arrive(row: SeatAttendance, meeting: Meeting, mark: str, at: datetime) -> None:
    """`at` counts only while the session lasts: afterwards nobody arrives, somebody remembers."""
    session = course_of(meeting)
    first = row.presence not in PRESENT
    if mark == LATE:
        if first:
            row.presence = Presence.ON_SITE if meeting.format == MeetingFormat.IN_PERSON else Presence.ONLINE
        row.is_late = not row.is_late if not first else True
    else:
        row.presence = mark
        if first and session.opened_at is not None and not is_afterwards(meeting):
            row.is_late = at > session.opened_at + GRACE
        row.left_at = None
    during = meeting.state in ON or (session.closed_at is not None and at < session.closed_at)
    if first and (during or not is_afterwards(meeting)):
        row.arrived_at = at
    if first and row.person is None and not row.name:
        row.person, row.name = usual_filler(meeting, row.seat)


def usual_filler(meeting: Meeting, seat: Seat) -> tuple[User | None, str]:
    """Whom to expect in the seat: the colleague named in the holder's answer, else the holder, else an alternate."""
    people = sitters(meeting, seat)
    answers = Invitation.objects.standing().filter(meeting=meeting, person__in=people, answer=Answer.ALTERNATE)
    named = answers.exclude(alternate_name="").first()
    if named is not None:
        return None, named.alternate_name
    return (people[0], "") if people else (None, "")


def _kept(row: SeatAttendance, actor: User, meeting: Meeting, at: datetime) -> SeatAttendance:
    row.entered_late = row.entered_late or is_afterwards(meeting)
    row.marked_at = at
    changes: list[Any] = store(row, actor=actor)
    if {change["field"] for change in changes} - {"marked_at"}:
        about = {"field": "seat", "old": row.seat_id, "new": row.seat_id}
        changes = [about, *(change for change in changes if change["field"] not in ("meeting", "seat", "marked_at"))]
        record(actor=actor, verb="attendance.marked", target=meeting, root_id=meeting.body_id, changes=changes)
    return row
