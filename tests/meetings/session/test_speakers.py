import pytest

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from meetings.calling.services.schedule import close_meeting
from meetings.session.choices import SpeakerState
from meetings.session.models import Speaker
from meetings.session.presses import Press
from meetings.session.services.session import go_to_item
from meetings.session.services.speakers import (
    ask_for_floor,
    finish_turn,
    give_floor,
    list_speaker,
    voices_of,
    withdraw_request,
)
from meetings.session.workflow import SPEAKER
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from tests.factories import appoint, make_meeting
from tests.factories.sessions import make_session
from tests.meetings.support import verbs

pytestmark = pytest.mark.django_db
S = SpeakerState


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


@pytest.fixture
def speaker(world, meeting):
    return ask_for_floor(actor=world.member_a, meeting=meeting)


class TestAsking:
    def test_a_person_speaks_for_their_seat(self, world, meeting, speaker):
        seat = Seat.objects.get(appointments__person=world.member_a)
        item = meeting.session.current_item
        assert (speaker.person, speaker.seat, speaker.state, speaker.agenda_item) == (
            world.member_a, seat, S.REQUESTED, item,
        )  # fmt: skip
        assert verbs(meeting)[-1] == "speaker.listed"

    def test_in_the_order_of_asking_observers_too(self, world, meeting, speaker):
        second = ask_for_floor(actor=world.observer_a, meeting=meeting)
        third = ask_for_floor(actor=world.chair_a, meeting=meeting)
        assert [speaker.position, second.position, third.position] == [1, 2, 3]

    def test_asking_twice_changes_nothing_until_one_has_spoken(self, world, meeting, speaker):
        assert ask_for_floor(actor=world.member_a, meeting=meeting) == speaker
        speaker = give_floor(actor=world.secretary, speaker=speaker)
        assert ask_for_floor(actor=world.member_a, meeting=meeting) == speaker
        finish_turn(actor=world.secretary, speaker=speaker)
        assert ask_for_floor(actor=world.member_a, meeting=meeting).position == 2

    def test_a_press_that_arrives_again_later_puts_nobody_on_the_list_anew(self, world, meeting):
        press = Press("asked-once-1", 0)
        speaker = ask_for_floor(actor=world.member_a, meeting=meeting, press=press)
        withdraw_request(actor=world.member_a, speaker=speaker)
        again = ask_for_floor(actor=world.member_a, meeting=meeting, press=press)
        assert (again, again.state) == (speaker, S.WITHDRAWN)

    def test_one_person_on_two_seats_says_for_which(self, world):
        appoint(world.group_b, person=world.member_a)
        joint = make_session(world.group_a, further_bodies=[world.group_b])
        first, second = voices_of(world.member_a, joint)
        with pytest.raises(InvalidInput):
            ask_for_floor(actor=world.member_a, meeting=joint)
        for seat in (first, second):
            assert ask_for_floor(actor=world.member_a, meeting=joint, seat=seat).seat == seat
        assert Speaker.objects.filter(meeting=joint).count() == 2

    def test_not_by_who_has_no_seat_nor_for_anothers(self, world, meeting):
        for person in (world.secretary, world.administrator, world.member_b, world.nobody):
            with pytest.raises(NotAllowed):
                ask_for_floor(actor=person, meeting=meeting)
        with pytest.raises(NotAllowed):
            ask_for_floor(
                actor=world.member_a, meeting=meeting, seat=Seat.objects.get(appointments__person=world.chair_a)
            )

    def test_only_while_the_session_lasts(self, world, meeting):
        close_meeting(actor=world.secretary, meeting=meeting)
        for closed in (meeting, make_meeting(world.group_a)):
            with pytest.raises(WrongState):
                ask_for_floor(actor=world.member_a, meeting=closed)


