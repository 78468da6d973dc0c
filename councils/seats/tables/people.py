"""People with the seats they fill, as far as the reader may see those."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from councils.bodies.models import Body
from councils.seats.models import Appointment
from councils.seats.tables.terms import days_of
from rec_portal.accounts.models import User


@dataclass
class PersonLine:
    person: User
    appointments: list[Appointment] = field(default_factory=list)


@dataclass(frozen=True)
class PersonTerm:
    appointment: Appointment
    days: str


def seats_filled_by(people: Sequence[User], reader: Any, now: datetime) -> list[PersonLine]:
    lines = {person.pk: PersonLine(person) for person in people}
    for appointment in _appointments(reader).on(now).filter(person__in=lines):
        lines[appointment.person_id].appointments.append(appointment)
    return list(lines.values())


def terms_of(person: User, reader: Any, now: datetime) -> tuple[list[PersonTerm], list[PersonTerm]]:
    """Present and coming terms, and those that are over, the last one first."""
    present: list[PersonTerm] = []
    past: list[PersonTerm] = []
    for appointment in _appointments(reader).filter(person=person):
        term = PersonTerm(appointment, days_of(appointment, appointment.seat.body.time_zone))
        (past if appointment.is_over(now) else present).append(term)
    return present, past[::-1]


def _appointments(reader: Any) -> Any:
    """With `body_open`: whether the reader still knows the body, as somebody whose terms are over may not."""
    bodies = Body.objects.visible_to(reader).filter(pk=OuterRef("seat__body"))
    appointments = Appointment.objects.visible_to(reader).annotate(body_open=Exists(bodies))
    appointments = appointments.select_related("seat__body", "seat__organisation")
    return appointments.order_by("starts_at", "seat__body__order", "id")
