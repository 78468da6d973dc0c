"""Whom an action can be given to."""

from councils.models import Appointment, Organisation
from councils.querysets import protocol_order
from meetings.models import Meeting
from meetings.services.convening import bodies_of
from rec_portal.accounts.models import User


def possible_owners(meeting: Meeting) -> tuple[list[User], list[Organisation]]:
    """The people who sit in the meeting's bodies or serve them now, and the organisations they sit for, by protocol."""
    sitting = (
        Appointment.objects.current()
        .filter(seat__body__in=bodies_of(meeting), person__is_active=True)
        .select_related("person", "seat__organisation")
        .order_by(*protocol_order("seat__organisation__"), "is_alternate", "id")
    )
    people = {row.person_id: row.person for row in sitting}
    organisations = {row.seat.organisation_id: row.seat.organisation for row in sitting}
    return list(people.values()), list(organisations.values())
