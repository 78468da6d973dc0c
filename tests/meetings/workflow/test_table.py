"""The whole table of a meeting's states: every state x verb x kind of person, through the services that pages call."""

from datetime import timedelta

import pytest
from django.db import transaction

from meetings.choices import UNANNOUNCED, MeetingState
from meetings.services.convening import convene_meeting
from meetings.services.planning import discard_draft
from meetings.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.workflow import MEETING
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox.models import OutboxMessage
from tests.factories import in_days, make_meeting
from tests.meetings.support import everybody_but_the_secretary, verbs

pytestmark = pytest.mark.django_db
S = MeetingState

SERVICES = {
    "convene": convene_meeting,
    "move": move_meeting,
    "postpone": postpone_meeting,
    "cancel": cancel_meeting,
    "close": close_meeting,
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
    (S.POSTPONED, "move"): S.CONVENED,
    (S.POSTPONED, "cancel"): S.CANCELLED,
}


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
    table = {(S(source), move.verb): move.target for move in MEETING.moves.values() for source in move.sources}
    assert table == LEADS_TO
    assert MEETING.moves.keys() == SERVICES.keys()


def test_every_state_and_verb_for_whoever_runs_the_meeting(world, meeting):
    for state in S:
        for verb in SERVICES:
            # Held means over; everything else must still lie ahead.
            ready = put(make_meeting(world.group_a, convened=False), state, over=verb == "close")
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
    ],
)
def test_the_clock_has_a_say(world, meeting, state, verb, over):
    assert outcome(put(meeting, state, over=over), verb, world.secretary) in ("Refusal", "InvalidInput")


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
