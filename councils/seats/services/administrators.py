"""A council is never left without an administrator: nobody could give the office again."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from councils.bodies.choices import Office
from councils.bodies.models import Body
from councils.seats.models import Appointment
from rec_portal.accounts.models import User
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import Refusal


def lock_councils() -> None:
    """Makes whoever else removes an administrator, in whatever way, wait for this transaction."""
    list(Body.objects.councils().select_for_update(of=("self",), no_key=True).order_by("pk"))


def lock_council_of(body: Body) -> None:
    lock(body.council or body)


def keep_an_administrator(appointment: Appointment, ends_at: datetime) -> None:
    """Refuses to end `appointment` at `ends_at` if no other administrator of the council stays at least as long.

    Does nothing for other offices. The council must be locked; "as long" keeps the clock from doing later what is
    refused now.
    """
    shortened = appointment.ends_at is None or ends_at < appointment.ends_at
    if not (is_council_administrator(appointment) and shortened):
        return
    others = (
        Appointment.objects.on(ends_at)
        .filter(seat__body=appointment.seat.body, office=Office.ADMINISTRATOR, person__is_active=True)
        .exclude(person=appointment.person)
    )
    stays = Q(ends_at__isnull=True)
    if appointment.ends_at is not None:
        stays |= Q(ends_at__gte=appointment.ends_at)
    if not others.filter(stays).exists():
        raise Refusal(
            _("This is the last administrator of the council. First appoint another one who stays at least as long.")
        )


def keep_administrators_without(person: User, now: datetime) -> None:
    """Refuses to take `person` away if they are the last administrator of any council."""
    terms = Appointment.objects.between(now, None).filter(person=person, office=Office.ADMINISTRATOR)
    for appointment in terms.select_related("seat__body"):
        keep_an_administrator(appointment, max(now, appointment.starts_at))


def is_council_administrator(appointment: Appointment) -> bool:
    return appointment.office == Office.ADMINISTRATOR and appointment.seat.body.parent_id is None
