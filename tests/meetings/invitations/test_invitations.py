"""Changing who is invited, and answering."""

from datetime import timedelta

import pytest
import time_machine

from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, postpone_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation, answers_offered
from meetings.meeting.choices import MeetingFormat, MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import appoint, make_meeting
from tests.factories.meetings import sitting_in
from tests.meetings.support import everybody_but_the_secretary, fresh, mails, verbs, waiting

pytestmark = pytest.mark.django_db
DAY = 24 * 60


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


def change(world, meeting, people, **more):
    options = {"actor": world.secretary, "version": fresh(meeting).version, **more}
    return change_invitees(meeting=meeting, people=people, **options)


class TestChange:
    def test_somebody_new_is_invited_and_reminded(self, world, meeting):
        people = sitting_in(world.group_a)
        new = appoint(world.group_a)
        change(world, meeting, [*people, new])
        assert waiting(meeting, recipient=new)["invitation", 0, 0] == 1
        assert waiting(meeting, recipient=new)["reminder", 0, DAY] == 1
        assert waiting(meeting)["invitation", 0, 0] == len(people) + 1
        assert verbs(meeting)[-1] == "meeting.invitees_changed"

    def test_somebody_left_out_is_told_and_not_reminded(self, world, meeting):
        rest = [person for person in sitting_in(world.group_a) if person != world.member_a]
        change(world, meeting, rest)
        assert dict(waiting(meeting, recipient=world.member_a)) == {("cancellation", 0, 0): 1}
        assert waiting(meeting)["cancellation", 0, 0] == 1

    def test_who_is_invited_again_gets_the_mails_again(self, world, meeting):
        people = sitting_in(world.group_a)
        change(world, meeting, [person for person in people if person != world.member_a])
        change(world, meeting, people)
        found = waiting(meeting, recipient=world.member_a)
        assert found["invitation", 0, 0] == 1
        assert {key[2] for key in found if key[0] == "reminder"} == {7 * DAY, DAY, 60}
        # The word that they are no longer invited had not gone out, and need not.
        assert found["cancellation", 0, 0] == 0
        change(world, meeting, [person for person in people if person != world.member_a])
        assert dict(waiting(meeting, recipient=world.member_a)) == {("cancellation", 0, 0): 1}

    def test_the_same_people_are_no_change(self, world, meeting):
        before = mails(meeting)
        change(world, meeting, sitting_in(world.group_a))
        assert (mails(meeting), fresh(meeting).version) == (before, meeting.version)

    def test_somebody_must_stay(self, world, meeting):
        with pytest.raises(InvalidInput) as refusal:
            change(world, meeting, [])
        assert refusal.value.field == "invitees"

    def test_a_draft_may_be_empty_and_mails_nobody(self, world):
        draft = make_meeting(world.group_a, convened=False)
        change(world, draft, [])
        assert not draft.invitations.standing().exists()
        assert not mails(draft)

    def test_a_postponed_meeting_mails_nobody_yet(self, world, meeting):
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        before = mails(meeting)
        change(world, meeting, [world.member_a])
        assert mails(meeting) == before

    def test_a_meeting_that_is_over_mails_nobody(self, world, meeting):
        before = mails(meeting)
        with time_machine.travel(meeting.ends_at + timedelta(minutes=1)):
            change(world, meeting, [world.member_a])
        assert mails(meeting) == before

    def test_nobody_else_may(self, world, meeting):
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                change(world, meeting, [world.member_a], actor=who)

    def test_a_cancelled_meeting_has_no_list_to_change(self, world, meeting):
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        with pytest.raises(WrongState):
            change(world, meeting, [world.member_a])

    def test_a_stale_list_is_refused(self, world, meeting):
        change(world, meeting, [world.member_a])
        with pytest.raises(StaleEdit):
            change(world, meeting, sitting_in(world.group_a), version=meeting.version)


