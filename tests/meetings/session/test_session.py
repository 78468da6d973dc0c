from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.calling.services.schedule import close_meeting, move_meeting
from meetings.meeting.choices import MeetingState
from meetings.session.choices import SpeakerState
from meetings.session.models import Session, SessionPress, Speaker
from meetings.session.presses import OLDEST, Press
from meetings.session.services.session import (
    go_to_item,
    name_acting_chair,
    open_session,
    resume_session,
    suspend_session,
)
from meetings.session.services.speakers import ask_for_floor, give_floor
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import in_days, make_meeting
from tests.factories.sessions import make_session
from tests.meetings.support import fresh, verbs

pytestmark = pytest.mark.django_db
S = MeetingState


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


def items(meeting):
    return list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))


def session_of(meeting):
    return Session.objects.select_related("current_item").get(meeting=meeting)


def in_minutes(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


class TestCourse:
    def test_it_opens_with_the_first_item_and_its_clock(self, meeting):
        session = session_of(meeting)
        assert (meeting.state, session.current_item) == (S.IN_SESSION, items(meeting)[0])
        assert session.opened_at == session.item_since
        assert verbs(meeting)[-1] == "meeting.opened"

    def test_without_an_agenda_there_is_no_item(self, world):
        meeting = make_session(world.group_b)
        AgendaItem.objects.filter(meeting=meeting).delete()
        other = make_meeting(world.group_b, when=in_days(3))
        AgendaItem.objects.filter(meeting=other).delete()
        with time_machine.travel(other.starts_at):
            open_session(actor=world.secretary, meeting=other)
        assert (session_of(other).current_item, session_of(other).item_since) == (None, None)

    def test_a_break_stops_the_clock(self, world, meeting):
        with in_minutes(5):
            suspend_session(actor=world.secretary, meeting=meeting)
        with in_minutes(65):
            assert session_of(meeting).seconds_on(items(meeting)[0], timezone.now()) == pytest.approx(300, abs=2)
            resume_session(actor=world.secretary, meeting=meeting)
        with in_minutes(70):
            assert session_of(meeting).seconds_on(items(meeting)[0], timezone.now()) == pytest.approx(600, abs=2)
        assert verbs(meeting)[-2:] == ["meeting.suspended", "meeting.resumed"]

    def test_each_item_keeps_its_own_time(self, world, meeting):
        first, second, third = items(meeting)
        with in_minutes(4):
            go_to_item(actor=world.secretary, meeting=meeting, item=second)
        with in_minutes(10):
            go_to_item(actor=world.secretary, meeting=meeting, item=first)
        with in_minutes(11):
            session = session_of(meeting)
            spent = [session.seconds_on(item, timezone.now()) for item in (first, second, third)]
        assert spent == [pytest.approx(5 * 60, abs=2), pytest.approx(6 * 60, abs=2), 0]
        assert session.seconds_on(None, timezone.now()) == 0

    def test_an_item_called_in_a_break_has_a_clock_that_stands(self, world, meeting):
        suspend_session(actor=world.secretary, meeting=meeting)
        session = go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[1])
        assert (session.current_item, session.item_since) == (items(meeting)[1], None)
        resume_session(actor=world.secretary, meeting=meeting)
        assert session_of(meeting).item_since is not None

    def test_no_item_and_the_same_item(self, world, meeting):
        first = items(meeting)[0]
        before = session_of(meeting).version
        assert go_to_item(actor=world.secretary, meeting=meeting, item=first).version == before
        assert go_to_item(actor=world.secretary, meeting=meeting, item=None).current_item is None
        assert go_to_item(actor=world.secretary, meeting=meeting, item=first).current_item == first

    def test_only_whoever_runs_it_and_only_its_own_items(self, world, meeting):
        stranger = make_meeting(world.group_a, when=in_days(4))
        with pytest.raises(NotAllowed):
            go_to_item(actor=world.secretary, meeting=meeting, item=items(stranger)[0])
        with pytest.raises(NotAllowed):
            go_to_item(actor=world.chair_a, meeting=meeting, item=items(meeting)[1])
        with pytest.raises(WrongState):
            go_to_item(actor=world.secretary, meeting=stranger, item=items(stranger)[0])

    def test_the_end_stops_clock_and_speaker(self, world, meeting):
        speaker = ask_for_floor(actor=world.member_a, meeting=meeting)
        give_floor(actor=world.secretary, speaker=speaker)
        with in_minutes(3):
            close_meeting(actor=world.secretary, meeting=meeting)
        session = session_of(meeting)
        assert (session.item_since, session.closed_at is not None) == (None, True)
        assert session.spent == {items(meeting)[0].public_id: pytest.approx(180, abs=2)}
        assert Speaker.objects.get().state == SpeakerState.DONE

    def test_past_midnight(self, world):
        meeting = make_meeting(world.group_a, when=in_days(2, hour=23, minutes=180))
        with time_machine.travel(meeting.starts_at):
            meeting = open_session(actor=world.secretary, meeting=meeting)
        with time_machine.travel(meeting.starts_at + timedelta(hours=2)):
            go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[1])
            assert session_of(meeting).spent[items(meeting)[0].public_id] == pytest.approx(7200, abs=2)
            close_meeting(actor=world.secretary, meeting=meeting)
        assert fresh(meeting).state == S.CLOSED

    def test_a_published_agenda_stays_published_when_the_meeting_moves(self, world):
        meeting = lock(make_meeting(world.group_a))
        meeting.state = S.AGENDA_PUBLISHED
        meeting.save()
        moved = move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(30))
        assert moved.state == S.AGENDA_PUBLISHED


