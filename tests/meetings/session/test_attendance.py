from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from councils.seats.services.appointments import end_appointment
from meetings.calling.services.schedule import close_meeting
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.choices import MeetingFormat
from meetings.session.choices import Presence
from meetings.session.models import SeatAttendance
from meetings.session.presses import Press
from meetings.session.services.attendance import change_attendance, mark_seat, sitters
from meetings.session.services.room import needed_of, representation, seats_of
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import appoint, in_days, make_meeting, make_person, make_seat
from tests.factories.sessions import make_session
from tests.meetings.support import verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


@pytest.fixture
def seat(world):
    return seat_of(world.member_a)


def seat_of(person):
    return Seat.objects.get(appointments__person=person)


def in_minutes(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


@pytest.fixture
def tap(world, meeting, seat):
    def press(mark, **more):
        return mark_seat(**({"actor": world.secretary, "meeting": meeting, "seat": seat, "mark": mark} | more))

    return press


class TestOneTap:
    def test_who_sits_there_is_known(self, world, tap, meeting, seat):
        row = tap(Presence.ONLINE)
        assert (row.presence, row.person, row.name, row.is_late) == (Presence.ONLINE, world.member_a, "", False)
        assert (row.arrived_at is None, row.left_at, row.entered_late) == (False, None, False)
        assert verbs(meeting)[-1] == "attendance.marked"
        assert AuditEvent.objects.about(meeting).latest("id").for_members is False

    def test_the_colleague_named_in_the_answer_sits_there(self, world, seat):
        meeting = make_meeting(world.group_a)
        invitation = meeting.invitations.get(person=world.member_a)
        answer_invitation(actor=world.member_a, invitation=invitation, answer="alternate", alternate_name="A Colleague")
        row = mark_seat(actor=world.secretary, meeting=meeting, seat=seat, mark=Presence.ON_SITE)
        assert (row.person, row.name) == (None, "A Colleague")

    def test_an_alternate_where_nobody_holds_the_seat_and_nobody_at_all(self, world, tap):
        alternate = make_person("Alternate")
        seat = make_seat(world.group_a)
        appoint(world.group_a, person=alternate, seat=seat, is_alternate=True)
        assert tap(Presence.ONLINE, seat=seat).person == alternate
        empty = tap(Presence.ONLINE, seat=make_seat(world.group_a))
        assert (empty.person, empty.name, empty.presence) == (None, "", Presence.ONLINE)

    def test_who_left_between_invitation_and_meeting_sits_there_no_more_nor_does_their_colleague(self, world, seat):
        meeting, left = make_meeting(world.group_a, when=in_days(7)), world.member_a
        invitation = meeting.invitations.get(person=left)
        answer_invitation(actor=left, invitation=invitation, answer="alternate", alternate_name="A Colleague")
        end_appointment(
            actor=world.administrator,
            appointment=left.appointments.get(seat=seat),
            ends_on=in_days(2).day,
            reason="Another post",
        )
        successor = make_person("Successor")
        appoint(world.group_a, person=successor, seat=seat, starts_at=timezone.now() + timedelta(days=4))
        with time_machine.travel(meeting.starts_at):
            assert sitters(meeting, seat) == [successor]
            row = mark_seat(actor=world.secretary, meeting=meeting, seat=seat, mark=Presence.ON_SITE)
        assert (row.person, row.name) == (successor, "")

    def test_coming_back_changing_the_way_and_taking_back(self, tap):
        with in_minutes(1):
            came = tap(Presence.ONLINE).arrived_at
        with in_minutes(20):
            gone = tap("left")
        assert (gone.left_at - came).total_seconds() == pytest.approx(19 * 60, abs=2)
        with in_minutes(30):
            back = tap(Presence.ON_SITE)
        assert (back.presence, back.arrived_at, back.left_at, back.is_late) == (Presence.ON_SITE, came, None, False)
        none = tap(Presence.ABSENT)
        assert (none.presence, none.arrived_at, none.left_at) == (Presence.ABSENT, None, None)

    def test_ten_minutes_are_not_late(self, world, tap):
        other = seat_of(world.chair_a)
        with in_minutes(9):
            assert tap(Presence.ONLINE).is_late is False
        with in_minutes(12):
            assert tap(Presence.ONLINE, seat=other).is_late is True

    @pytest.mark.parametrize(
        ("format", "presence"),
        [
            (MeetingFormat.IN_PERSON, Presence.ON_SITE),
            (MeetingFormat.ONLINE, Presence.ONLINE),
            (MeetingFormat.HYBRID, Presence.ONLINE),
        ],
    )
    def test_late_says_that_somebody_came_and_is_taken_back(self, world, seat, format, presence):
        meeting = make_session(world.group_a, format=format)
        call = {"actor": world.secretary, "meeting": meeting, "seat": seat, "mark": "late"}
        row = mark_seat(**call)
        assert (row.presence, row.is_late) == (presence, True)
        assert mark_seat(**call).is_late is False

    def test_nobody_leaves_who_is_not_here(self, tap):
        with pytest.raises(InvalidInput):
            tap("left")
        with pytest.raises(InvalidInput):
            tap("asleep")

    def test_only_seats_that_sit_at_this_meeting_and_only_by_whoever_runs_it(self, world, tap):
        serving = Seat.objects.filter(kind=SeatKind.SERVING).first()
        for more in ({"seat": seat_of(world.member_b)}, {"seat": serving}, {"actor": world.chair_a}):
            with pytest.raises(NotAllowed):
                tap(Presence.ONLINE, **more)

    def test_a_joint_meeting_takes_the_seats_of_all_its_bodies(self, world, tap):
        joint = make_session(world.group_a, further_bodies=[world.group_b])
        assert tap(Presence.ONLINE, meeting=joint, seat=seat_of(world.member_b)).person == world.member_b

    @pytest.mark.parametrize("state", ["draft", "cancelled", "postponed", "discarded", "record_adopted"])
    def test_not_in_every_state(self, world, tap, meeting, state):
        row = lock(meeting)
        row.state = state
        row.save()
        with pytest.raises(WrongState):
            tap(Presence.ONLINE)


class TestAfterwards:
    def test_it_is_marked_and_nobody_arrives_then(self, world, tap, meeting):
        close_meeting(actor=world.secretary, meeting=meeting)
        row = tap(Presence.ON_SITE)
        assert (row.entered_late, row.arrived_at, row.is_late) == (True, None, False)

    def test_a_press_kept_from_the_session_has_its_own_time(self, world, tap, meeting):
        with in_minutes(20):
            close_meeting(actor=world.secretary, meeting=meeting)
        with in_minutes(30):
            now = timezone.now()
            row = tap(Presence.ON_SITE, press=Press("kept-press-1", 15 * 60))
        assert (row.entered_late, row.arrived_at) == (True, now - timedelta(minutes=15))

    def test_a_meeting_that_nobody_opened(self, world, tap):
        meeting = make_meeting(world.group_a, when=in_days(1))
        with time_machine.travel(meeting.ends_at + timedelta(hours=1)):
            row = tap(Presence.ON_SITE, meeting=meeting)
        assert (row.entered_late, row.arrived_at) == (True, None)


class TestWithoutNetwork:
    def test_sent_twice_is_done_once(self, tap):
        press = Press("one-key-12345", 0)
        tap("late", press=press)
        assert tap("late", press=press).is_late is True

    def test_several_kept_presses_count_in_their_order(self, tap):
        with in_minutes(30):
            tap(Presence.ONLINE, press=Press("kept-key-0001", 25 * 60))
            row = tap("left", press=Press("kept-key-0002", 5 * 60))
        assert row.left_at - row.arrived_at == timedelta(minutes=20)

    def test_two_presses_of_one_moment_are_both_done_however_their_ages_are_rounded(self, tap):
        """Pressed within one second, sent over a slow link: by its age the second one seems the older one."""
        with in_minutes(30):
            tap(Presence.ONLINE, press=Press("kept-key-0004", 3))
        with in_minutes(30.01):
            row = tap("left", press=Press("kept-key-0005", 5))
        assert row.left_at is not None
        assert row.left_at >= row.arrived_at

    def test_what_somebody_marked_since_stays(self, tap):
        with in_minutes(20):
            tap(Presence.ON_SITE)
        with in_minutes(30):
            row = tap(Presence.ONLINE, press=Press("kept-key-0003", 15 * 60))
        assert row.presence == Presence.ON_SITE

    def test_pressed_twice_is_no_change(self, tap, meeting):
        tap(Presence.ONLINE)
        before = verbs(meeting)
        tap(Presence.ONLINE)
        assert verbs(meeting) == before


class TestDetails:
    @pytest.fixture
    def change(self, world, meeting, seat):
        def save(**more):
            usual = {
                "actor": world.secretary,
                "meeting": meeting,
                "seat": seat,
                "version": 0,
                "presence": Presence.ON_SITE,
                "person": world.member_a,
                "name": "",
                "arrived_at": None,
                "left_at": None,
                "is_late": False,
            }
            return change_attendance(**(usual | more))

        return save

    def test_all_at_once(self, world, change):
        at = timezone.now()
        row = change(name=" A Colleague ", arrived_at=at, left_at=at + timedelta(hours=1), is_late=True)
        assert (row.person, row.name, row.is_late) == (None, "A Colleague", True)
        absent = change(version=row.version, presence=Presence.ABSENT)
        assert (absent.person, absent.arrived_at, absent.left_at, absent.is_late) == (world.member_a, None, None, False)

    def test_refusals(self, world, change, tap):
        at = timezone.now()
        for error, more in (
            (InvalidInput, {"arrived_at": at, "left_at": at - timedelta(minutes=1)}),
            (InvalidInput, {"person": world.chair_a}),
            (StaleEdit, {"version": 7}),
            (NotAllowed, {"actor": world.member_a}),
        ):
            with pytest.raises(error):
                change(**more)
        tap(Presence.ONLINE)
        with pytest.raises(StaleEdit):
            change(version=0)


class TestRepresentation:
    @pytest.mark.parametrize(
        ("seats", "least", "share", "needed"),
        [
            (5, None, None, None),
            (5, 3, None, 3),
            (5, None, 50, 3),
            (4, None, 50, 2),
            (3, None, 67, 3),
            (5, 2, 80, 4),
            (2, 5, None, 2),
            (0, 3, 50, 0),
        ],
    )
    def test_what_the_rule_asks_for(self, world, seats, least, share, needed):
        world.group_a.least_seats, world.group_a.least_share = least, share
        assert needed_of(world.group_a, seats) == needed

    def test_deciding_seats_that_are_here_count_and_observers_do_not(self, world, tap, meeting):
        world.group_a.least_seats = 2
        world.group_a.save()
        tap(Presence.ONLINE, seat=seat_of(world.observer_a))
        tap(Presence.ONLINE)
        tap(Presence.ONLINE, seat=seat_of(world.chair_a))
        (found,) = representation(seats_of(meeting))
        assert (found.here, found.seats, found.needed, found.is_short) == (2, 3, 2, False)
        tap("left")
        (found,) = representation(seats_of(meeting))
        assert (found.here, found.is_short) == (1, True)

    def test_each_body_of_a_joint_meeting_by_itself(self, world, tap):
        joint = make_session(world.group_a, further_bodies=[world.group_b])
        tap(Presence.ONLINE, meeting=joint, seat=seat_of(world.member_b))
        found = representation(seats_of(joint))
        assert [(row.body, row.here, row.needed) for row in found] == [
            (world.group_a, 0, None),
            (world.group_b, 1, None),
        ]

    def test_one_person_on_two_seats_is_marked_on_each(self, world, tap):
        appoint(world.group_b, person=world.member_a)
        joint = make_session(world.group_a, further_bodies=[world.group_b])
        first, second = Seat.objects.filter(appointments__person=world.member_a).order_by("body__order")
        tap(Presence.ONLINE, meeting=joint, seat=first)
        assert SeatAttendance.objects.filter(meeting=joint).count() == 1
        tap(Presence.ONLINE, meeting=joint, seat=second)
        assert set(SeatAttendance.objects.filter(meeting=joint).values_list("person", flat=True)) == {world.member_a.pk}
