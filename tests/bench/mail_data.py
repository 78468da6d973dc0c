"""Five thousand people who are all to be reminded, and the reminders of one round."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from councils.bodies.choices import BodyKind, Office
from councils.bodies.models import Body, OfficeGroup
from councils.seats.models import Appointment, Seat
from meetings.calling.services.convening import convene_meeting
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.notices.planning import REMINDER
from rec_portal.accounts.models import User
from rec_portal.foundation.records import store_many
from rec_portal.outbox import queue
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.queue import Planned
from tests.factories import in_days, make_council, make_meeting, make_organisation, secretary_of

MEETINGS = 10
LANGUAGES = ("en", "ru")
ZONES = ("Asia/Almaty", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Tashkent", "Europe/Vienna")
IN_A_SEAT = 10


def make_recipients(count: int) -> int:
    """`count` people who sit in one group, shared out among ten meetings of it that are convened."""
    group = make_council(groups=1).bodies.get(kind=BodyKind.WORKING_GROUP)
    people = _people(count)
    _seat(group, people)
    for number in range(MEETINGS):
        meeting = make_meeting(group, when=in_days(20 + number), invitees=people[number::MEETINGS], convened=False)
        convene_meeting(actor=secretary_of(group), meeting=meeting)
    # Only the rounds' own reminders are to be sent.
    OutboxMessage.objects.all().delete()
    return count


def plan_round(number: str) -> float:
    """One due reminder for everybody, planned as the portal plans them; returns the instant of the commit."""
    now = datetime.now(UTC)
    with transaction.atomic():
        for meeting in Meeting.objects.filter(state=MeetingState.CONVENED, starts_at__gt=now):
            invited = [invitation.person for invitation in meeting.invitations.standing().select_related("person")]
            queue.put(meeting, _reminders(meeting, invited, f"round{number}", now), root_id=meeting.body_id)
    return datetime.now(UTC).timestamp()


def _reminders(meeting: Meeting, people: list[User], occasion: str, now: datetime) -> list[Planned]:
    return [
        Planned(
            REMINDER,
            person,
            due_at=now - timedelta(seconds=1),
            not_after=meeting.starts_at,
            offset_minutes=60,
            schedule_seq=meeting.schedule_seq,
            occasion=occasion,
        )
        for person in people
    ]


def _people(count: int) -> list[User]:
    rows = [
        User(
            email=f"recipient{number}@scale.example.org",
            name=f"Recipient {number}",
            password="!",
            language=LANGUAGES[number % len(LANGUAGES)],
            time_zone=ZONES[number % len(ZONES)],
        )
        for number in range(count)
    ]
    return store_many(User, rows, actor=None)


def _seat(group: Body, people: list[User]) -> None:
    organisation = make_organisation()
    seats = store_many(
        Seat,
        [
            Seat(body=group, organisation=organisation, kind="deciding", label_en=f"Seat {number}")
            for number in range(-(-len(people) // IN_A_SEAT))
        ],
        actor=None,
    )
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    appointments = [
        Appointment(seat=seats[number // IN_A_SEAT], person=person, office=Office.MEMBER, starts_at=long_ago)
        for number, person in enumerate(people)
    ]
    store_many(Appointment, appointments, actor=None)
    office = OfficeGroup.objects.get(body=group, office=Office.MEMBER)
    memberships: Any = User.groups.through.objects
    memberships.bulk_create(memberships.model(user=person, group_id=office.group_id) for person in people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
