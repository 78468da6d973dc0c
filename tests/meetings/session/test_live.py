"""The live page, its fragment and the projector: who sees what, at what cost, and what the buttons answer."""

import json

import pytest

from councils.seats.models import Seat
from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.session.choices import Presence
from meetings.session.models import SeatAttendance, Session, Speaker
from meetings.session.services.outcomes import mark_of
from meetings.session.services.session import go_to_item, name_acting_chair
from meetings.session.services.speakers import ask_for_floor
from rec_portal.foundation.records import lock
from tests.factories import appoint, in_days, make_meeting, make_seat
from tests.factories.sessions import make_session

pytestmark = pytest.mark.django_db

CANARY = "Canary7431"
MOST_QUERIES = 12


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


@pytest.fixture
def secretary(client_of):
    return client_of("secretary")


@pytest.fixture
def member(client_of):
    return client_of("member_a")


def address(meeting, rest="live/"):
    return f"{meeting.get_absolute_url()}{rest}"


def text(response) -> str:
    return response.content.decode()


def item_of(meeting, position=1):
    return AgendaItem.objects.get(meeting=meeting, position=position)


def seat_of(person):
    return Seat.objects.get(appointments__person=person)


def press(client, meeting, do, **more):
    return client.post(address(meeting), {"do": do, **more}, headers={"X-Press": "1"})


class TestReading:
    def test_only_who_runs_it_has_the_buttons(self, world, meeting, secretary, member):
        assert "mark:" in text(secretary.get(address(meeting)))
        for client in (member,):
            page = text(client.get(address(meeting)))
            assert "mark:" not in page
            assert "outcome:" not in page
            assert "Ask for the floor" in page

    @pytest.mark.parametrize("who", ["administrator"])
    def test_who_has_no_seat_cannot_ask_for_the_floor(self, client_of, meeting, who):
        assert "Ask for the floor" not in text(client_of(who).get(address(meeting)))

    @pytest.mark.parametrize("state", ["draft", "postponed", "cancelled", "discarded"])
    def test_a_meeting_that_does_not_take_place_has_no_session(self, meeting, secretary, state):
        row = lock(meeting)
        row.state = state
        row.save()
        assert secretary.get(address(meeting))["Location"] == meeting.get_absolute_url()

    def test_before_too_early_and_afterwards(self, world, secretary, member):
        early = make_meeting(world.group_a, when=in_days(3))
        assert "two hours before its start" in text(secretary.get(address(early)))
        assert "has not been opened yet" in text(member.get(address(early)))
        row = lock(early)
        row.state = MeetingState.CLOSED
        row.save()
        assert "entered afterwards" in text(secretary.get(address(early)))
        row.state = MeetingState.RECORD_ADOPTED
        row.save()
        page = text(secretary.get(address(early)))
        assert "stays as it is" in page
        assert "mark:" not in page

    def test_a_restricted_item_is_a_number_to_who_may_not_read_it(self, world, meeting, client_of):
        item = lock(item_of(meeting))
        item.title, item.restricted, item.outcome_text = f"{CANARY} title", True, f"{CANARY} text"
        item.save()
        assert CANARY in text(client_of("secretary").get(address(meeting)))
        for rest in ("live/", "live/now/"):
            page = text(client_of("observer_a").get(address(meeting, rest)))
            assert CANARY not in page
            assert "A restricted item" in page
        # On the wall for nobody, whoever opened it there.
        for rest in ("projector/", "projector/now/"):
            page = text(client_of("secretary").get(address(meeting, rest)))
            assert CANARY not in page
            assert "A restricted item" in page

    def test_what_came_of_a_closed_item_is_not_for_members(self, meeting, secretary, member):
        item = lock(item_of(meeting))
        item.attribution, item.outcome, item.outcome_text = Attribution.CLOSED, Outcome.DECIDED, f"{CANARY} text"
        item.save()
        assert CANARY in text(secretary.get(address(meeting)))
        page = text(member.get(address(meeting)))
        assert CANARY not in page
        assert "Decided" not in page

    def test_one_person_on_two_seats_is_named_on_both(self, world, secretary):
        appoint(world.group_b, person=world.member_a)
        joint = make_session(world.group_a, further_bodies=[world.group_b])
        assert text(secretary.get(address(joint))).count("also: ") == 2

    def test_the_acting_chair_is_named_to_everybody(self, world, meeting, member):
        name_acting_chair(
            actor=world.secretary, meeting=meeting, version=meeting.session.version, name="Deputy minister"
        )
        assert "Deputy minister" in text(member.get(address(meeting)))

    def test_times_past_midnight_say_their_day(self, world, meeting, secretary):
        row = SeatAttendance(meeting=meeting, seat=seat_of(world.member_a), presence=Presence.ONLINE)
        row.arrived_at = meeting.starts_at
        row.left_at = in_days(1).instants()[0]
        row.save()
        page = text(secretary.get(address(meeting)))
        assert "came " in page
        assert "left " in page
        assert "2026" in page.split("left ", 1)[1][:30] or "20" in page.split("left ", 1)[1][:30]


