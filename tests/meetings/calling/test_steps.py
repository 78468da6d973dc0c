"""Move, postpone, cancel, mark as held, discard: what the page says, what the press does, and what comes too late."""

import pytest
import time_machine

from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.meeting.choices import MeetingState
from tests.factories import in_days, make_meeting
from tests.meetings.support import fresh, mails, typed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of("secretary")


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, when=in_days(10, 10))


def url(meeting, verb) -> str:
    return f"{meeting.get_absolute_url()}{verb}/"


def press(client, meeting, verb, response=None, **changes):
    response = response or client.get(url(meeting, verb))
    return client.post(url(meeting, verb), typed(response.context["form"], **changes))


class TestMove:
    def test_the_page_says_what_will_happen(self, client, meeting):
        page = client.get(url(meeting, "move")).content.decode()
        assert "4 people are told the new time by mail." in page
        assert "Bishkek" in page

    def test_a_press_moves_it(self, client, meeting):
        day = in_days(15).day
        response = press(client, meeting, "move", day=day.isoformat(), start="14:00", end="15:00", reason="Hall.")
        moved = fresh(meeting)
        assert (moved.wall_day, moved.minutes, moved.state_reason) == (day, 60, "Hall.")
        assert waiting(meeting)["update", 1, 0] == 4
        assert "4 people are told" in client.get(response["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({}, "start"),
            ({"day": "2024-01-10"}, "start"),
            ({"day": "2027-02-31"}, "day"),
            ({"end": "09:00"}, "end"),
            ({"day": "2027-03-28", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}, "start"),
            ({"day": "2027-10-31", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}, "second_time"),
        ],
    )
    def test_bad_input_comes_back(self, client, meeting, changes, field):
        response = press(client, meeting, "move", **changes, reason="Typed reason")
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert "Typed reason" in response.content.decode()
        assert fresh(meeting).schedule_seq == 0

    def test_check_shows_the_clocks_and_moves_nothing(self, client, meeting):
        form = client.get(url(meeting, "move")).context["form"]
        response = client.post(url(meeting, "move"), typed(form, start="11:00", reason="Typed") | {"do": "check"})
        assert response.context["times"]["outlook"].starts_at.hour == 6
        assert "Typed" in response.content.decode()
        assert fresh(meeting).schedule_seq == 0

    def test_a_postponed_meeting_gets_a_new_time(self, world, client, meeting):
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        press(client, meeting, "move")
        assert fresh(meeting).state == MeetingState.CONVENED

    def test_two_who_move_it_see_both_times(self, world, client, meeting):
        mine = client.get(url(meeting, "move"))
        move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(12, 15))
        before = mails(meeting)
        response = press(client, meeting, "move", mine, start="16:00", end="17:00", reason="Mine")
        assert response.status_code == 422
        found = {c.label: (c.theirs, c.mine) for c in response.context["form"].conflicts}
        assert found["Start"] == ("15:00", "16:00")
        assert "Mine" in response.content.decode()
        assert mails(meeting) == before


class TestOtherSteps:
    @pytest.mark.parametrize(
        ("verb", "state", "kind"),
        [("postpone", MeetingState.POSTPONED, "postponement"), ("cancel", MeetingState.CANCELLED, "cancellation")],
    )
    def test_a_press_is_told_to_everybody_with_its_reason(self, client, meeting, verb, state, kind):
        assert "4 people are told by mail" in client.get(url(meeting, verb)).content.decode()
        response = press(client, meeting, verb, reason="Because.")
        assert response["Location"] == meeting.get_absolute_url()
        assert (fresh(meeting).state, fresh(meeting).state_reason) == (state, "Because.")
        assert dict(waiting(meeting)) == {(kind, 1, 0): 4}

    def test_a_reason_may_be_left_out_but_not_be_a_book(self, client, meeting):
        response = press(client, meeting, "cancel", reason="x" * 1001)
        assert response.status_code == 422
        assert "x" * 1001 in response.content.decode()
        assert press(client, meeting, "cancel", reason="").status_code == 302

    def test_a_meeting_that_is_over_is_marked_as_held(self, client_of, meeting):
        with time_machine.travel(meeting.ends_at):
            response = press(client_of("secretary"), meeting, "close")
        assert response.status_code == 302
        assert fresh(meeting).state == MeetingState.CLOSED

    def test_and_not_before(self, client, meeting):
        response = press(client, meeting, "close")
        assert response.status_code == 422
        assert "The meeting is not over yet." in response.content.decode()

    def test_a_draft_is_put_away(self, world, client):
        draft = make_meeting(world.group_a, convened=False)
        press(client, draft, "discard")
        assert fresh(draft).state == MeetingState.DISCARDED
        assert not mails(draft)


class TestTooLate:
    def test_a_wrong_state_is_said_on_the_meetings_page(self, world, client, meeting):
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        before = mails(meeting)
        for verb in ("move", "postpone", "cancel", "close", "discard", "convene"):
            for ask in (client.get, client.post):
                response = ask(url(meeting, verb), {"version": "3"})
                assert response["Location"] == meeting.get_absolute_url()
                page = client.get(response["Location"]).content.decode()
                assert "The state of the meeting is: Cancelled" in page, (verb, ask)
        assert mails(meeting) == before

    @pytest.mark.parametrize("verb", ["postpone", "cancel"])
    def test_somebody_was_quicker(self, world, client, meeting, verb):
        mine = client.get(url(meeting, verb))
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        response = press(client, meeting, verb, mine, reason="Mine")
        assert response["Location"] == meeting.get_absolute_url()
        assert waiting(meeting)["cancellation", 1, 0] == 4

    def test_a_page_opened_before_a_change_asks_to_look_again(self, world, client, meeting):
        mine = client.get(url(meeting, "cancel"))
        move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(12))
        response = press(client, meeting, "cancel", mine, reason="Typed reason")
        assert response.status_code == 422
        assert "was changed since you opened this page" in response.content.decode()
        assert "Typed reason" in response.content.decode()
        assert fresh(meeting).state == MeetingState.CONVENED
        assert press(client, meeting, "cancel", response).status_code == 302
