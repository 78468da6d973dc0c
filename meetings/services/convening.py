"""Convening: who would be told, and telling them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language, override

from councils.choices import SeatKind
from councils.models import Appointment, Seat
from councils.querysets import AppointmentQuerySet, protocol_order
from meetings.models import Meeting, MeetingBody
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import zones
from rec_portal.foundation.prepared import PreparedQuery
from rec_portal.foundation.records import lock, store
from rec_portal.workflow.engine import advance


@dataclass(frozen=True)
class Recipient:
    """One person who would be mailed; `refused` says why the address does not work, `night` that they would sleep."""

    person: User
    seats: list[Seat]
    refused: str = ""
    night: bool = False


@dataclass(frozen=True)
class Preview:
    recipients: list[Recipient] = field(default_factory=list)
    vacant_seats: list[Seat] = field(default_factory=list)

    @property
    def refused(self) -> list[Recipient]:
        return [recipient for recipient in self.recipients if recipient.refused]

    @property
    def reachable(self) -> list[Recipient]:
        return [recipient for recipient in self.recipients if not recipient.refused]

    @property
    def asleep(self) -> list[Recipient]:
        return [recipient for recipient in self.recipients if recipient.night]


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


def preview_recipients(meeting: Meeting) -> Preview:
    """Who would be mailed if the meeting were convened now, and which seats nobody fills on that day."""
    bodies = bodies_of(meeting)
    filled = _filled(bodies, meeting.starts_at)
    place = {person: number for number, person in enumerate(filled)}
    invitations = meeting.invitations.standing().select_related("person").order_by("person__name", "person_id")
    recipients = [
        Recipient(
            person=invitation.person,
            seats=filled.get(invitation.person_id, []),
            refused=_why_unreachable(invitation.person),
            night=zones.is_night(zones.local(meeting.starts_at, invitation.person.time_zone)),
        )
        for invitation in sorted(invitations, key=lambda row: place.get(row.person_id, len(place)))
    ]
    vacant = (
        Seat.objects.filter(body__in=bodies)
        .exclude(kind=SeatKind.SERVING)
        .vacant(meeting.starts_at)
        .select_related("organisation", "body")
        .by_protocol()
    )
    return Preview(recipients, list(vacant))


def _why_unreachable(person: User) -> str:
    if not person.is_active:
        return "inactive"
    return "refused" if person.mail_refused_at else ""


@transaction.atomic
def convene_meeting(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """Makes the meeting known: one invitation and its reminders per invitee. A second press finds it convened."""
    meeting = lock(meeting, version)
    advance(meeting, "convene", actor=actor)
    changes = store(meeting, actor=actor)
    planning.plan_invitations(meeting, planning.invited(meeting))
    record(
        actor=actor,
        verb="meeting.convened",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return meeting
