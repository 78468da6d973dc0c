"""Organisations with the bodies they sit in, as far as the reader knows those bodies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from councils.bodies.models import Body
from councils.organisations.models import Organisation
from councils.seats.models import Appointment, Seat
from councils.seats.tables.terms import Term, in_words, with_person_open


@dataclass
class OrganisationSeat:
    """`terms` is empty both for a vacant seat and for one whose people the reader may not see."""

    seat: Seat
    terms: list[Term] = field(default_factory=list)


def bodies_of(organisations: Sequence[Organisation], reader: Any) -> dict[int, list[Body]]:
    """By organisation, the bodies in which it has a seat and that the reader knows, in their order."""
    found: dict[int, list[Body]] = {organisation.pk: [] for organisation in organisations}
    seats = Seat.objects.visible_to(reader).filter(organisation__in=found).select_related("body")
    for seat in seats.order_by("body__council_id", "body__order", "body_id", "id"):
        bodies = found[seat.organisation_id]
        if seat.body not in bodies:
            bodies.append(seat.body)
    return found


def seats_of(organisation: Organisation, reader: Any, now: datetime) -> list[OrganisationSeat]:
    seats = Seat.objects.visible_to(reader).filter(organisation=organisation).select_related("body")
    lines = {
        seat.pk: OrganisationSeat(seat) for seat in seats.order_by("body__council_id", "body__order", "body_id", "id")
    }
    appointments = Appointment.objects.visible_to(reader).between(now, None).filter(seat__in=lines)
    opened = with_person_open(appointments, reader).select_related("seat__body")
    for term in in_words(opened.order_by("is_alternate", "starts_at", "id"), now):
        lines[term.appointment.seat_id].terms.append(term)
    return list(lines.values())
