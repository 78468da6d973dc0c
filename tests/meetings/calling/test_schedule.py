"""Moving, postponing, cancelling, closing: what is withdrawn, what is planned anew, each exactly once."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from meetings.calling.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.meeting.choices import MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, StaleEdit, WrongState
from tests.factories import in_days, make_meeting
from tests.factories.meetings import sitting_in
from tests.meetings.support import everybody_but_the_secretary, fresh, mails, verbs, waiting

pytestmark = pytest.mark.django_db
WEEK, DAY, HOUR = 7 * 24 * 60, 24 * 60, 60
SERVICES = (move_meeting, postpone_meeting, cancel_meeting, close_meeting)


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


@pytest.fixture
def count(world) -> int:
    return len(sitting_in(world.group_a))


def move(world, meeting, days=20, **more):
    options = {"actor": world.secretary, "version": fresh(meeting).version, "when": in_days(days, 15), **more}
    return move_meeting(meeting=meeting, **options)


class TestMove:
    def test_old_mails_are_withdrawn_and_new_reminders_planned_once(self, world, meeting, count):
        move(world, meeting, reason="The hall is taken.")
        assert waiting(meeting) == Counter(
            {("update", 1, 0): count} | {("reminder", 1, offset): count for offset in (WEEK, DAY, HOUR)}
        )
        withdrawn = {("invitation", 0, 0): count} | {("reminder", 0, offset): count for offset in (WEEK, DAY, HOUR)}
        assert mails(meeting, state="cancelled") == Counter({(*key, "cancelled"): n for key, n in withdrawn.items()})

    def test_the_meeting_has_its_new_time_and_says_why(self, world, meeting):
        moved = move(world, meeting, reason="The hall is taken.")
        assert (moved.schedule_seq, moved.state, moved.state_reason) == (1, MeetingState.CONVENED, "The hall is taken.")
        assert moved.wall_start.hour == 15
        event = AuditEvent.objects.about(meeting).first()
        assert (event.verb, event.reason, event.for_members) == ("meeting.moved", "The hall is taken.", True)
        assert {"starts_at", "ends_at"} <= {change["field"] for change in event.changes}

    def test_a_reminder_sent_already_is_sent_again_for_the_new_time(self, world, meeting, count):
        """Without the schedule in its key, a moved meeting would lose its reminder."""
        move(world, meeting, 20)
        move(world, meeting, 30)
        assert waiting(meeting)["reminder", 2, DAY] == count
        assert mails(meeting)["reminder", 1, DAY, "cancelled"] == count

    def test_back_to_the_first_time_is_a_third_schedule(self, world, meeting, count):
        first = in_days(10)
        move(world, meeting, 20)
        move(world, meeting, when=first)
        assert fresh(meeting).schedule_seq == 2
        assert waiting(meeting)["reminder", 2, WEEK] == count

    def test_the_same_time_is_refused(self, world, meeting):
        with pytest.raises(InvalidInput) as refusal:
            move(world, meeting, when=in_days(10))
        assert refusal.value.field == "start"
        assert fresh(meeting).schedule_seq == 0

    def test_the_same_instant_told_by_another_clock_is_a_move(self, world, meeting):
        assert move(world, meeting, when=in_days(10, 11, zone="Asia/Bishkek")).time_zone == "Asia/Bishkek"

    def test_a_time_in_the_past_is_refused(self, world, meeting):
        with pytest.raises(InvalidInput) as refusal:
            move(world, meeting, days=-1)
        assert refusal.value.field == "start"
        assert waiting(meeting)["update", 1, 0] == 0

    def test_a_postponed_meeting_may_get_its_old_time_back(self, world, meeting, count):
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        moved = move(world, meeting, when=in_days(10))
        assert (moved.state, moved.schedule_seq) == (MeetingState.CONVENED, 2)
        assert waiting(meeting)["reminder", 2, DAY] == count
        assert waiting(meeting)["postponement", 1, 0] == 0

    def test_not_allowed_and_wrong_state_come_before_a_bad_time(self, world, meeting):
        bad = replace(in_days(5), minutes=0)
        with pytest.raises(NotAllowed):
            move(world, meeting, actor=world.member_a, when=bad)
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        with pytest.raises(WrongState):
            move(world, meeting, when=bad)


class TestPostpone:
    def test_reminders_are_withdrawn_and_everybody_is_told_once(self, world, meeting, count):
        done = postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="Later.")
        assert (done.state, done.state_reason, done.schedule_seq) == (MeetingState.POSTPONED, "Later.", 1)
        assert waiting(meeting) == Counter({("postponement", 1, 0): count})

    def test_a_meeting_that_is_over_is_not_postponed(self, world, meeting):
        with time_machine.travel(meeting.ends_at + timedelta(minutes=1)), pytest.raises(Refusal):
            postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)


class TestCancel:
    def test_nothing_but_the_cancellation_goes_out_any_more(self, world, meeting, count):
        done = cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="Adopted.")
        assert (done.state, done.state_reason) == (MeetingState.CANCELLED, "Adopted.")
        assert waiting(meeting) == Counter({("cancellation", 1, 0): count})
        assert verbs(meeting)[-1] == "meeting.cancelled"

    def test_a_postponed_meeting_can_be_cancelled(self, world, meeting, count):
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        cancel_meeting(actor=world.secretary, meeting=meeting, version=fresh(meeting).version)
        assert waiting(meeting) == Counter({("cancellation", 2, 0): count})

    def test_who_was_withdrawn_before_is_not_told(self, world, meeting, count):
        row = meeting.invitations.get(person=world.member_a)
        row.withdrawn_at = meeting.created_at
        row.save()
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert not waiting(meeting, recipient=world.member_a)
        assert waiting(meeting)["cancellation", 1, 0] == count - 1

    def test_a_meeting_that_is_over_is_not_called_off(self, world, meeting):
        with time_machine.travel(meeting.ends_at), pytest.raises(Refusal):
            cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)


class TestClose:
    def test_a_meeting_that_is_over_is_held(self, world, meeting):
        before = mails(meeting)
        with time_machine.travel(meeting.ends_at):
            done = close_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert done.state == MeetingState.CLOSED
        assert mails(meeting) == before
        assert verbs(meeting)[-1] == "meeting.closed"

    def test_not_before_its_end(self, world, meeting):
        with time_machine.travel(meeting.ends_at - timedelta(seconds=1)), pytest.raises(Refusal):
            close_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)


@pytest.mark.parametrize("service", SERVICES)
def test_a_stale_page_changes_nothing(world, meeting, service):
    arguments = {"when": in_days(20)} if service is move_meeting else {}
    before = mails(meeting)
    with pytest.raises(StaleEdit):
        service(actor=world.secretary, meeting=meeting, version=meeting.version - 1, **arguments)
    assert mails(meeting) == before


@pytest.mark.parametrize("service", SERVICES)
def test_nobody_else_may(world, meeting, service):
    arguments = {"when": in_days(20)} if service is move_meeting else {}
    before = mails(meeting)
    for who in everybody_but_the_secretary(world):
        with pytest.raises(NotAllowed):
            service(actor=who, meeting=meeting, version=meeting.version, **arguments)
    assert mails(meeting) == before
    assert fresh(meeting).state == MeetingState.CONVENED
