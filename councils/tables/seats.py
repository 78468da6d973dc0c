"""The seats of a body by protocol order, with who fills them now or filled them on a day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from councils import terms
from councils.choices import Office
from councils.models import Appointment, Body, Seat
from councils.querysets import term_covers
from councils.tables.terms import Term, in_words, with_person_open

CHAIRING = (Office.CHAIR, Office.CO_CHAIR, Office.RAPPORTEUR)


@dataclass
class SeatLine:
    """`vacant` is None where the reader may not know."""

    seat: Seat
    holders: list[Term] = field(default_factory=list)
    alternates: list[Term] = field(default_factory=list)
    vacant: bool | None = None


def seat_lines(body: Body, reader: Any, *, sees_people: bool, day: date | None) -> list[SeatLine]:
    """`day` None asks for now, and then shows coming terms as well."""
    now = timezone.now()
    if day is None:
        start, end = now, None
    else:
        start, end = terms.start_of(day, body.time_zone), terms.end_of(day, body.time_zone)
    seats = Seat.objects.visible_to(reader).filter(body=body).select_related("organisation").by_protocol()
    lines = {seat.pk: SeatLine(seat) for seat in seats}
    appointments = Appointment.objects.visible_to(reader).between(start, end).filter(seat__body=body)
    for term in in_words(_by_rank(with_person_open(appointments, reader)), now, body.time_zone):
        line = lines[term.appointment.seat_id]
        (line.alternates if term.appointment.is_alternate else line.holders).append(term)
    if sees_people:
        for line in lines.values():
            line.vacant = not any(day is not None or term.begun for term in line.holders)
    return list(lines.values())


def chairs_of(lines: Collection[SeatLine]) -> list[tuple[Term, Seat]]:
    """Chair, co-chairs and rapporteur in office, in this order."""
    found = [
        (term, line.seat)
        for line in lines
        for term in (*line.holders, *line.alternates)
        if term.begun and term.appointment.office in CHAIRING
    ]
    return sorted(found, key=lambda pair: CHAIRING.index(pair[0].appointment.office))


def past_terms(body: Body, reader: Any, limit: int = 25) -> list[Term]:
    """The terms that ended last, at most `limit`."""
    now = timezone.now()
    ended = Appointment.objects.visible_to(reader).ended(now).filter(seat__body=body)
    return in_words(with_person_open(ended, reader).select_related("seat__organisation")[:limit], now, body.time_zone)


def seats_to_fill(body: Body, reader: Any, now: datetime) -> list[Any]:
    """The body's seats, each with `is_vacant`, for the form that fills them."""
    holders = Appointment.objects.filter(term_covers(now), seat=OuterRef("pk"), is_alternate=False)
    seats = Seat.objects.visible_to(reader).filter(body=body).select_related("organisation")
    return list(seats.annotate(is_vacant=~Exists(holders)).by_protocol())


def _by_rank(appointments: Any) -> Any:
    return appointments.order_by("starts_at", "id")
