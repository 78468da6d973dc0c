"""The list of meetings for each kind of reader, and what it costs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings.calling.services.schedule import cancel_meeting, postpone_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.choices import MeetingFormat
from tests.factories import in_days, make_meeting

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["rows"]]


def row_of(response, title) -> dict:
    return next(row for row in response.context["rows"] if row["title"] == title)


class TestTabs:
    def test_upcoming_is_soonest_first_and_without_drafts(self, world, client_of):
        make_meeting(world.group_a, title="Later", when=in_days(20))
        make_meeting(world.group_a, title="Sooner", when=in_days(5))
        make_meeting(world.group_a, title="Draft", when=in_days(6), convened=False)
        assert titles(client_of("secretary").get("/meetings/")) == ["Sooner", "Later"]

    def test_what_runs_now_is_upcoming_and_says_so(self, world, client_of):
        meeting = make_meeting(world.group_a, title="Running")
        with time_machine.travel(meeting.starts_at + timedelta(minutes=10)):
            response = client_of("member_a").get("/meetings/")
            assert row_of(response, "Running")["is_now"]
        with time_machine.travel(meeting.ends_at):
            assert titles(client_of("member_a").get("/meetings/")) == []
            assert titles(client_of("member_a").get("/meetings/?when=past")) == ["Running"]

    def test_past_is_last_first(self, world, client_of):
        first = make_meeting(world.group_a, title="First", when=in_days(3))
        second = make_meeting(world.group_a, title="Second", when=in_days(4))
        with time_machine.travel(second.ends_at + timedelta(days=1)):
            assert titles(client_of("member_a").get("/meetings/?when=past")) == ["Second", "First"]
        assert first

    def test_drafts_and_postponed_are_for_those_who_run_them(self, world, client_of):
        make_meeting(world.group_a, title="Draft", when=in_days(6), convened=False)
        postponed = make_meeting(world.group_a, title="Postponed")
        postpone_meeting(actor=world.secretary, meeting=postponed, version=postponed.version)
        make_meeting(world.group_a, title="Convened")
        assert titles(client_of("secretary").get("/meetings/?when=open")) == ["Draft", "Postponed"]
        shown = client_of("member_a").get("/meetings/?when=open")
        assert titles(shown) == ["Postponed", "Convened"]
        assert "Drafts" not in shown.content.decode()

    def test_a_cancelled_meeting_stays_struck_out(self, world, client_of):
        meeting = make_meeting(world.group_a, title="Called off")
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        response = client_of("member_a").get("/meetings/")
        assert "<s>Called off</s>" in response.content.decode()
        assert ">Cancelled<" in row_of(response, "Called off")["tags"]

    @pytest.mark.parametrize("query", ["when=nonsense", "body=nonsense", "after=nonsense", "when=%00", "mine=%FF"])
    def test_a_query_that_cannot_be_read_shows_the_list(self, world, client_of, query):
        make_meeting(world.group_a, title="Seen")
        assert titles(client_of("member_a").get(f"/meetings/?{query}")) in (["Seen"], [])


class TestFilters:
    def test_by_body_with_joint_meetings(self, world, client_of):
        make_meeting(world.group_a, title="Of a")
        make_meeting(world.group_b, title="Of b")
        make_meeting(world.group_b, title="Joint", further_bodies=[world.group_a], when=in_days(12))
        client = client_of("secretary")
        assert titles(client.get("/meetings/", {"body": world.group_a.slug})) == ["Of a", "Joint"]
        assert titles(client.get("/meetings/", {"body": world.group_b.slug})) == ["Of b", "Joint"]

    def test_a_member_finds_only_their_own_bodies_to_choose(self, world, client_of):
        response = client_of("member_a").get("/meetings/")
        assert list(response.context["filter"].bodies) == [world.group_a.slug]

    def test_only_where_i_am_invited(self, world, client_of):
        make_meeting(world.group_a, title="With me")
        make_meeting(world.group_a, title="Without me", invitees=[world.chair_a])
        client = client_of("member_a")
        assert titles(client.get("/meetings/")) == ["With me", "Without me"]
        assert titles(client.get("/meetings/", {"mine": "on"})) == ["With me"]

    def test_a_withdrawn_invitation_is_none(self, world, client_of):
        meeting = make_meeting(world.group_a, title="Was mine")
        row = meeting.invitations.get(person=world.member_a)
        row.withdrawn_at = timezone.now()
        row.save()
        assert titles(client_of("member_a").get("/meetings/", {"mine": "on"})) == []

    def test_an_empty_list_says_so_and_offers_the_next_step(self, client_of):
        shown = client_of("secretary").get("/meetings/").content.decode()
        assert "No meeting is planned here." in shown
        assert shown.count('href="/meetings/new/"') == 2
        assert 'href="/meetings/new/"' not in client_of("member_a").get("/meetings/").content.decode()


class TestRows:
    def test_a_member_answers_on_the_row(self, world, client_of):
        meeting = make_meeting(world.group_a, format=MeetingFormat.HYBRID)
        client = client_of("member_a")
        response = client.get("/meetings/")
        row = response.context["rows"][0]
        assert re.findall(r'value="(\w+)"', row["offers"]) == ["yes_online", "yes_room", "no"]
        back = f"/meetings/#m-{meeting.public_id}"
        assert f'value="{back}"' in response.content.decode()
        answered = client.post(row["answer_url"], {"answer": "yes_room", "next": back})
        assert answered["Location"] == back
        row = client.get("/meetings/").context["rows"][0]
        assert ">Yes, in the room<" in row["tags"]
        assert row["offers"] == ""

    def test_a_member_sees_no_numbers_and_no_answers_of_others(self, world, client_of):
        meeting = make_meeting(world.group_a)
        answer_invitation(
            actor=world.chair_a, invitation=meeting.invitations.get(person=world.chair_a), answer=Answer.NO
        )
        row = client_of("member_a").get("/meetings/").context["rows"][0]
        assert (row["count"], row["tags"]) == ("", "")

    def test_the_secretariat_sees_how_many_answered(self, world, client_of):
        meeting = make_meeting(world.group_a)
        answer_invitation(
            actor=world.chair_a, invitation=meeting.invitations.get(person=world.chair_a), answer=Answer.NO
        )
        row = client_of("secretary").get("/meetings/").context["rows"][0]
        assert row["count"] == "1 of 4 answered"

    def test_times_are_in_the_readers_zone_with_city_and_offset(self, world, client_of):
        world.member_a.time_zone = "Asia/Bishkek"
        world.member_a.save()
        make_meeting(world.group_a, when=in_days(10, 10))
        assert "11:00–13:00 Bishkek (UTC+6)" in client_of("member_a").get("/meetings/").context["rows"][0]["when"]


class TestPaging:
    def test_twenty_five_rows_then_the_rest(self, world, client_of):
        for number in range(27):
            make_meeting(
                world.group_a, title=f"Meeting {number:02}", when=in_days(2 + number), invitees=[world.member_a]
            )
        client = client_of("member_a")
        first = client.get("/meetings/")
        assert len(titles(first)) == 25
        second = client.get(first.context["page"].next_url)
        assert titles(second) == ["Meeting 25", "Meeting 26"]
        assert second.context["page"].first_url == "/meetings/"


class TestCost:
    @pytest.mark.parametrize("who", ["secretary", "member_a", "administrator"])
    def test_the_same_number_of_queries_for_one_ten_and_twenty_five(
        self, world, client_of, who, django_assert_num_queries
    ):
        client = client_of(who)
        # Session, person, access, joint meetings, bodies to choose, meetings, answers.
        for more in (1, 9, 16):
            for _ in range(more):
                make_meeting(world.group_a, invitees=[world.member_a], further_bodies=[world.group_b])
            with django_assert_num_queries(7):
                assert client.get("/meetings/").status_code == 200


def test_the_next_meetings_stand_on_the_page_of_the_body(world, client_of):
    for number in range(6):
        make_meeting(world.group_a, title=f"Meeting {number}", when=in_days(5 + number))
    make_meeting(world.group_b, title="Joint", further_bodies=[world.group_a], when=in_days(3))
    make_meeting(world.group_a, title="Unheard", when=in_days(1), convened=False)
    shown = client_of("member_a").get(f"/bodies/{world.group_a.slug}/").content.decode()
    assert [title in shown for title in ("Joint", "Meeting 0", "Meeting 3", "Meeting 4", "Unheard")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert f"/meetings/?body={world.group_a.slug}" in shown
    assert f"/meetings/new/?body={world.group_a.slug}" not in shown
    assert (
        f"/meetings/new/?body={world.group_a.slug}"
        in client_of("secretary").get(f"/bodies/{world.group_a.slug}/").content.decode()
    )
    # Who only knows that the body exists sees nothing of what is inside.
    assert "Meeting 0" not in client_of("member_b").get(f"/bodies/{world.group_a.slug}/").content.decode()
