"""The pages of series and templates: what they show, what they do, what they cost."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.calling.models import MeetingTemplate
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.outlines import OutlineValues
from meetings.calling.services.schedule import move_meeting
from meetings.calling.services.templates import change_template, create_template, delete_template
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.planning.models import Series
from meetings.planning.services.series import extend_series
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit
from tests.factories import in_days, make_meeting
from tests.factories.planning import make_course, make_series, make_template, make_values
from tests.meetings.support import everybody_but_the_secretary, typed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)
NEW = "/meetings/series/new/"
S = MeetingState


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(world, client_of):
    return client_of("secretary")


def filled(desk, body, **changes):
    form = desk.get(NEW, {"body": body.slug}).context["form"]
    return typed(form, starts_on="2026-12-31", pattern="last_weekday", **changes)


class TestNewSeries:
    def test_check_shows_the_rule_in_words_and_dates_with_what_speaks_against_them(self, world, desk):
        make_meeting(world.group_a, title="In the way", when=in_days(30, 11, 30))
        answer = desk.post(NEW, filled(desk, world.group_a, time_zone="Europe/Vienna", do="check"))
        text = answer.content.decode()
        assert "Every month on the last Thursday" in text
        assert "Day off in place of another one" in text or "Public holiday" in text
        assert "Clocks change before this date: Vienna" in text
        assert not Series.objects.exists()

    def test_other_meetings_of_the_group_and_busy_people_are_told(self, world, desk):
        make_meeting(world.group_a, title="In the way", when=in_days(30, 11, 30))
        text = desk.post(NEW, filled(desk, world.group_a, do="check")).content.decode()
        assert "The group has another meeting at that time: In the way" in text
        assert "Busy with another meeting: Chair A, Member A, Observer A" in text

    def test_saving_makes_drafts(self, world, desk):
        answer = desk.post(NEW, filled(desk, world.group_a, do="save"))
        series = Series.objects.get()
        assert answer.headers["Location"] == series.get_absolute_url()
        assert series.rule == "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH"
        assert series.meetings.count() == 6

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"starts_on": ""}, "starts_on"),
            ({"interval": "13"}, "interval"),
            ({"end": "09:00"}, "end"),
            ({"until": "2026-12-01"}, "until"),
            ({"until": "2027-12-01", "count": "3"}, "until"),
            ({"count": "201"}, "count"),
            ({"until": "2026-12-20", "starts_on": "2026-12-07"}, "starts_on"),
        ],
    )
    def test_what_cannot_be_comes_back_at_its_field(self, world, desk, changes, field):
        answer = desk.post(NEW, {**filled(desk, world.group_a, do="save"), **changes})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors

    def test_a_group_one_does_not_run(self, world, client_of):
        assert client_of("other_secretary").get(NEW, {"body": world.group_a.slug}).status_code == 404

    def test_months_without_such_a_day_are_told(self, world, desk):
        dates = {"do": "check", "starts_on": "2026-12-31", "pattern": "same_date"}
        text = desk.post(NEW, {**filled(desk, world.group_a), **dates}).content.decode()
        assert "Months without a day 31 have no meeting." in text
        dates["starts_on"] = "2026-12-28"
        assert "Months without" not in desk.post(NEW, {**filled(desk, world.group_a), **dates}).content.decode()

    def test_the_readers_clock_first_and_the_meetings_beside_it(self, world, desk):
        answer = desk.post(NEW, filled(desk, world.group_a, time_zone="Europe/Zurich", do="check"))
        first = answer.context["preview"]["lines"][0]
        assert first.when == "Thursday 31 December 2026, 14:00–16:00 Tashkent (UTC+5)"
        assert first.there == "Thursday 31 December 2026, 10:00–12:00 Geneva (UTC+1)"
        assert first.when in answer.content.decode()
        assert first.there in answer.content.decode()
        here = desk.post(NEW, filled(desk, world.group_a, do="check")).context["preview"]["lines"][0]
        assert (here.when, here.there) == ("Thursday 31 December 2026, 10:00–12:00 Tashkent (UTC+5)", "")


class TestSeriesPage:
    def test_both_clocks_on_the_page_and_before_convening(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)), time_zone="Europe/Zurich")
        for page in (series.get_absolute_url(), f"{series.get_absolute_url()}convene/"):
            text = desk.get(page).content.decode()
            assert "Thursday 10 December 2026, 14:00–16:00 Tashkent (UTC+5)" in text
            assert "Thursday 10 December 2026, 10:00–12:00 Geneva (UTC+1)" in text

    def test_nothing_is_offered_to_draft_where_no_date_is_left(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10), count=2))
        assert "Draft the next ones now" not in desk.get(series.get_absolute_url()).content.decode()
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        assert "Draft the next ones now" in desk.get(series.get_absolute_url()).content.decode()

    def test_moved_left_out_and_further_dates(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        first, second, *_ = series.meetings.order_by("occurrence")
        first = convene_meeting(actor=world.secretary, meeting=first)
        move_meeting(actor=world.secretary, meeting=first, version=first.version, when=in_days(10, 15))
        answer = desk.post(f"{series.get_absolute_url()}dates/", {"do": "skip", "day": "2026-12-17"}, follow=True)
        text = answer.content.decode()
        assert "Every week on Thursday" in text
        assert "Moved from Thu 10 December 2026" in text
        assert "Left out" in text
        assert answer.context["coming"][0].day == date(2027, 1, 21)
        second.refresh_from_db()
        assert second.state == S.DISCARDED

    def test_taking_up_and_drafting_and_nonsense(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        dates = f"{series.get_absolute_url()}dates/"
        desk.post(dates, {"do": "skip", "day": "2026-12-17"})
        assert "drafted again" in desk.post(dates, {"do": "take_up", "day": "2026-12-17"}, follow=True).content.decode()
        assert (
            "was not left out" in desk.post(dates, {"do": "take_up", "day": "2026-12-17"}, follow=True).content.decode()
        )
        assert "0 meetings are drafted" in desk.post(dates, {"do": "draft"}, follow=True).content.decode()
        for data in ({"do": "skip", "day": "%00"}, {"do": "x", "day": "2026-12-17"}, {}):
            assert "not in the series" in desk.post(dates, data, follow=True).content.decode()

    def test_the_end(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        answer = desk.post(f"{series.get_absolute_url()}end/", follow=True)
        assert "The series has ended" in answer.content.decode()
        assert not series.meetings.exclude(state=S.DISCARDED).exists()

    def test_as_many_queries_for_ten_meetings_as_for_one(self, world, client_of):
        few = make_series(world.group_a, make_course(date(2026, 12, 10), count=7))
        many = make_series(world.group_b, make_course(date(2026, 12, 10)))
        for weeks in range(10):
            with time_machine.travel(NOW + timedelta(weeks=weeks), tick=False):
                extend_series(actor=None, series=many)
        for day in (10, 80):
            make_meeting(world.group_b, when=in_days(day), further_bodies=[world.group_a])
        assert (few.meetings.count(), many.meetings.count()) == (6, 14)
        spent = []
        for series, weeks, coming in ((few, 0, 1), (many, 9, 6)):
            with time_machine.travel(NOW + timedelta(weeks=weeks), tick=False):
                desk = client_of("secretary")
                desk.get(series.get_absolute_url())
                with CaptureQueriesContext(connection) as queries:
                    page = desk.get(series.get_absolute_url())
            assert len(page.context["coming"]) == coming
            spent.append(len(queries))
        assert spent == [11, 11]


class TestConvening:
    def test_one_preview_and_one_press_for_several(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        page = f"{series.get_absolute_url()}convene/"
        rows = desk.get(page).context["rows"]
        assert [row["mails"] for row in rows] == [3] * 6
        desk.post(page, {"meetings": [row["key"] for row in rows[:3]]})
        states = series.meetings.order_by("occurrence").values_list("state", flat=True)
        assert list(states) == [S.CONVENED] * 3 + [S.DRAFT] * 3

    def test_none_ticked_and_one_that_cannot_be(self, world, desk, client_of):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        page = f"{series.get_absolute_url()}convene/"
        assert desk.post(page).status_code == 422
        keys = list(series.meetings.values_list("public_id", flat=True))
        with time_machine.travel(datetime(2026, 12, 12, tzinfo=UTC), tick=False):
            answer = client_of("secretary").post(page, {"meetings": keys})
        assert answer.status_code == 422
        assert "Thu 10 December 2026" in answer.context["fault"]
        assert not series.meetings.exclude(state=S.DRAFT).exists()

    def test_without_drafts_it_says_so(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10), count=1))
        convene_meeting(actor=world.secretary, meeting=series.meetings.get())
        assert "no draft to convene" in desk.get(f"{series.get_absolute_url()}convene/").content.decode()


class TestFollowing:
    def page(self, meeting):
        return f"{meeting.get_absolute_url()}following/"

    def test_from_the_meeting_s_page_to_the_new_series(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10), count=5))
        third = series.meetings.order_by("occurrence")[2]
        assert self.page(third) in desk.get(third.get_absolute_url()).content.decode()
        form = desk.get(self.page(third)).context["form"]
        assert form["count"].value() == 3
        data = typed(form, start="14:00", end="15:30")
        check = desk.post(self.page(third), {**data, "do": "check"})
        assert "14:00–15:30" in check.content.decode()
        answer = desk.post(self.page(third), {**data, "do": "save"}, follow=True)
        assert "Nobody had to be told" in answer.content.decode()
        third.refresh_from_db()
        assert third.wall_start == time(14)
        assert series.continued_by.get().meetings.count() == 3

    def test_who_was_invited_is_told_and_the_page_says_so(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        third = convene_meeting(actor=world.secretary, meeting=series.meetings.order_by("occurrence")[2])
        data = typed(desk.get(self.page(third)).context["form"], start="14:00", end="15:30", do="save")
        assert (
            "The invitees of 1 convened meeting are told"
            in desk.post(self.page(third), data, follow=True).content.decode()
        )

    def test_a_stale_page_is_refused(self, world, desk):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        third = series.meetings.order_by("occurrence")[2]
        data = typed(desk.get(self.page(third)).context["form"], do="save")
        desk.post(f"{series.get_absolute_url()}end/")
        assert desk.post(self.page(third), data).status_code == 422

    def test_a_meeting_of_no_series(self, world, desk):
        assert desk.get(self.page(make_meeting(world.group_a))).status_code == 404

    def test_members_see_no_series(self, world, client_of):
        series = make_series(world.group_a, make_course(date(2026, 12, 10)))
        meeting = convene_meeting(actor=world.secretary, meeting=series.meetings.order_by("occurrence")[0])
        assert "series" not in client_of("member_a").get(meeting.get_absolute_url()).content.decode().lower()


class TestTemplates:
    def test_from_a_meeting_to_a_new_one(self, world, desk):
        meeting = make_meeting(world.group_a, title="Usual", place="Hall", format="hybrid", when=in_days(9, 15, 90))
        desk.post(f"{meeting.get_absolute_url()}template/", {"name": "Quarterly"})
        template = MeetingTemplate.objects.get()
        page = desk.get("/meetings/new/", {"body": world.group_a.slug, "from": template.public_id})
        form = page.context["form"]
        shown = {name: form[name].value() for name in ("title", "start", "end", "place", "format", "day")}
        assert shown == {
            "title": "Usual", "start": "15:00", "end": "16:30", "place": "Hall", "format": "hybrid", "day": "",
        }  # fmt: skip
        assert "Plan of the group" not in form["agenda"].value()
        assert "Preliminary plan of the group, 60, Co-chairs" in form["agenda"].value()
        assert (form["start_from"].value(), len(form.fields["start_from"].choices)) == (template.public_id, 3)

    def test_a_meeting_drafted_from_a_template(self, world, desk):
        template = make_template(world.group_a)
        page = desk.get("/meetings/new/", {"body": world.group_a.slug, "from": template.public_id})
        data = typed(page.context["form"], day="2026-12-17", do="draft")
        assert desk.post("/meetings/new/", data).status_code == 302
        meeting = Meeting.objects.get()
        assert (meeting.title, meeting.agenda.count()) == ("Regular meeting", 2)

    def test_a_template_of_another_group_is_no_choice(self, world, desk):
        foreign = make_template(world.group_b)
        form = desk.get("/meetings/new/", {"body": world.group_a.slug, "from": foreign.public_id}).context["form"]
        assert form["start_from"].value() == "empty"

    def test_restricted_items_are_not_copied(self, world):
        meeting = make_meeting(world.group_a)
        meeting.agenda.filter(position=2).first()
        item = meeting.agenda.get(position=2)
        item.restricted = True
        item.save()
        assert "Preliminary plan" not in OutlineValues.of_meeting(meeting).agenda

    def test_changing_and_deleting_on_the_body_s_page(self, world, desk):
        template = make_template(world.group_a, name="Quarterly")
        shown = desk.get(world.group_a.get_absolute_url(), {"planning": "1"}).content.decode()
        assert "Quarterly" in shown
        page = f"/meetings/templates/{template.public_id}/"
        data = typed(desk.get(page).context["form"], name="Yearly", end="11:00")
        assert desk.post(page, data).headers["Location"] == world.group_a.get_absolute_url()
        template.refresh_from_db()
        assert (template.name, template.minutes) == ("Yearly", 60)
        assert desk.post(page, data).status_code == 422  # stale
        desk.post(f"{page}delete/")
        assert not MeetingTemplate.objects.exists()

    def test_a_name_stands_once_in_a_group(self, world, desk):
        template = make_template(world.group_a, name="Quarterly")
        make_template(world.group_b, name="Quarterly")
        with pytest.raises(InvalidInput):
            make_template(world.group_a, name="Quarterly")
        other = make_template(world.group_a, name="Yearly")
        with pytest.raises(InvalidInput):
            change_template(actor=world.secretary, template=other, version=1, name="Quarterly", values=make_values())
        answer = desk.post(f"{make_meeting(world.group_a).get_absolute_url()}template/", {"name": "Quarterly"})
        assert answer.status_code == 422
        with pytest.raises(StaleEdit):
            change_template(actor=world.secretary, template=template, version=9, name="X", values=make_values())

    def test_only_whoever_runs_the_group(self, world):
        template, values = make_template(world.group_a), make_values()
        for person in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                create_template(actor=person, body=world.group_a, name="X", values=values)
            with pytest.raises(NotAllowed):
                change_template(actor=person, template=template, version=1, name="X", values=values)
            with pytest.raises(NotAllowed):
                delete_template(actor=person, template=template)
