from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from councils.organisations.querysets import protocol_order
from councils.seats.models import Appointment, Seat
from councils.seats.querysets import AppointmentQuerySet
from meetings.meeting.models import Meeting, MeetingBody
from rec_portal.foundation.prepared import PreparedQuery


def bodies_of(meeting: Meeting) -> list[int]:
    """The ids of the host body and of the further bodies of a joint meeting."""
    return [meeting.body_id, *(body for body, _name_en, _name_ru in further_of(meeting))]


def further_of(meeting: Meeting) -> list[tuple[int, str, str]]:
    """Id, English and Russian name of each further body of a joint meeting."""
    return _FURTHER.rows(meeting=meeting.pk)


def _seated(bodies: list[int], at: datetime) -> AppointmentQuerySet:
    return (
        Appointment.objects.on(at)
        .filter(seat__body__in=bodies)
        .order_by(*protocol_order("seat__organisation__"), "is_alternate", "id")
    )


def _further(meeting: int) -> QuerySet:
    links = MeetingBody.objects.filter(meeting=meeting).order_by("pk")
    return links.values_list("body_id", "body__name_en", "body__name_ru")


def _names(language: str, bodies: list[int], at: datetime) -> QuerySet:
    place = "seat__organisation__"
    with override(language):
        return _seated(bodies, at).values_list("person_id", f"{place}short_name_{language}", f"{place}short_name_en")


_FURTHER, _NAMES = PreparedQuery(_further), PreparedQuery(_names)


def seats_filled(meeting: Meeting) -> dict[int, list[Seat]]:
    """The seats each person fills in the meeting's bodies on the day of the meeting, by person id, by protocol."""
    return _filled(bodies_of(meeting), meeting.starts_at)


def _filled(bodies: list[int], at: datetime) -> dict[int, list[Seat]]:
    filled: dict[int, list[Seat]] = {}
    for appointment in _seated(bodies, at).select_related("seat__organisation", "seat__body"):
        filled.setdefault(appointment.person_id, []).append(appointment.seat)
    return filled


def names_of_seats(meeting: Meeting, bodies: list[int]) -> dict[int, list[str]]:
    """As `seats_filled` in `bodies`, but only the organisations' short names, in the reader's language."""
    language = "ru" if (get_language() or "en").startswith("ru") else "en"
    filled: dict[int, list[str]] = {}
    for person, name, name_en in _NAMES.rows(language, bodies=bodies, at=meeting.starts_at):
        names = filled.setdefault(person, [])
        if (name or name_en) not in names:
            names.append(name or name_en)
    return filled
