"""A meeting that was held some days ago, taken through its session as the secretariat would have done it that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from councils.bodies.choices import SeatKind
from councils.bodies.models import Body
from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import read_agenda, replace_agenda
from meetings.calling.services.schedule import close_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.invitees import invitable, replace_invitees
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When, set_schedule
from meetings.session.choices import Presence
from meetings.session.models import Session, Speaker
from meetings.session.services.attendance import change_attendance, sitters
from meetings.session.services.outcomes import record_outcome
from meetings.session.services.session import course_of, go_to_item, open_session
from meetings.session.services.speakers import ask_for_floor, finish_turn, give_floor
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.seeds.demo.days import workday
from rec_portal.seeds.demo.people import BY_KEY

ZONE = "Asia/Tashkent"
TURN = timedelta(minutes=4)


@dataclass(frozen=True)
class Held:
    """`outcomes` has (outcome, text) for each line of the agenda; `absent` are organisations by address; `spoke` are
    people by key, all on the second item."""

    body: str
    title: str
    days_ago: int
    agenda: str
    outcomes: Sequence[tuple[str, str]]
    absent: Sequence[str] = ()
    spoke: Sequence[str] = ()
    note: str = ""
    minutes: int = 120


@transaction.atomic
def hold(held: Held, body: Body, secretary: User) -> Meeting:
    """The meeting as it stands when the session is over and nothing is written up yet."""
    meeting = _entered(held, body, secretary)
    meeting = open_session(actor=secretary, meeting=meeting)
    _set_course(meeting, secretary, opened_at=meeting.starts_at)
    _attend(meeting, body, held.absent, secretary)
    for item, (outcome, text) in zip(_items(meeting, secretary), held.outcomes, strict=True):
        go_to_item(actor=secretary, meeting=meeting, item=item)
        if item.position == 2:
            _speak(meeting, held.spoke, secretary)
        record_outcome(actor=secretary, item=item, outcome=outcome, text=text)
    meeting = close_meeting(actor=secretary, meeting=meeting)
    spent = {item.public_id: (item.minutes or 0) * 60 for item in _items(meeting, secretary)}
    _set_course(meeting, secretary, closed_at=meeting.ends_at, spent=spent)
    return meeting


def _items(meeting: Meeting, secretary: User) -> list[AgendaItem]:
    return list(AgendaItem.objects.shown_to(secretary, meeting=meeting))


def _entered(held: Held, body: Body, secretary: User) -> Meeting:
    """As it stood that morning. A meeting of the past cannot be convened, so it is entered."""
    day = workday(-held.days_ago, ZONE)
    meeting = Meeting(
        body=body,
        council=body.council,
        title=held.title,
        note=held.note,
        format=MeetingFormat.ONLINE,
        link=f"https://meet.example.org/{body.slug}",
        state=MeetingState.AGENDA_PUBLISHED,
    )
    set_schedule(meeting, When(day, time(15), held.minutes, ZONE))
    changes = store(meeting, actor=secretary)
    changes += replace_agenda(meeting, read_agenda(held.agenda), actor=secretary)
    offered = invitable([body])
    replace_invitees(meeting, offered.chosen(offered.usual), actor=secretary)
    record(actor=secretary, verb="meeting.recorded", target=meeting, root_id=body.pk, changes=changes, for_members=True)
    return meeting


def _attend(meeting: Meeting, body: Body, absent: Sequence[str], secretary: User) -> None:
    seats = Seat.objects.filter(body=body).exclude(kind=SeatKind.SERVING).select_related("organisation")
    answers = {row.person_id: row for row in meeting.invitations.all()}
    for seat in seats.by_protocol():
        person = sitters(meeting, seat)[0]
        here = seat.organisation.slug not in absent
        if here and person.pk in answers:
            answers[person.pk].answer = Answer.YES_ONLINE
            answers[person.pk].answered_at = meeting.starts_at - timedelta(days=3)
            store(answers[person.pk], actor=person)
        change_attendance(
            actor=secretary,
            meeting=meeting,
            seat=seat,
            version=0,
            presence=Presence.ONLINE if here else Presence.ABSENT,
            person=person if here else None,
            name="",
            arrived_at=meeting.starts_at if here else None,
            left_at=meeting.ends_at if here else None,
            is_late=False,
        )


def _speak(meeting: Meeting, keys: Sequence[str], secretary: User) -> None:
    began = meeting.starts_at + timedelta(minutes=20)
    for key in keys:
        speaker = ask_for_floor(actor=User.objects.get(email=BY_KEY[key].email), meeting=meeting)
        speaker = finish_turn(actor=secretary, speaker=give_floor(actor=secretary, speaker=speaker))
        _move_turn(speaker, began, secretary)
        began += TURN


def _move_turn(speaker: Speaker, began: datetime, secretary: User) -> None:
    speaker = lock(speaker)
    speaker.began_at, speaker.ended_at = began, began + TURN
    store(speaker, actor=secretary)


def _set_course(meeting: Meeting, secretary: User, **values: object) -> None:
    """The clock of that day instead of today's."""
    session: Session = lock(course_of(meeting))
    for name, value in values.items():
        setattr(session, name, value)
    store(session, actor=secretary)