class TestFollowing:
    @pytest.mark.parametrize("rest", ["live/now/", "projector/now/"])
    def test_nothing_is_sent_until_something_changed(self, world, meeting, member, rest):
        first = member.get(address(meeting, rest))
        assert (first.status_code, first["Cache-Control"]) == (200, "private, no-store")
        known = {"If-None-Match": first["ETag"]}
        again = member.get(address(meeting, rest), headers=known)
        assert (again.status_code, again.content) == (304, b"")
        for change in (
            lambda: go_to_item(actor=world.secretary, meeting=meeting, item=item_of(meeting, 2)),
            lambda: ask_for_floor(actor=world.chair_a, meeting=meeting),
            lambda: AgendaItem.objects.get(meeting=meeting, position=3).delete(),
        ):
            change()
            fresh = member.get(address(meeting, rest), headers=known)
            assert fresh.status_code == 200
            known = {"If-None-Match": fresh["ETag"]}
            assert member.get(address(meeting, rest), headers=known).status_code == 304

    def test_each_reader_has_a_mark_of_their_own(self, meeting, secretary, member):
        marks = {client.get(address(meeting, "live/now/"))["ETag"] for client in (secretary, member)}
        assert len(marks) == 2

    def test_asking_costs_little(self, meeting, member, django_assert_max_num_queries):
        known = {"If-None-Match": member.get(address(meeting, "projector/now/"))["ETag"]}
        with django_assert_max_num_queries(6):
            assert member.get(address(meeting, "projector/now/"), headers=known).status_code == 304


@pytest.mark.parametrize("who", ["secretary", "member_a"])
@pytest.mark.parametrize("rest", ["live/", "live/now/", "projector/"])
def test_the_cost_is_the_same_for_one_row_and_for_many(world, client_of, django_assert_max_num_queries, who, rest):
    meeting = make_session(world.group_a)
    client = client_of(who)
    client.get(address(meeting, rest))
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        client.get(address(meeting, rest))
    for number in range(10):
        seat = make_seat(world.group_a)
        person = appoint(world.group_a, seat=seat)
        SeatAttendance(meeting=meeting, seat=seat, person=person, presence=Presence.ONLINE).save()
        Speaker(meeting=meeting, seat=seat, person=person, position=number + 1).save()
        AgendaItem(meeting=meeting, body=world.group_a, title=f"Item {number}", position=number + 4).save()
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        client.get(address(meeting, rest))
    assert len(many) == len(one)


