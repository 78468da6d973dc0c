"""The room as it stands: which seats are filled and by whom, who speaks, whether the body is represented."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from councils.bodies.choices import SeatKind
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import Everybody
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting, MeetingBody
from meetings.session.choices import PRESENT
from meetings.session.models import SeatAttendance, Session, Speaker
from rec_portal.accounts.models import User


@dataclass(frozen=True)
class RoomSeat:
    """A seat, its mark if there is one, and the name of who fills it: as marked, else as expected."""

    seat: Seat
    row: SeatAttendance | None
    filler: str
    person_id: int | None

    @property
    def is_here(self) -> bool:
        return self.row is not None and self.row.presence in PRESENT and self.row.left_at is None


@dataclass(frozen=True)
class Representation:
    """How many deciding seats of a body are here, of how many, and how many its rule asks for (None: no rule)."""

    body: Body
    here: int
    seats: int
    needed: int | None

    @property
    def is_short(self) -> bool:
        return self.needed is not None and self.here < self.needed


def seats_of(meeting: Meeting) -> list[RoomSeat]:
    """The seats of the meeting's bodies, the host's first, each body's by protocol. Three queries."""
    joint = MeetingBody.objects.filter(meeting=meeting).values("body")
    sitting = Seat.objects.filter(Q(body=meeting.body_id) | Q(body__in=joint)).exclude(kind=SeatKind.SERVING)
    found = list(sitting.select_related("organisation", "body").by_protocol())
    rows = {row.seat_id: row for row in SeatAttendance.objects.filter(meeting=meeting).select_related("person")}
    expected = _expected(meeting, found)
    ordered = sorted(found, key=lambda seat: (seat.body_id != meeting.body_id, seat.body.order, seat.body_id))
    return [_room_seat(seat, rows.get(seat.pk), expected.get(seat.pk, ("", None))) for seat in ordered]


def _room_seat(seat: Seat, row: SeatAttendance | None, expected: tuple[str, int | None]) -> RoomSeat:
    if row is not None and (row.name or row.person_id):
        return RoomSeat(seat, row, row.name or str(row.person), row.person_id)
    return RoomSeat(seat, row, *expected)


def _expected(meeting: Meeting, seats: Sequence[Seat]) -> dict[int, tuple[str, int | None]]:
    """By seat: the holder, or the colleague whom the holder's answer names; an alternate where there is no holder."""
    answers = Invitation.objects.standing().filter(meeting=meeting, answer=Answer.ALTERNATE)
    named = answers.filter(person=OuterRef("person")).values("alternate_name")[:1]
    terms = Appointment.objects.on(meeting.starts_at).filter(seat__in=[seat.pk for seat in seats])
    fillers: dict[int, tuple[str, int | None]] = {}
    for term in terms.select_related("person").annotate(named=Subquery(named)).order_by("is_alternate", "id"):
        instead = (term.named, None) if term.named else (str(term.person), term.person_id)
        fillers.setdefault(term.seat_id, instead)
    return fillers


def representation(seats: Sequence[RoomSeat]) -> list[Representation]:
    """Body by body, in the order of `seats`."""
    bodies = {room.seat.body_id: room.seat.body for room in seats}
    return [_represented(body, [room for room in seats if room.seat.body_id == pk]) for pk, body in bodies.items()]


def _represented(body: Body, seats: Sequence[RoomSeat]) -> Representation:
    deciding = [room for room in seats if room.seat.kind == SeatKind.DECIDING]
    return Representation(body, sum(room.is_here for room in deciding), len(deciding), needed_of(body, len(deciding)))


def needed_of(body: Body, seats: int) -> int | None:
    """How many of `seats` deciding seats the body's rule asks for; never more than there are."""
    if body.least_seats is None and body.least_share is None:
        return None
    return min(seats, max(body.least_seats or 0, ceil(seats * (body.least_share or 0) / 100)))


def items_of(meeting: Meeting, reader: User | Everybody) -> list[AgendaItem]:
    """The agenda items that `reader` may read; EVERYBODY for what hangs on the wall."""
    return list(AgendaItem.objects.shown_to(reader, meeting=meeting))


def speakers_of(meeting: Meeting, reader: User) -> list[Speaker]:
    """Everybody on the list, in the order of asking."""
    rows = Speaker.objects.visible_to(reader, meeting=meeting)
    return list(rows.select_related("seat__organisation", "seat__body", "person").order_by("position", "id"))


def pulse_of(meeting: Meeting, reader: User, runs: bool) -> str:
    """A short mark that changes when anything on the live page does: one query, cheap enough for every few seconds."""
    items: Any = AgendaItem.objects.visible_to(reader, meeting=meeting)
    found = (
        Meeting.objects.visible_to(reader, among={"public_id": meeting.public_id})
        .values_list(
            F("version"),
            _latest(Session.objects.visible_to(reader, meeting=meeting)),
            _latest(SeatAttendance.objects.visible_to(reader, meeting=meeting)),
            _latest(Speaker.objects.visible_to(reader, meeting=meeting)),
            _latest(items),
            # A deleted item leaves no trace in the latest change.
            _of_meeting(items, Count("pk")),
        )
        .first()
    )
    text = repr((found, meeting.body.version, reader.pk, reader.time_zone, runs, get_language()))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _latest(rows: QuerySet) -> Subquery:
    return _of_meeting(rows, Max("updated_at"))


def _of_meeting(rows: QuerySet, what: Any) -> Subquery:
    grouped = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(found=what)
    return Subquery(grouped.values("found"))
