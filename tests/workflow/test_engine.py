"""The engine: every table, every pair of states, and refusals in their order."""

import pytest
from django.db import transaction

from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.workflow.engine import advance, tables
from tests.factories import make_council, make_meeting, make_person, secretary_of


def test_each_table_names_only_known_states_and_each_state_can_be_left_or_is_an_end():
    for table in tables().values():
        for move in table.moves.values():
            assert move.sources <= set(table.states)
            assert move.target in table.states


def test_a_table_prints_itself_as_a_diagram():
    diagram = tables()["meetings.meeting"].diagram()
    assert diagram.startswith("stateDiagram-v2")
    assert "draft --> convened: convene" in diagram


@pytest.mark.django_db
class TestAdvance:
    @pytest.fixture
    def meeting(self) -> Meeting:
        return make_meeting(make_council(groups=1).bodies.last(), convened=False)

    def test_not_allowed_comes_before_wrong_state(self, meeting):
        meeting.state = MeetingState.CANCELLED
        meeting.save()
        with pytest.raises(NotAllowed):
            advance(meeting, "convene", actor=make_person())

    def test_every_pair_of_states_is_as_the_table_says(self, meeting):
        secretary, table = secretary_of(meeting.body), tables()["meetings.meeting"]
        for state in table.states:
            for verb, move in table.moves.items():
                meeting.state = state
                meeting.save()
                with transaction.atomic():
                    outcome = self.outcome(meeting, verb, secretary)
                    transaction.set_rollback(True)
                if state not in move.sources:
                    assert outcome == "wrong state", (state, verb)
                else:
                    assert outcome in (move.target, "refused by guard"), (state, verb)

    @staticmethod
    def outcome(meeting, verb, actor) -> str:
        try:
            advance(meeting, verb, actor=actor)
        except WrongState:
            return "wrong state"
        except Refusal:
            return "refused by guard"
        return meeting.state

    def test_a_refusal_changes_nothing(self, meeting):
        with pytest.raises(WrongState):
            advance(meeting, "postpone", actor=secretary_of(meeting.body))
        assert meeting.state == MeetingState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_a_state_changes_only_inside_a_transaction():
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    with pytest.raises(transaction.TransactionManagementError):
        advance(meeting, "convene", actor=secretary_of(meeting.body))
