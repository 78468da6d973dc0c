"""Whom an action can be given to."""

from councils.organisations.models import Organisation
from councils.organisations.querysets import protocol_order
from councils.seats.models import Appointment
from meetings.meeting.bodies import bodies_of
from meetings.meeting.models import Meeting
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
