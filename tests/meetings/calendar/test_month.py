"""The calendar as pages: what stands on which day, in the reader's zone, for each kind of reader, and what it costs."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.calling.services.schedule import cancel_meeting
from meetings.meeting.models import MeetingBody
from meetings.meeting.schedule import When
from tests.factories import make_meeting
from tests.factories.meetings import ZONE

pytestmark = pytest.mark.django_db
MONTH, WEEK, PRINT = "/meetings/calendar/month/", "/meetings/calendar/week/", "/meetings/calendar/print/"
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


def on(day: int, hour: int = 10, minutes: int = 120, month: int = 12) -> When:
    return When(date(2026, month, day), time(hour), minutes, ZONE)


def day_of(response, day: date):
    return next(found for found in response.context["found"].days if found.day == day)


def titles(response, day: int) -> list[str]:
    return [entry.title for entry in day_of(response, date(2026, 12, day)).entries]


class TestMonth:
    def test_each_meeting_stands_on_its_day_in_whole_weeks(self, world, client_of):
        make_meeting(world.group_a, title="Second", when=on(17, 14))
        make_meeting(world.group_a, title="First", when=on(17, 9))
        shown = client_of("member_a").get(MONTH, {"month": "2026-12"})
        assert titles(shown, 17) == ["First", "Second"]
        days = shown.context["found"].days
        assert (days[0].day, days[-1].day) == (date(2026, 11, 30), date(2027, 1, 3))
        assert [day.outside for day in days[:2]] == [True, False]

    def test_the_present_month_is_shown_unasked_and_today_is_said_in_words(self, world, client_of):
        shown = client_of("member_a").get(MONTH)
        assert shown.context["title"] == "December 2026"
        assert [day.day for day in shown.context["found"].days if day.today] == [date(2026, 12, 1)]
        assert "Today</b>" in shown.content.decode()

    @pytest.mark.parametrize("month", ["", "2026-13", "2026-00", "1999-12", "2101-01", "x", "２０２６-12", "%00"])
    def test_what_is_no_month_is_the_present_one(self, world, client_of, month):
        assert client_of("member_a").get(MONTH, {"month": month}).context["title"] == "December 2026"

    @pytest.mark.parametrize("month", ["2000-01", "2100-12"])
    def test_the_first_and_the_last_month_have_neighbours(self, world, client_of, month):
        assert client_of("member_a").get(MONTH, {"month": month}).status_code == 200

    def test_the_reader_s_own_zone_decides_the_day(self, world, client_of):
        make_meeting(world.group_a, title="Early", when=on(17, 5))
        world.member_a.time_zone = "America/New_York"
        world.member_a.save()
        shown = client_of(world.member_a).get(MONTH)
        (entry,) = day_of(shown, date(2026, 12, 16)).entries
        assert entry.time == "19:00–21:00"
        assert "New York (UTC−5)" in shown.content.decode()

    def test_past_midnight_it_stands_on_both_days_and_at_midnight_it_ends(self, world, client_of):
        make_meeting(world.group_a, title="Long", when=on(17, 22, 240))
        make_meeting(world.group_a, title="Till midnight", when=on(20, 22, 120))
        shown = client_of("member_a").get(MONTH)
        first, second = (day_of(shown, date(2026, 12, day)).entries[0] for day in (17, 18))
        assert (first.time, second.time) == ("22:00", "goes on–02:00")
        assert titles(shown, 21) == []
        assert "goes on" in shown.content.decode()

    def test_what_began_before_the_page_and_goes_on_is_there(self, world, client_of):
        make_meeting(world.group_a, title="Week long", when=When(date(2026, 12, 5), time(9), 7 * 1440, ZONE))
        shown = client_of("member_a").get(WEEK, {"day": "2026-12-10"})
        assert titles(shown, 10) == ["Week long"]

    def test_cancelled_is_struck_out_and_named_joint_is_said(self, world, client_of):
        off = make_meeting(world.group_a, title="Off", when=on(17))
        cancel_meeting(actor=world.secretary, meeting=off, version=off.version)
        make_meeting(world.group_b, title="Joint", when=on(18), further_bodies=[world.group_a])
        shown = client_of("member_a").get(MONTH).content.decode()
        assert "<s>Off</s>" in shown
        assert "Cancelled" in shown
        assert "Joint meeting" in shown

    def test_holidays_of_the_five_states(self, world, client_of):
        shown = client_of("member_a").get(MONTH)
        assert day_of(shown, date(2026, 12, 16)).holidays == ["Independence Day (Kazakhstan)"]
        world.member_a.language = "ru"
        world.member_a.save()
        assert "День независимости (Казахстан)" in client_of(world.member_a).get(MONTH).content.decode()

    def test_a_square_holds_three_and_says_how_many_more_the_week_has(self, world, client_of):
        for hour in (9, 11, 13, 15, 17):
            make_meeting(world.group_a, title=f"At {hour}", when=on(17, hour, 60))
        shown = client_of("member_a").get(MONTH)
        assert titles(shown, 17) == ["At 9", "At 11", "At 13"]
        assert day_of(shown, date(2026, 12, 17)).more == 2
        assert "and 2 more" in shown.content.decode()
        assert f'href="{WEEK}?day=2026-12-17"' in shown.content.decode()
        assert len(titles(client_of("member_a").get(WEEK, {"day": "2026-12-17"}), 17)) == 5

    def test_what_changed_stands_there_at_once_and_each_reads_their_own_language(self, world, client_of):
        meeting = make_meeting(world.group_a, title="Old name", when=on(17))
        for hour in (11, 13, 15, 17):
            make_meeting(world.group_a, when=on(17, hour, 60))
        assert "Old name" in client_of("member_a").get(MONTH).content.decode()
        meeting.title = "New <name>"
        meeting.save()
        world.chair_a.language = "ru"
        world.chair_a.save()
        for who, more in ((world.member_a, "and 2 more"), (world.chair_a, "и ещё 2")):
            shown = client_of(who).get(MONTH).content.decode()
            assert "New &lt;name&gt;" in shown
            assert "Old name" not in shown
            assert more in shown

    def test_a_host_whose_inside_one_does_not_see_is_named(self, world, client_of):
        joint = make_meeting(world.other_council, title="Joint", when=on(18))
        MeetingBody.objects.create(meeting=joint, body=world.group_a, host=world.other_council)
        (entry,) = day_of(client_of("member_a").get(MONTH), date(2026, 12, 18)).entries
        assert entry.notes == f"{world.other_council.short_name} · Joint meeting"

    def test_by_group(self, world, client_of):
        make_meeting(world.group_a, title="Of a", when=on(17))
        make_meeting(world.group_b, title="Of b", when=on(17))
        shown = client_of("secretary").get(MONTH, {"body": world.group_b.slug})
        assert titles(shown, 17) == ["Of b"]
        assert f"body={world.group_b.slug}" in shown.context["after"]["url"]


class TestWhoSeesWhat:
    def test_drafts_are_for_those_who_run_the_body(self, world, client_of):
        make_meeting(world.group_a, title="Draft", when=on(17), convened=False)
        assert titles(client_of("secretary").get(MONTH), 17) == ["Draft"]
        assert titles(client_of("member_a").get(MONTH), 17) == []

    @pytest.mark.parametrize("who", ["nobody", "member_b", "other_secretary"])
    @pytest.mark.parametrize("page", [MONTH, WEEK, PRINT])
    def test_outsiders_find_nothing(self, world, client_of, who, page):
        make_meeting(world.group_a, title="Canary of group a", when=on(3), place="Canary hall")
        for query in ({}, {"body": world.group_a.slug}):
            assert "Canary" not in client_of(who).get(page, query).content.decode()
        assert "Canary of" in client_of("member_a").get(page).content.decode()


class TestWeekAndPrint:
    def test_a_week_has_seven_days_with_place_and_end(self, world, client_of):
        make_meeting(world.group_a, title="Here", when=on(9), place="Hall", format="in_person")
        shown = client_of("member_a").get(WEEK, {"day": "2026-12-13"})
        days = shown.context["found"].days
        assert (days[0].day, days[-1].day, len(days)) == (date(2026, 12, 7), date(2026, 12, 13), 7)
        text = shown.content.decode()
        assert "10:00–12:00" in text
        assert "Hall" in text

    @pytest.mark.parametrize("day", ["", "2026-02-31", "0001-01-01", "9999-12-31", "x", "%00"])
    def test_what_is_no_day_is_today(self, world, client_of, day):
        assert client_of("member_a").get(WEEK, {"day": day}).context["asked_day"] == "2026-12-01"

    def test_on_paper_only_the_days_that_say_something(self, world, client_of):
        make_meeting(world.group_a, title="Here", when=on(9))
        shown = client_of("member_a").get(PRINT, {"month": "2026-12"})
        full = [day.day.day for day in shown.context["found"].full]
        assert full == [1, 8, 9, 12, 16, 31]
        assert shown.content.decode().count("Here") == 1


class TestCost:
    def queries(self, client, page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    @pytest.mark.parametrize("page", [MONTH, WEEK, PRINT])
    def test_as_many_queries_for_ten_meetings_as_for_one(self, world, client_of, page):
        client = client_of("member_a")
        make_meeting(world.group_a, when=on(2), further_bodies=[world.group_b])
        one = self.queries(client, page)
        for hour in range(9, 18):
            make_meeting(world.group_a, when=on(3, hour, 30), further_bodies=[world.group_b])
        assert self.queries(client, page) == one <= 12

    def test_more_than_a_page_can_show_is_said(self, world, client_of, monkeypatch):
        for hour in (9, 11):
            make_meeting(world.group_a, when=on(3, hour, 30))
        monkeypatch.setattr("meetings.calendar.tables.MOST_MEETINGS", 1)
        shown = client_of("member_a").get(MONTH)
        assert "more meetings than this page can show" in shown.content.decode()
        assert len(titles(shown, 3)) == 1