class TestListing:
    def test_a_seat_or_a_guest(self, world, meeting):
        seat = Seat.objects.get(appointments__person=world.observer_a)
        assert list_speaker(actor=world.secretary, meeting=meeting, seat=seat).seat == seat
        assert list_speaker(actor=world.secretary, meeting=meeting, name=" A guest ").name == "A guest"

    def test_once_for_each_press(self, world, meeting):
        press = Press("listed-once1", 0)
        assert list_speaker(actor=world.secretary, meeting=meeting, name="X", press=press)
        assert list_speaker(actor=world.secretary, meeting=meeting, name="X", press=press) is None

    def test_refusals(self, world, meeting):
        serving = Seat.objects.filter(kind=SeatKind.SERVING).first()
        elsewhere = Seat.objects.get(appointments__person=world.member_b)
        for error, more in (
            (InvalidInput, {"name": "  "}),
            (NotAllowed, {"seat": serving}),
            (NotAllowed, {"seat": elsewhere}),
            (NotAllowed, {"actor": world.chair_a, "name": "X"}),
        ):
            with pytest.raises(error):
                list_speaker(**({"actor": world.secretary, "meeting": meeting} | more))


class TestTheFloor:
    def test_one_speaks_at_a_time_out_of_turn_too(self, world, meeting, speaker):
        later = ask_for_floor(actor=world.chair_a, meeting=meeting)
        given = give_floor(actor=world.secretary, speaker=later)
        assert (given.state, given.began_at is not None) == (S.SPEAKING, True)
        give_floor(actor=world.secretary, speaker=speaker)
        assert (lock(later).state, lock(later).ended_at is not None, lock(speaker).state) == (S.DONE, True, S.SPEAKING)

    def test_given_twice_is_given_once(self, world, speaker):
        first = give_floor(actor=world.secretary, speaker=speaker)
        assert give_floor(actor=world.secretary, speaker=speaker).began_at == first.began_at

    @pytest.mark.parametrize("step", [give_floor, withdraw_request])
    def test_a_press_sent_twice(self, world, meeting, speaker, step):
        press = Press("floor-key-12", 0)
        state = step(actor=world.secretary, speaker=speaker, press=press).state
        assert step(actor=world.secretary, speaker=speaker, press=press).state == state
        assert finish_turn(actor=world.secretary, speaker=speaker, press=press).state == state

    def test_withdrawn_by_oneself_or_by_the_secretariat(self, world, meeting, speaker):
        assert withdraw_request(actor=world.member_a, speaker=speaker).state == S.WITHDRAWN
        other = ask_for_floor(actor=world.chair_a, meeting=meeting)
        with pytest.raises(NotAllowed):
            withdraw_request(actor=world.member_a, speaker=other)
        assert withdraw_request(actor=world.secretary, speaker=other).state == S.WITHDRAWN
        assert verbs(meeting)[-1] == "speaker.withdrew"

    def test_outsiders_find_nobody_to_take_off(self, world, speaker):
        with pytest.raises(NotAllowed):
            withdraw_request(actor=world.member_b, speaker=speaker)

    def test_the_item_of_the_moment_is_noted(self, world, meeting):
        second = meeting.session.current_item.meeting.agenda.order_by("position")[1]
        go_to_item(actor=world.secretary, meeting=meeting, item=second)
        assert ask_for_floor(actor=world.member_a, meeting=meeting).agenda_item == second


LEADS_TO = {
    (S.REQUESTED, "give_floor"): S.SPEAKING,
    (S.REQUESTED, "withdraw"): S.WITHDRAWN,
    (S.SPEAKING, "finish"): S.DONE,
}
STEPS = {"give_floor": give_floor, "finish": finish_turn, "withdraw": withdraw_request}


def test_the_table_is_the_one_written_here():
    assert {
        (S(source), move.verb): move.target for move in SPEAKER.moves.values() for source in move.sources
    } == LEADS_TO


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", list(S))
def test_every_state_and_verb(world, speaker, state, verb):
    row = lock(speaker)
    row.state = state
    row.save()
    try:
        found = STEPS[verb](actor=world.secretary, speaker=speaker).state
    except Refusal as refusal:
        found = type(refusal).__name__
    given_again = (state, verb) == (S.SPEAKING, "give_floor")
    assert found == (S.SPEAKING if given_again else LEADS_TO.get((state, verb), WrongState.__name__))
    for person in (world.chair_a, world.observer_a):
        row.save()
        with pytest.raises(Refusal):
            STEPS["finish" if verb == "give_floor" and given_again else verb](actor=person, speaker=speaker)
