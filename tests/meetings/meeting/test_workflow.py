"""The whole table of a meeting's states: every state x verb x kind of person, through the services that pages call."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import discard_draft
from meetings.calling.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.meeting.choices import OPENS_BEFORE, UNANNOUNCED, MeetingState
from meetings.meeting.workflow import MEETING
from meetings.session.services.session import open_session, resume_session, suspend_session
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.workflow.engine import advance
from tests.factories import in_days, make_meeting
from tests.meetings.support import everybody_but_the_secretary, verbs

pytestmark = pytest.mark.django_db
S = MeetingState


def by_table(verb):
    """The move alone, for verbs whose own services say and ask more than this table does."""

    @transaction.atomic
    def service(*, actor, meeting, version):
        meeting = lock(meeting, version)
        advance(meeting, verb, actor=actor)
        store(meeting, actor=actor)
        return meeting

    return service


SERVICES = {
    "publish_agenda": by_table("publish_agenda"),
    "circulate_record": by_table("circulate_record"),
    "reopen_record": by_table("reopen_record"),
    "adopt_record": by_table("adopt_record"),
    "convene": convene_meeting,
    "move": move_meeting,
    "postpone": postpone_meeting,
    "cancel": cancel_meeting,
    "close": close_meeting,
    "open_session": open_session,
    "suspend": suspend_session,
    "resume": resume_session,
    "discard": discard_draft,
}
# Written out once more on purpose: a change of the table must be meant.
LEADS_TO = {
    (S.DRAFT, "convene"): S.CONVENED,
    (S.DRAFT, "discard"): S.DISCARDED,
    (S.CONVENED, "move"): S.CONVENED,
    (S.CONVENED, "postpone"): S.POSTPONED,
    (S.CONVENED, "cancel"): S.CANCELLED,
    (S.CONVENED, "close"): S.CLOSED,
    (S.CONVENED, "publish_agenda"): S.AGENDA_PUBLISHED,
    (S.CONVENED, "open_session"): S.IN_SESSION,
    (S.AGENDA_PUBLISHED, "move"): S.AGENDA_PUBLISHED,
    (S.AGENDA_PUBLISHED, "postpone"): S.POSTPONED,
    (S.AGENDA_PUBLISHED, "cancel"): S.CANCELLED,
    (S.AGENDA_PUBLISHED, "close"): S.CLOSED,
    (S.AGENDA_PUBLISHED, "open_session"): S.IN_SESSION,
    (S.POSTPONED, "move"): S.CONVENED,
    (S.POSTPONED, "cancel"): S.CANCELLED,
    (S.IN_SESSION, "suspend"): S.SUSPENDED,
    (S.IN_SESSION, "close"): S.CLOSED,
    (S.SUSPENDED, "resume"): S.IN_SESSION,
    (S.SUSPENDED, "close"): S.CLOSED,
    (S.CLOSED, "circulate_record"): S.RECORD_CIRCULATED,
    (S.RECORD_CIRCULATED, "reopen_record"): S.CLOSED,
    (S.RECORD_CIRCULATED, "adopt_record"): S.RECORD_ADOPTED,
}
# Moves that mean the same as another one to whoever makes them.
SAME_AS = {"move_published": "move"}


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, convened=False)


def put(meeting, state, *, over: bool = False):
    """The meeting in a state, ahead or over, without a way there."""
    meeting = lock(meeting)
    meeting.state = state
    if over:
        shift = meeting.ends_at - meeting.created_at + timedelta(days=1)
        meeting.starts_at, meeting.ends_at = meeting.starts_at - shift, meeting.ends_at - shift
    meeting.save()
    return meeting


def outcome(meeting, verb, actor) -> str:
    """What the service does, undone afterwards: the new state or the kind of refusal."""
    more = {"when": in_days(30)} if verb == "move" else {}
    with transaction.atomic():
        try:
            done = SERVICES[verb](actor=actor, meeting=meeting, version=meeting.version, **more)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            transaction.set_rollback(True)
    return done.state


def test_the_table_is_the_one_written_here():
    moves = [(SAME_AS.get(move.verb, move.verb), move) for move in MEETING.moves.values()]
    assert {(S(source), verb): move.target for verb, move in moves for source in move.sources} == LEADS_TO
    assert {verb for verb, _move in moves} == SERVICES.keys()


def test_every_state_and_verb_for_whoever_runs_the_meeting(world, meeting):
    for state in S:
        for verb in SERVICES:
            # Held means over, and a session is opened when its time has come; everything else must still lie ahead.
            ready = put(make_meeting(world.group_a, convened=False), state, over=verb in ("close", "open_session"))
            expected = LEADS_TO.get((state, verb), WrongState.__name__)
            assert outcome(ready, verb, world.secretary) == expected, (state, verb)


def test_every_state_and_verb_for_everybody_else(world, meeting):
    for state in S:
        put(meeting, state)
        for verb in SERVICES:
            for person in everybody_but_the_secretary(world):
                assert outcome(lock(meeting), verb, person) == NotAllowed.__name__, (state, verb, person)


@pytest.mark.parametrize(
    ("state", "verb", "over"),
    [
        (S.DRAFT, "convene", True),
        (S.CONVENED, "postpone", True),
        (S.CONVENED, "cancel", True),
        (S.CONVENED, "close", False),
        (S.AGENDA_PUBLISHED, "postpone", True),
        (S.AGENDA_PUBLISHED, "cancel", True),
        (S.AGENDA_PUBLISHED, "close", False),
        (S.CONVENED, "open_session", False),
        (S.AGENDA_PUBLISHED, "open_session", False),
    ],
)
def test_the_clock_has_a_say(world, meeting, state, verb, over):
    assert outcome(put(meeting, state, over=over), verb, world.secretary) in ("Refusal", "InvalidInput")


@pytest.mark.parametrize("state", [S.IN_SESSION, S.SUSPENDED])
def test_a_session_is_closed_when_it_is_over_not_when_it_was_due_to_be(world, meeting, state):
    assert outcome(put(meeting, state), "close", world.secretary) == S.CLOSED


def test_a_session_opens_two_hours_early_and_not_before(world, meeting):
    put(meeting, S.CONVENED)
    with time_machine.travel(meeting.starts_at - OPENS_BEFORE - timedelta(seconds=1), tick=False):
        assert outcome(lock(meeting), "open_session", world.secretary) == "Refusal"
    with time_machine.travel(meeting.starts_at - OPENS_BEFORE, tick=False):
        assert outcome(lock(meeting), "open_session", world.secretary) == S.IN_SESSION


def test_an_old_postponed_meeting_may_still_be_cancelled(world, meeting):
    assert outcome(put(meeting, S.POSTPONED, over=True), "cancel", world.secretary) == S.CANCELLED


def test_a_refusal_leaves_no_trace(world, meeting):
    put(meeting, S.CANCELLED)
    before = verbs(meeting)
    for verb in SERVICES:
        assert outcome(lock(meeting), verb, world.secretary) == WrongState.__name__
    assert (verbs(meeting), OutboxMessage.objects.count(), lock(meeting).state) == (before, 0, S.CANCELLED)


def test_members_never_see_what_was_not_made_known(world, meeting):
    for state in S:
        put(meeting, state)
        expected = state not in UNANNOUNCED
        for who in ("member_a", "chair_a", "observer_a", "administrator"):
            assert policy.can(world.people[who], "see", meeting) == expected, (state, who)
        for who in ("member_b", "other_secretary", "nobody", "inactive"):
            assert not policy.can(world.people[who], "see", meeting), (state, who)