class TestPressing:
    def test_every_button_of_whoever_runs_it(self, world, secretary):
        meeting = make_session(world.group_a)
        seat, item = seat_of(world.member_a), item_of(meeting)
        for do, more in (
            ("suspend", {}),
            ("resume", {}),
            (f"item:{item_of(meeting, 2).public_id}", {}),
            (f"mark:{seat.public_id}:online", {}),
            (f"outcome:{item.public_id}:noted", {"text": "So noted.", "seen": mark_of(item)}),
            ("list", {"seat": seat.public_id}),
            ("list", {"name": " A   guest "}),
        ):
            answer = press(secretary, meeting, do, **more)
            assert answer.status_code == 200, (do, answer.content)
            assert json.loads(answer.content)["message"]
        first, second = Speaker.objects.order_by("position")
        assert second.name == "A guest"
        for do in (f"give:{first.public_id}", f"finish:{first.public_id}", f"withdraw:{second.public_id}"):
            assert press(secretary, meeting, do).status_code == 200, do
        item.refresh_from_db()
        assert (item.outcome, item.outcome_text) == (Outcome.NOTED, "So noted.")
        assert SeatAttendance.objects.get().seat == seat

    def test_a_member_asks_and_withdraws_and_nothing_else(self, world, meeting, member):
        assert press(member, meeting, "ask").status_code == 200
        speaker = Speaker.objects.get()
        seat, item = seat_of(world.member_a), item_of(meeting)
        for do in (
            "suspend",
            f"item:{item.public_id}",
            f"mark:{seat.public_id}:online",
            f"outcome:{item.public_id}:noted",
            "list",
            f"give:{speaker.public_id}",
        ):
            assert press(member, meeting, do, name="X").status_code == 404, do
        assert press(member, meeting, f"withdraw:{speaker.public_id}").status_code == 200
        assert press(member, meeting, "ask", seat=seat_of(world.chair_a).public_id).status_code == 404

    def test_rows_of_another_meeting_are_not_found(self, world, meeting, secretary):
        other = make_session(world.group_a)
        speaker = ask_for_floor(actor=world.member_a, meeting=other)
        for do in (f"give:{speaker.public_id}", f"item:{item_of(other).public_id}", "mark:nowhere:online"):
            assert press(secretary, meeting, do).status_code == 404, do
        assert press(secretary, meeting, f"mark:{seat_of(world.member_b).public_id}:online").status_code == 404

    @pytest.mark.parametrize("do", ["", "fly", "mark", "mark:a", "mark:a:b:c", "open:now", "item", "outcome:x"])
    def test_a_button_that_does_not_exist(self, meeting, secretary, do):
        assert press(secretary, meeting, do).status_code == 422
        assert secretary.post(address(meeting), {"do": do}).status_code == 422

    def test_a_refusal_is_said(self, world, meeting, secretary):
        do = f"mark:{seat_of(world.member_a).public_id}:left"
        assert "Mark first" in json.loads(press(secretary, meeting, do).content)["message"]
        page = secretary.post(address(meeting), {"do": do})
        assert page.status_code == 422
        assert "Mark first" in text(page)

    def test_without_scripts_one_comes_back_to_the_place(self, world, meeting, secretary):
        seat = seat_of(world.member_a)
        answer = secretary.post(address(meeting), {"do": f"mark:{seat.public_id}:online"})
        assert answer["Location"] == f"{address(meeting)}#seat-{seat.public_id}"

    def test_opening_by_the_page(self, world, secretary):
        meeting = make_session(world.group_b)
        row = lock(meeting)
        row.state = MeetingState.CONVENED
        row.save()
        Session.objects.get(meeting=meeting).delete()
        assert press(secretary, meeting, "open").status_code == 200
        assert Session.objects.get(meeting=meeting).current_item is not None

    def test_a_key_makes_it_once(self, world, meeting, secretary):
        do = f"mark:{seat_of(world.member_a).public_id}:late"
        for _again in range(3):
            press(secretary, meeting, do, key="the-same-key-1", age="30")
        assert SeatAttendance.objects.get().is_late is True

    def test_both_texts_are_shown_with_and_without_scripts(self, meeting, secretary):
        item = lock(item_of(meeting, 2))
        seen = mark_of(item)
        item.outcome, item.outcome_text = Outcome.DEFERRED, "Their text"
        item.save()
        do, typed = f"outcome:{item.public_id}:decided", {"text": "My text", "seen": seen}
        answer = press(secretary, meeting, do, **typed)
        told = json.loads(answer.content)
        assert (answer.status_code, told["seen"], told["item"]) == (409, mark_of(item), item.public_id)
        assert "Deferred. Their text" in told["message"]
        page = secretary.post(address(meeting), {"do": do, **typed})
        assert page.status_code == 409
        assert "Their text" in text(page)
        assert "My text</textarea>" in text(page)
        assert mark_of(item) in text(page)


