"""Meetings in every state there is, with as much of everything as is asked for."""

from collections.abc import Callable

from meetings.agenda.choices import Outcome
from meetings.agenda.services.agenda import AgendaLine
from meetings.agenda.services.items import add_item
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import discard_draft
from meetings.calling.services.publishing import publish_agenda
from meetings.calling.services.schedule import cancel_meeting, close_meeting, postpone_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.models import Minutes
from meetings.session.services.attendance import mark_seat
from meetings.session.services.outcomes import record_outcome
from meetings.session.services.session import open_session, suspend_session
from meetings.session.services.speakers import list_speaker
from tests.factories.actors import World
from tests.factories.agenda import change_item
from tests.factories.councils import appoint
from tests.factories.documents import make_document, make_paper, make_revision
from tests.factories.meetings import make_meeting
from tests.factories.planning import make_series
from tests.factories.records import adopt, circulate, make_action, make_decision, make_minutes
from tests.factories.sessions import soon

S = MeetingState


def _laid_out(world: World, number: int) -> Meeting:
    body, secretary = world.group_a, world.secretary
    people = [world.member_a, world.chair_a, world.observer_a, *(appoint(body) for _ in range(number))]
    meeting = make_meeting(body, convened=False, when=soon(), invitees=people, further_bodies=[world.group_b])
    meeting.series = make_series(body)
    meeting.occurrence = meeting.wall_day
    meeting.save()
    for count in range(number):
        add_item(actor=secretary, meeting=meeting, line=AgendaLine(f"Item {count}", 5))
        make_paper(meeting, make_revision(make_document(body, also=[world.group_b])), item=meeting.agenda.last())
        make_paper(meeting)
    change_item(meeting, 1, restricted=True)
    return meeting


def _came_of(meeting: Meeting, world: World, number: int) -> None:
    """While it is in session: `number` of all that happens in a room."""
    secretary = world.secretary
    for item in meeting.agenda.all():
        record_outcome(actor=secretary, item=item, outcome=Outcome.DECIDED, text="")
    for seat in list(world.group_a.seats.filter(kind="deciding"))[:number]:
        mark_seat(actor=secretary, meeting=meeting, seat=seat, mark="online")
        list_speaker(actor=secretary, meeting=meeting, seat=seat)
        make_decision(meeting)
        make_decision(meeting, agenda_item=meeting.agenda.last())
        make_action(meeting, owner=world.member_a)
        make_action(meeting, organisation=seat.organisation)


def meeting_in(state: str, world: World, number: int) -> Meeting:
    """A joint meeting of a series, brought to `state` by the portal's own steps, with `number` of all that hangs on
    such a meeting; its first item is restricted."""
    meeting = _laid_out(world, number)
    for step in WAY[S(state)]:
        STEP[step](meeting, world, number)
        meeting.refresh_from_db()
    return meeting


def _convene(meeting: Meeting, world: World, number: int) -> None:
    convene_meeting(actor=world.secretary, meeting=meeting)
    for invitation in meeting.invitations.all()[:number]:
        answer_invitation(actor=invitation.person, invitation=invitation, answer=Answer.YES_ONLINE)


def _open(meeting: Meeting, world: World, number: int) -> None:
    open_session(actor=world.secretary, meeting=meeting)
    _came_of(meeting, world, number)


def _one_press(service: Callable) -> Callable[[Meeting, World, int], object]:
    return lambda meeting, world, _number: service(actor=world.secretary, meeting=meeting)


def _one_form(service: Callable) -> Callable[[Meeting, World, int], object]:
    return lambda meeting, world, _number: service(actor=world.secretary, meeting=meeting, version=meeting.version)


STEP: dict[MeetingState, Callable[[Meeting, World, int], object]] = {
    S.DISCARDED: _one_press(discard_draft),
    S.CONVENED: _convene,
    S.AGENDA_PUBLISHED: _one_press(publish_agenda),
    S.POSTPONED: _one_form(postpone_meeting),
    S.CANCELLED: _one_form(cancel_meeting),
    S.IN_SESSION: _open,
    S.SUSPENDED: _one_press(suspend_session),
    S.CLOSED: _one_press(close_meeting),
    S.RECORD_CIRCULATED: lambda meeting, *_: circulate(make_minutes(meeting)),
    S.RECORD_ADOPTED: lambda meeting, *_: adopt(Minutes.objects.get(meeting=meeting)),
}
HELD = (S.CONVENED, S.AGENDA_PUBLISHED, S.IN_SESSION, S.CLOSED, S.RECORD_CIRCULATED, S.RECORD_ADOPTED)
WAY: dict[MeetingState, tuple[MeetingState, ...]] = {
    S.DRAFT: (),
    S.DISCARDED: (S.DISCARDED,),
    S.POSTPONED: (S.CONVENED, S.POSTPONED),
    S.CANCELLED: (S.CONVENED, S.CANCELLED),
    S.SUSPENDED: (S.CONVENED, S.AGENDA_PUBLISHED, S.IN_SESSION, S.SUSPENDED),
    **{state: HELD[: HELD.index(state) + 1] for state in HELD},
}
