"""Terms as pages show them: who, in which office, since when and until when, in the body's own days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from councils.bodies import terms
from councils.bodies.choices import Office
from councils.seats.models import Appointment
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling, zones

# An ordinary member's or observer's office says nothing that the seat does not say already.
PLAIN = frozenset({Office.MEMBER, Office.OBSERVER})


@dataclass(frozen=True)
class Term:
    """One appointment in words; `url` leads to the person where the reader may go there."""

    appointment: Appointment
    name: str
    url: str | None
    office: str
    days: str
    begun: bool


def with_person_open(appointments: QuerySet, reader: Any) -> QuerySet:
    """Marks with `person_open` whether the reader may see the person's own page."""
    visible = User.objects.visible_to(reader).filter(pk=OuterRef("person"))
    return appointments.annotate(person_open=Exists(visible)).select_related("person")


def in_words(appointments: Iterable[Any], now: datetime, zone: str | None = None) -> list[Term]:
    """`zone` is the body's; None takes it from each appointment's seat."""
    return [_term(appointment, now, zone or appointment.seat.body.time_zone) for appointment in appointments]


def _term(appointment: Any, now: datetime, zone: str) -> Term:
    person = appointment.person
    return Term(
        appointment=appointment,
        name=str(person),
        url=reverse("councils:person", args=[person.public_id]) if appointment.person_open else None,
        office="" if appointment.office in PLAIN else appointment.get_office_display(),
        days=days_of(appointment, zone),
        begun=appointment.starts_at <= now,
    )


def days_of(appointment: Appointment, zone: str) -> str:
    """ "since Tue 14 May 2024", "Tue 14 May 2024 – Thu 21 Nov 2024", "taken back before it began"."""
    first = spelling.short_day(zones.local(appointment.starts_at, zone))
    if appointment.ends_at is None:
        return _("since %(day)s") % {"day": first}
    if appointment.ends_at == appointment.starts_at:
        return _("taken back before it began")
    last = spelling.short_day(datetime.combine(terms.last_day(appointment.ends_at, zone), datetime.min.time()))
    return first if first == last else f"{first} – {last}"
