import pytest

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.calling.services.schedule import close_meeting
from meetings.meeting.choices import MeetingState
from meetings.session.presses import Press
from meetings.session.services.outcomes import mark_of, record_outcome
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import make_meeting
from tests.factories.sessions import make_session
from tests.meetings.support import verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


@pytest.fixture
def item(meeting):
    return AgendaItem.objects.get(meeting=meeting, position=2)


@pytest.fixture
def say(world, item):
    def call(outcome=Outcome.DECIDED, text="Agreed.", **more):
        return record_outcome(**({"actor": world.secretary, "item": item, "outcome": outcome, "text": text} | more))

    return call


def test_outcome_and_text_are_kept_with_who_and_when(world, meeting, item, say):
    done = say(text="  Agreed. \n")
    assert (done.outcome, done.outcome_text, done.outcome_late) == (Outcome.DECIDED, "Agreed.", False)
    assert item.history.first().history_user == world.secretary
    event = AuditEvent.objects.about(meeting).latest("id")
    assert (event.verb, event.actor, event.for_members) == ("outcome.recorded", world.secretary, False)


def test_it_can_be_taken_back(say):
    say()
    done = say("", "")
    assert (done.outcome, done.outcome_text) == ("", "")


def test_the_same_again_says_nothing(meeting, say):
    say()
    before = verbs(meeting)
    say()
    assert verbs(meeting) == before


def test_afterwards_it_is_marked_and_a_correction_in_session_is_not(world, meeting, item, say):
    assert say().outcome_late is False
    close_meeting(actor=world.secretary, meeting=meeting)
    assert say(text="Agreed, with a change.").outcome_late is True


def test_who_writes_over_another_is_told(item, say):
    seen = mark_of(item)
    say(text="Theirs")
    with pytest.raises(StaleEdit) as stale:
        say(text="Mine", seen=seen)
    assert stale.value.current.outcome_text == "Theirs"
    assert say(text="Mine", seen=mark_of(stale.value.current)).outcome_text == "Mine"


def test_a_move_of_the_item_makes_no_conflict(item, say):
    seen = mark_of(item)
    moved = lock(item)
    moved.position, moved.title, moved.version = 3, "Corrected title", moved.version + 1
    moved.save()
    assert say(seen=seen).outcome == Outcome.DECIDED


def test_a_press_sent_twice_is_done_once(say):
    press = Press("outcome-key1", 0)
    say(press=press)
    say(text="Corrected")
    assert say(press=press).outcome_text == "Corrected"


def test_refusals(world, meeting, item, say):
    for error, more in (
        (NotAllowed, {"actor": world.chair_a}),
        (NotAllowed, {"actor": world.member_b}),
        (InvalidInput, {"outcome": "won"}),
        (InvalidInput, {"text": "x" * 4001}),
    ):
        with pytest.raises(error):
            say(**more)


def test_an_item_of_the_backlog_has_no_outcome(item, say):
    row = lock(item)
    row.meeting, row.position = None, 0
    row.save()
    item.refresh_from_db()
    with pytest.raises(NotAllowed):
        say()


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED, MeetingState.RECORD_ADOPTED])
def test_not_in_every_state(world, meeting, say, state):
    row = lock(meeting)
    row.state = state
    row.save()
    with pytest.raises(WrongState):
        say()


def test_before_the_session_too(world):
    meeting = make_meeting(world.group_a)
    item = AgendaItem.objects.get(meeting=meeting, position=1)
    done = record_outcome(actor=world.secretary, item=item, outcome=Outcome.DEFERRED, text="")
    assert (done.outcome, done.outcome_late) == (Outcome.DEFERRED, False)
