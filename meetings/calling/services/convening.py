"""Convening: who would be told, and telling them."""

from dataclasses import dataclass, field

from django.db import transaction

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from meetings.meeting.bodies import _filled, bodies_of
from meetings.meeting.models import Meeting
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import zones
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