class TestAnswer:
    def answer(self, meeting, person, answer, **more):
        row = meeting.invitations.get(person=more.pop("of", person))
        return answer_invitation(actor=person, invitation=row, answer=answer, **more)

    @pytest.mark.parametrize(
        ("form", "offered"),
        [
            (MeetingFormat.ONLINE, [Answer.YES_ONLINE, Answer.NO, Answer.ALTERNATE]),
            (MeetingFormat.IN_PERSON, [Answer.YES_ROOM, Answer.NO, Answer.ALTERNATE]),
            (MeetingFormat.HYBRID, [Answer.YES_ONLINE, Answer.YES_ROOM, Answer.NO, Answer.ALTERNATE]),
        ],
    )
    def test_the_answers_fit_the_format(self, world, form, offered):
        meeting = make_meeting(world.group_a, format=form)
        assert list(answers_offered(meeting)) == offered
        for answer in set(Answer) - set(offered):
            with pytest.raises(InvalidInput):
                self.answer(meeting, world.member_a, answer)

    def test_the_last_answer_counts_and_each_is_in_the_history(self, world, meeting):
        self.answer(meeting, world.member_a, Answer.YES_ONLINE)
        row = self.answer(meeting, world.member_a, Answer.NO)
        assert (row.answer, row.history.count()) == (Answer.NO, 3)
        events = AuditEvent.objects.about(meeting).filter(verb="invitation.answered")
        assert [event.changes for event in events] == [
            [{"field": "answer", "old": "yes_online", "new": "no"}],
            [{"field": "answer", "old": "none", "new": "yes_online"}],
        ]

    def test_the_same_answer_again_is_no_event(self, world, meeting):
        self.answer(meeting, world.member_a, Answer.NO)
        self.answer(meeting, world.member_a, Answer.NO)
        assert AuditEvent.objects.about(meeting).filter(verb="invitation.answered").count() == 1

    def test_a_colleague_needs_a_name_and_is_forgotten_with_another_answer(self, world, meeting):
        with pytest.raises(InvalidInput) as refusal:
            self.answer(meeting, world.member_a, Answer.ALTERNATE, alternate_name="  ")
        assert refusal.value.field == "alternate_name"
        kept = self.answer(meeting, world.member_a, Answer.ALTERNATE, alternate_name=" J. Doe ")
        assert kept.alternate_name == "J. Doe"
        assert self.answer(meeting, world.member_a, Answer.NO, alternate_name="J. Doe").alternate_name == ""

    def test_nobody_answers_for_another(self, world, meeting):
        for who in world.people.values():
            if who != world.member_a:
                with pytest.raises(NotAllowed):
                    self.answer(meeting, who, Answer.NO, of=world.member_a)

    def test_who_was_withdrawn_answers_no_more(self, world, meeting):
        change(world, meeting, [world.chair_a])
        with pytest.raises(NotAllowed):
            self.answer(meeting, world.member_a, Answer.NO)

    def test_whose_term_has_ended_answers_no_more(self, world, meeting):
        term = world.member_a.appointments.get()
        term.ends_at = meeting.created_at
        term.save()
        world.member_a.refresh_from_db()
        with pytest.raises(NotAllowed):
            self.answer(meeting, world.member_a, Answer.NO)

    def test_not_after_the_end_nor_when_it_is_off(self, world, meeting):
        with time_machine.travel(meeting.ends_at), pytest.raises(WrongState):
            self.answer(meeting, world.member_a, Answer.NO)
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        with pytest.raises(WrongState):
            self.answer(meeting, world.member_a, Answer.NO)
        assert fresh(meeting).state == MeetingState.CANCELLED

    def test_while_it_runs_one_may_still_answer(self, world, meeting):
        with time_machine.travel(meeting.starts_at + timedelta(minutes=5)):
            assert self.answer(meeting, world.member_a, Answer.YES_ONLINE).answer == Answer.YES_ONLINE
