"""The seats of a body by protocol order, with who fills them now or filled them on a day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from councils.bodies import terms
from councils.bodies.choices import Office
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from councils.seats.querysets import term_covers, term_meets
from councils.seats.tables.terms import Term, in_words, with_person_open

PAST = 25
BY_END = (F("ends_at").asc(nulls_last=True), "starts_at", "id")
CHAIRING = (Office.CHAIR, Office.CO_CHAIR, Office.RAPPORTEUR)


@dataclass
class SeatLine:
    """`vacant` is None where the reader may not know."""

    seat: Seat
    holders: list[Term] = field(default_factory=list)
    alternates: list[Term] = field(default_factory=list)
    vacant: bool | None = None


@dataclass
class SeatTable:
    """`past` are the terms that ended last, at most PAST, where they were asked for."""

    lines: list[SeatLine]
    past: list[Term]


def seat_table(body: Body, reader: Any, *, sees_people: bool, day: date | None, past: bool = False) -> SeatTable:
    """`day` None asks for now, and then shows coming terms as well."""
    now = timezone.now()
    start = now if day is None else terms.start_of(day, body.time_zone)
    end = None if day is None else terms.end_of(day, body.time_zone)
    seats = Seat.objects.visible_to(reader).filter(body=body).select_related("organisation").by_protocol()
    table = SeatTable([SeatLine(seat) for seat in seats], [])
    lines = {line.seat.pk: line for line in table.lines}
    for term in in_words(_appointments(body, reader, term_meets(start, end), past, now), now, body.time_zone):
        if past and term.appointment.is_over(now):
            table.past.insert(0, term)
        else:
            line = lines[term.appointment.seat_id]
            (line.alternates if term.appointment.is_alternate else line.holders).append(term)
    if sees_people:
        for line in table.lines:
            line.vacant = not any(day is not None or term.begun for term in line.holders)
    return table


def _appointments(body: Body, reader: Any, asked_for: Q, past: bool, now: datetime) -> Any:
    """Present and past in one query: a page has few to spend."""
    if past:
        ended = Appointment.objects.visible_to(reader).ended(now).filter(seat__body=body)
        asked_for |= Q(pk__in=ended.values("pk")[:PAST])
    appointments = Appointment.objects.visible_to(reader).filter(asked_for, seat__body=body)
    return with_person_open(appointments, reader).select_related("seat__organisation").order_by(*BY_END)


def chairs_of(lines: Collection[SeatLine]) -> list[tuple[Term, Seat]]:
    """Chair, co-chairs and rapporteur in office, in this order."""
    found = [
        (term, line.seat)
        for line in lines
        for term in (*line.holders, *line.alternates)
        if term.begun and term.appointment.office in CHAIRING
    ]
    return sorted(found, key=lambda pair: CHAIRING.index(pair[0].appointment.office))


def seats_to_fill(body: Body, reader: Any, now: datetime) -> list[Any]:
    """The body's seats, each with `is_vacant`, for the form that fills them."""
    holders = Appointment.objects.filter(term_covers(now), seat=OuterRef("pk"), is_alternate=False)
    seats = Seat.objects.visible_to(reader).filter(body=body).select_related("organisation")
    return list(seats.annotate(is_vacant=~Exists(holders)).by_protocol())
