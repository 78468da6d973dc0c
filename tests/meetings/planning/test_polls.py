"""Polls on times: every branch of asking, answering, counting and choosing; the mails; the pages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When
from meetings.planning.choices import PollState
from meetings.planning.models import Poll, PollVote
from meetings.planning.services.polls import answer_poll, cancel_poll, choose_slot, close_poll, open_poll, result_of
from meetings.planning.workflow import POLL
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.outbox.models import OutboxMessage
from tests.factories.planning import make_poll, make_slots, vote
from tests.meetings.support import everybody_but_the_secretary

pytestmark = pytest.mark.django_db
S = PollState


def kinds(poll, **wanted):
    rows = OutboxMessage.objects.about(poll).filter(**wanted)
    return sorted((row.kind.removeprefix("meetings.poll_"), str(row.recipient), row.state) for row in rows)


def time_is_up(poll):
    """As it stands a minute after its last moment: the database's clock decides, which no test can turn."""
    poll.closes_at = datetime.now(UTC) - timedelta(minutes=1)
    poll.save()


class TestOpening:
    def test_those_whom_a_meeting_would_invite_are_asked_and_reminded(self, world):
        poll = make_poll(world.group_a)
        everybody = ["Chair A", "Member A", "Observer A"]
        assert kinds(poll, kind="meetings.poll_question") == [("question", name, "waiting") for name in everybody]
        reminders = OutboxMessage.objects.about(poll).filter(kind="meetings.poll_reminder")
        assert {row.due_at for row in reminders} == {poll.closes_at - timedelta(days=1)}
        assert [option.wall_start for option in poll.options.all()] == [time(10)] * 3

    def test_no_reminder_where_the_poll_closes_within_a_day(self, world):
        assert not kinds(make_poll(world.group_a, closes_in=0.5), kind="meetings.poll_reminder")

    @pytest.mark.parametrize(
        ("slots", "closes_in", "field"),
        [
            ((10,), 5, "slots"),
            ((10, 10), 5, "slots"),
            (tuple(range(10, 31)), 5, "slots"),
            ((-1, 10), 5, "slots"),
            ((10, 11), -0.1, "closes_day"),
            ((10, 11), 12, "closes_day"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, world, slots, closes_in, field):
        with pytest.raises(InvalidInput) as refusal:
            make_poll(world.group_a, make_slots(*slots), closes_in=closes_in)
        assert refusal.value.field == field

    def test_only_whoever_runs_the_group(self, world):
        for person in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                open_poll(
                    actor=person,
                    body=world.group_a,
                    title="X",
                    slots=make_slots(),
                    closes_at=datetime.now(UTC) + timedelta(days=5),
                )


class TestAnswering:
    def test_the_last_answers_count_and_each_is_told_once(self, world):
        poll = make_poll(world.group_a)
        vote(poll, world.member_a, "yes", "no", "if_needed")
        vote(poll, world.member_a, "yes", "no", "if_needed")
        vote(poll, world.member_a, "no", "no", "yes")
        found = PollVote.objects.filter(person=world.member_a).order_by("option__starts_at")
        assert list(found.values_list("vote", flat=True)) == ["no", "no", "yes"]
        assert AuditEvent.objects.about(poll).filter(verb="poll.answered").count() == 2

    def test_who_sits_in_the_group_answers_and_nobody_else(self, world):
        poll = make_poll(world.group_a)
        for name in ("member_a", "observer_a", "chair_a"):
            vote(poll, world.people[name], "yes", "yes", "no")
        for name in ("nobody", "member_b", "secretary", "administrator", "other_secretary", "inactive"):
            with pytest.raises(NotAllowed):
                vote(poll, world.people[name], "yes", "yes", "no")

    @pytest.mark.parametrize("votes", [{}, {"x": "yes"}])
    def test_each_time_needs_an_answer(self, world, votes):
        with pytest.raises(InvalidInput):
            answer_poll(actor=world.member_a, poll=make_poll(world.group_a), votes=votes)

    def test_an_answer_that_is_none(self, world):
        with pytest.raises(InvalidInput):
            vote(make_poll(world.group_a), world.member_a, "yes", "yes", "perhaps")

    def test_the_clock_closes_it_and_so_do_people(self, world):
        poll = make_poll(world.group_a)
        time_is_up(poll)
        with pytest.raises(WrongState):
            vote(poll, world.member_a, "yes", "yes", "no")
        poll = make_poll(world.group_a)
        close_poll(actor=world.secretary, poll=poll)
        with pytest.raises(WrongState):
            vote(poll, world.member_a, "yes", "yes", "no")

    def test_a_wrong_clock_of_one_machine_neither_closes_nor_opens_it(self, world):
        poll = make_poll(world.group_a)
        with time_machine.travel(poll.closes_at + timedelta(hours=1)):
            vote(poll, world.member_a, "yes", "yes", "no")
        time_is_up(poll)
        with time_machine.travel(poll.closes_at - timedelta(hours=1)), pytest.raises(WrongState):
            vote(poll, world.member_a, "no", "no", "no")


class TestCounting:
    def test_most_who_can_come_then_most_who_gladly_do_then_the_earlier(self, world):
        poll = make_poll(world.group_a)
        first, second, third = poll.options.all()
        assert result_of(poll).best is None
        vote(poll, world.member_a, "yes", "if_needed", "if_needed")
        vote(poll, world.chair_a, "no", "if_needed", "yes")
        result = result_of(poll)
        assert result.best.option == third
        assert (result.answered, result.silent) == (2, ["Observer A"])
        vote(poll, world.chair_a, "no", "yes", "if_needed")
        assert result_of(poll).best.option == second
        vote(poll, world.member_a, "no", "no", "no")
        vote(poll, world.chair_a, "no", "no", "no")
        assert result_of(poll).best is None
        assert first.poll == poll


class TestStates:
    LEADS_TO = {
        (S.OPEN, "close"): S.CLOSED,
        (S.OPEN, "choose"): S.CHOSEN,
        (S.CLOSED, "choose"): S.CHOSEN,
        (S.OPEN, "cancel"): S.CANCELLED,
        (S.CLOSED, "cancel"): S.CANCELLED,
    }

    def test_the_whole_table(self, world):
        services = {
            "close": lambda poll: close_poll(actor=world.secretary, poll=poll),
            "cancel": lambda poll: cancel_poll(actor=world.secretary, poll=poll),
            "choose": lambda poll: choose_slot(actor=world.secretary, poll=poll, option=poll.options.first()),
        }
        assert services.keys() == POLL.moves.keys()
        for state in PollState.values:
            for verb, service in services.items():
                poll = make_poll(world.group_a)
                reach = {S.CLOSED: "close", S.CHOSEN: "choose", S.CANCELLED: "cancel"}.get(state)
                if reach:
                    services[reach](poll)
                if (state, verb) in self.LEADS_TO:
                    service(poll)
                    assert Poll.objects.get(pk=poll.pk).state == self.LEADS_TO[state, verb]
                else:
                    with pytest.raises(WrongState):
                        service(poll)

    def test_only_whoever_runs_the_group(self, world):
        poll = make_poll(world.group_a)
        for person in everybody_but_the_secretary(world):
            for deed in (close_poll, cancel_poll):
                with pytest.raises(NotAllowed):
                    deed(actor=person, poll=poll)
            with pytest.raises(NotAllowed):
                choose_slot(actor=person, poll=poll, option=poll.options.first())


class TestChoosing:
    def test_a_draft_at_that_time_with_the_usual_people(self, world):
        poll = make_poll(world.group_a, format="hybrid")
        option = poll.options.all()[1]
        meeting = choose_slot(actor=world.secretary, poll=poll, option=option)
        assert (meeting.state, meeting.starts_at, meeting.minutes) == (MeetingState.DRAFT, option.starts_at, 120)
        assert (meeting.title, meeting.format) == (poll.title, "hybrid")
        assert meeting.invitations.standing().count() == 3
        assert {row[2] for row in kinds(poll, kind__in=["meetings.poll_question", "meetings.poll_reminder"])} == {
            "cancelled"
        }
        assert len(kinds(poll, kind="meetings.poll_result")) == 3

    def test_a_time_that_the_clock_shows_twice_is_the_one_that_was_proposed(self, world):
        # The clock in Vienna goes back on the last Sunday of October.
        last = date(datetime.now(UTC).year + 1, 10, 31)
        day = last - timedelta(days=(last.weekday() + 1) % 7)
        slots = [When(day, time(2, 30), 60, "Europe/Vienna", second) for second in (False, True)]
        poll = make_poll(world.group_a, slots)
        second = poll.options.all()[1]
        assert choose_slot(actor=world.secretary, poll=poll, option=second).starts_at == second.starts_at

    def test_a_time_that_has_passed_and_a_slot_of_another_poll(self, world):
        poll, other = make_poll(world.group_a), make_poll(world.group_b)
        with pytest.raises(NotAllowed):
            choose_slot(actor=world.secretary, poll=poll, option=other.options.first())
        option = poll.options.first()
        option.starts_at = datetime.now(UTC) - timedelta(minutes=1)
        option.save()
        with pytest.raises(InvalidInput):
            choose_slot(actor=world.secretary, poll=poll, option=option)
        assert Poll.objects.get(pk=poll.pk).state == S.OPEN
        assert not Meeting.objects.exists()