class TestPresses:
    def test_one_sent_twice_is_done_once(self, world, meeting):
        press = Press("a-key-of-12", 0)
        for _again in range(2):
            suspend_session(actor=world.secretary, meeting=meeting, press=press)
        with pytest.raises(WrongState):
            suspend_session(actor=world.secretary, meeting=meeting, press=Press("another-key", 0))
        assert SessionPress.objects.filter(key__endswith=":a-key-of-12").count() == 1

    def test_the_key_is_the_persons_own(self, world, meeting):
        press = Press("shared-key-1", 0)
        other = make_session(world.group_a)
        ask_for_floor(actor=world.member_a, meeting=meeting, press=press)
        suspend_session(actor=world.secretary, meeting=other, press=press)
        assert fresh(other).state == S.SUSPENDED

    @pytest.mark.parametrize("again", [open_session, resume_session])
    def test_every_step_knows_its_press(self, world, again):
        meeting = make_session(world.group_a)
        press = Press("step-key-1234", 0)
        suspend_session(actor=world.secretary, meeting=meeting)
        resume_session(actor=world.secretary, meeting=meeting, press=press)
        assert again(actor=world.secretary, meeting=meeting, press=press).state == S.IN_SESSION
        before = session_of(meeting).version
        go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[2], press=press)
        assert session_of(meeting).version == before

    def test_a_press_of_before_somebody_went_on_counts_for_nothing(self, world, meeting):
        with in_minutes(5):
            go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[2])
        with in_minutes(10):
            late = Press("late-press-12", 9 * 60)
            session = go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[1], press=late)
        assert session.current_item == items(meeting)[2]

    def test_a_kept_press_counts_from_its_own_moment(self, world, meeting):
        with in_minutes(10):
            now = timezone.now()
            late = Press("late-press-34", 4 * 60)
            session = go_to_item(actor=world.secretary, meeting=meeting, item=items(meeting)[1], press=late)
        assert session.item_since == now - timedelta(minutes=4)

    @pytest.mark.parametrize(
        ("key", "age", "read"),
        [
            ("abcdefgh-1234", "12", Press("abcdefgh-1234", 12)),
            ("short", "12", Press("", 12)),
            ("x" * 25, "-5", Press("", 0)),
            ("<script>alert", "9" * 12, Press("", 0)),
            ("", "٣", Press("", 0)),
        ],
    )
    def test_what_a_device_sends_is_not_believed_blindly(self, key, age, read):
        assert Press.read(key, age) == read

    def test_no_press_is_older_than_a_day(self):
        now = timezone.now()
        assert Press("", 10**8).at(now) == now - OLDEST
        assert Press("", -5).at(now) == now


class TestActingChair:
    def test_it_is_recorded_with_the_seat_and_told_to_members(self, world, meeting):
        seat = Seat.objects.get(appointments__person=world.member_a)
        session = session_of(meeting)
        done = name_acting_chair(
            actor=world.secretary, meeting=meeting, version=session.version, name=" Member A ", seat=seat
        )
        assert (done.acting_chair, done.acting_chair_seat) == ("Member A", seat)
        assert verbs(meeting)[-1] == "session.chair_named"

    def test_it_can_be_named_before_and_afterwards(self, world):
        meeting = make_meeting(world.group_a)
        done = name_acting_chair(actor=world.secretary, meeting=meeting, version=0, name="Somebody")
        assert (
            name_acting_chair(actor=world.secretary, meeting=meeting, version=done.version, name="").acting_chair == ""
        )

    def test_refusals(self, world, meeting):
        version = session_of(meeting).version
        seat = Seat.objects.get(appointments__person=world.member_a)
        for error, more in (
            (NotAllowed, {"actor": world.chair_a}),
            (StaleEdit, {"version": version - 1}),
            (InvalidInput, {"name": " ", "seat": seat}),
        ):
            call = {"actor": world.secretary, "meeting": meeting, "version": version, "name": "X"} | more
            with pytest.raises(error):
                name_acting_chair(**call)

    def test_saving_the_same_says_nothing(self, world, meeting):
        before = verbs(meeting)
        name_acting_chair(actor=world.secretary, meeting=meeting, version=session_of(meeting).version, name="")
        assert verbs(meeting) == before

    @pytest.mark.parametrize("state", [S.DRAFT, S.CANCELLED, S.POSTPONED, S.RECORD_ADOPTED, S.DISCARDED])
    def test_not_in_every_state(self, world, state):
        meeting = lock(make_meeting(world.group_a))
        meeting.state = state
        meeting.save()
        with pytest.raises(WrongState):
            name_acting_chair(actor=world.secretary, meeting=meeting, version=0, name="X")