class TestForms:
    def test_one_seat_in_full_past_midnight(self, world, meeting, secretary):
        seat = seat_of(world.member_a)
        there = address(meeting, f"live/seats/{seat.public_id}/")
        form = secretary.get(there).context["form"]
        assert form.initial["person"] == world.member_a.public_id
        sent = {
            "version": 0, "presence": "on_site", "person": "", "name": "A colleague", "is_late": "on",
            "arrived_at": "2026-11-24T23:30", "left_at": "2026-11-25T01:10",
        }  # fmt: skip
        assert secretary.post(there, sent).status_code == 302
        row = SeatAttendance.objects.get()
        assert (row.name, row.left_at.isoformat()) == ("A colleague", "2026-11-24T20:10:00+00:00")
        stale = secretary.post(there, sent | {"name": "Another"})
        assert stale.status_code == 422
        assert [conflict.theirs for conflict in stale.context["form"].conflicts] == ["A colleague"]
        assert secretary.get(there).context["form"].initial["arrived_at"] == "2026-11-24T23:30"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("arrived_at", "yesterday"),
            ("arrived_at", "0001-01-01T00:00"),
            ("left_at", "1000-01-01T10:00"),
            ("left_at", "2026-13-40T10:00"),
            ("person", "nobody-known"),
            ("presence", "asleep"),
            ("version", "-1"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, world, meeting, secretary, field, value):
        there = address(meeting, f"live/seats/{seat_of(world.member_a).public_id}/")
        sent = {"version": 0, "presence": "on_site", "person": "", "name": "", field: value}
        assert secretary.post(there, sent).status_code == 422
        assert not SeatAttendance.objects.exists()

    def test_a_time_that_the_clock_skips(self, world, secretary):
        meeting = make_session(world.group_a)
        row = lock(meeting)
        row.time_zone = "Europe/Vienna"
        row.save()
        there = address(meeting, f"live/seats/{seat_of(world.member_a).public_id}/")
        sent = {"version": 0, "presence": "on_site", "person": "", "arrived_at": "2026-03-29T02:30"}
        answer = secretary.post(there, sent)
        assert answer.status_code == 422
        assert "skips this time" in text(answer)

    def test_seats_elsewhere_are_not_found(self, world, meeting, secretary):
        for seat in (seat_of(world.member_b), Seat.objects.filter(kind="serving").first()):
            assert secretary.get(address(meeting, f"live/seats/{seat.public_id}/")).status_code == 404

    def test_the_acting_chair(self, world, meeting, secretary):
        there, seat = address(meeting, "live/chair/"), seat_of(world.member_a)
        version = secretary.get(there).context["form"].initial["version"]
        sent = {"version": version, "name": "Member A", "seat": seat.public_id}
        assert secretary.post(there, sent)["Location"].endswith("/live/#live-now")
        assert secretary.get(there).context["form"].initial["seat"] == seat.public_id
        assert secretary.post(there, sent | {"name": "Other"}).status_code == 422
        before = make_meeting(world.group_a)
        assert secretary.get(address(before, "live/chair/")).context["form"].initial == {"version": 0}
        assert "Say who presides" in text(
            secretary.post(address(before, "live/chair/"), {"version": 0, "name": "", "seat": seat.public_id})
        )


class TestMeetingPage:
    def test_the_way_in(self, world, meeting, secretary, member):
        assert "Run the session" in text(secretary.get(meeting.get_absolute_url()))
        assert "ask for the floor" in text(member.get(meeting.get_absolute_url()))
        row = lock(meeting)
        row.state = MeetingState.CLOSED
        row.starts_at, row.ends_at = in_days(-3).instants()
        row.save()
        assert "Attendance and outcomes" in text(secretary.get(meeting.get_absolute_url()))
        assert "ask for the floor" not in text(member.get(meeting.get_absolute_url()))

    def test_a_session_that_lasts_longer_is_still_on(self, world, meeting, member):
        row = lock(meeting)
        row.starts_at, row.ends_at = in_days(-1).instants()
        row.save()
        assert meeting.title in text(member.get("/meetings/"))
        assert meeting.title not in text(member.get("/meetings/?when=past"))
        row.state = MeetingState.CLOSED
        row.save()
        assert meeting.title in text(member.get("/meetings/?when=past"))
