"""This and all following: the series is split, what was changed by hand stays, and who was invited is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from meetings.agenda.services.agenda import AgendaLine, agenda_of
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import Plan, edit_draft
from meetings.calling.services.outlines import OutlineValues
from meetings.calling.services.schedule import cancel_meeting
from meetings.meeting.choices import MeetingState
from meetings.planning.choices import Pattern
from meetings.planning.services.series import Course, skip_date
from meetings.planning.services.series_split import change_following
from rec_portal.foundation.refusals import NotAllowed, StaleEdit, WrongState
from tests.factories import in_days, make_meeting
from tests.factories.planning import make_course, make_series
from tests.meetings.support import everybody_but_the_secretary, waiting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)
S = MeetingState
FIRST = date(2026, 12, 10)
WEEK = timedelta(days=7)


@pytest.fixture
def series(world):
    with time_machine.travel(NOW, tick=False):
        yield make_series(world.group_a, make_course(FIRST))


def make_lines(meeting, world):
    return [AgendaLine(item.title, item.minutes, item.presenter) for item in agenda_of(meeting, world.secretary).items]


def meeting_on(series, day):
    return series.meetings.exclude(state=S.DISCARDED).get(occurrence=day)


def change(world, series, number=2, *, course=None, actor=None, **values):
    """From the meeting with that number on, counted from 0."""
    meeting = meeting_on(series, FIRST + number * WEEK)
    course = course or replace(Course.of(series), starts_on=meeting.occurrence)
    changed = replace(OutlineValues.of(series), **values)
    return change_following(
        actor=actor or world.secretary, meeting=meeting, version=series.version, course=course, values=changed
    )


class TestSplitting:
    def test_before_stays_and_from_here_on_all_change(self, world, series):
        new, told = change(world, series, title="New name", wall_start=time(14))
        series.refresh_from_db()
        assert told == 0
        assert series.until == FIRST + 2 * WEEK - timedelta(days=1)
        assert {m.title for m in series.meetings.all()} == {"Regular meeting"}
        assert series.meetings.count() == 2
        after = list(new.meetings.order_by("occurrence"))
        assert [m.occurrence for m in after] == [FIRST + number * WEEK for number in range(2, 8)]
        assert {(m.title, m.wall_start) for m in after} == {("New name", time(14))}
        assert new.follows == series

    def test_another_rule_takes_the_meetings_along_in_their_order(self, world, series):
        kept = [meeting_on(series, FIRST + number * WEEK).pk for number in range(2, 6)]
        course = make_course(date(2026, 12, 29), Pattern.LAST_WEEKDAY)
        new, _told = change(world, series, course=course)
        after = list(new.meetings.order_by("occurrence"))
        assert [m.pk for m in after][:4] == kept
        assert [m.wall_day for m in after][:3] == [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]

    def test_a_longer_interval_meets_no_date_twice(self, world, series):
        new, _told = change(world, series, course=make_course(FIRST + 2 * WEEK, interval=2))
        days = [m.occurrence for m in new.meetings.order_by("occurrence")]
        assert days == [FIRST + number * WEEK for number in range(2, 14, 2)]

    def test_where_the_new_one_ends_earlier_drafts_go_and_invitations_stand(self, world, series):
        last = convene_meeting(actor=world.secretary, meeting=meeting_on(series, FIRST + 5 * WEEK))
        new, told = change(world, series, course=make_course(FIRST + 2 * WEEK, count=2))
        last.refresh_from_db()
        assert (last.state, last.series, told) == (S.CONVENED, series, 0)
        assert new.meetings.count() == 2
        assert series.meetings.filter(state=S.DISCARDED).count() == 1


class TestWhatStays:
    def test_a_time_and_a_title_given_by_hand(self, world, series):
        own = meeting_on(series, FIRST + 3 * WEEK)
        plan = Plan(body=own.body, title="By hand", when=in_days(23, 8), agenda=make_lines(own, world), format="online",
                    further_bodies=[world.group_b])  # fmt: skip
        edit_draft(actor=world.secretary, meeting=own, version=own.version, plan=plan)
        when = own.__class__.objects.get(pk=own.pk).starts_at
        change(world, series, title="New name", wall_start=time(14), agenda="Only this, 5")
        own.refresh_from_db()
        assert (own.title, own.starts_at) == ("By hand", when)
        assert [line.title for line in agenda_of(own, world.secretary).items] == ["Only this"]
        assert list(own.joint_bodies.all()) == [world.group_b]

    def test_dates_left_out_stay_left_out(self, world, series):
        skip_date(actor=world.secretary, series=series, day=FIRST + 3 * WEEK)
        new, _told = change(world, series, wall_start=time(14))
        assert new.meetings.get(occurrence=FIRST + 3 * WEEK).state == S.DISCARDED

    def test_what_is_cancelled_goes_over_as_it_is(self, world, series):
        off = convene_meeting(actor=world.secretary, meeting=meeting_on(series, FIRST + 3 * WEEK))
        off = cancel_meeting(actor=world.secretary, meeting=off, version=off.version)
        new, told = change(world, series, title="New name")
        off.refresh_from_db()
        assert (off.title, off.series, told) == ("Regular meeting", new, 0)


class TestTelling:
    def test_a_new_time_is_one_mail_and_the_reminders_follow(self, world, series):
        known = convene_meeting(actor=world.secretary, meeting=meeting_on(series, FIRST + 3 * WEEK))
        _new, told = change(world, series, title="New name", wall_start=time(14), agenda="Only this, 5")
        known.refresh_from_db()
        assert (told, known.title, known.wall_start, known.state) == (1, "New name", time(14), S.CONVENED)
        found = waiting(known)
        assert found["update", 1, 0] == 3
        assert found["reminder", 1, 1440] == 3
        assert not found["reminder", 0, 1440]
        assert [line.title for line in agenda_of(known, world.secretary).items] == ["Only this"]

    def test_a_new_place_is_told_too(self, world, series):
        known = convene_meeting(actor=world.secretary, meeting=meeting_on(series, FIRST + 3 * WEEK))
        _new, told = change(world, series, place="Hall 2", format="hybrid")
        assert told == 1
        assert waiting(known)["update", 0, 0] == 3

    def test_an_agenda_alone_is_not(self, world, series):
        known = convene_meeting(actor=world.secretary, meeting=meeting_on(series, FIRST + 3 * WEEK))
        _new, told = change(world, series, agenda="Only this, 5")
        assert told == 0
        assert not waiting(known, kind="meetings.update")


class TestRefusals:
    def test_only_whoever_runs_the_group(self, world, series):
        for person in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                change(world, series, actor=person)

    def test_a_series_changed_meanwhile(self, world, series):
        stale = series.version
        skip_date(actor=world.secretary, series=series, day=FIRST + WEEK)
        change(world, series, title="First")
        series.version = stale
        with pytest.raises(StaleEdit):
            change(world, series, number=0)

    def test_a_meeting_of_no_series(self, world, series):
        alone = make_meeting(world.group_a)
        with pytest.raises(WrongState):
            change_following(
                actor=world.secretary, meeting=alone, version=1, course=make_course(), values=OutlineValues.of(series)
            )
