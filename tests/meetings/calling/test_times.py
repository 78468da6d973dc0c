"""A time seen from everywhere, and who is busy then; a title one may not see stays hidden."""

from datetime import date, time

import pytest

from meetings.calling.services.schedule import cancel_meeting
from meetings.calling.services.times import look_at
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.invitations.services.clashes import find_busy_bodies, find_clashes
from meetings.meeting.schedule import When
from rec_portal.foundation.refusals import InvalidInput
from tests.factories import appoint, in_days, make_meeting, make_person
from tests.factories.actors import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world):
    """Member A sits in group b too, which meets in ten days from ten to twelve."""
    appoint(world.group_b, person=world.member_a)
    return make_meeting(world.group_b, title="Canary of group b", when=in_days(10))


def clashes(reader, people, when, **more):
    start, end = when.instants()
    return find_clashes(reader=reader, start=start, end=end, people=people, **more)


class TestClashes:
    def test_what_overlaps_clashes_and_what_touches_does_not(self, world, busy):
        for hour, minutes, found in ((10, 60, 1), (9, 61, 1), (11, 180, 1), (8, 120, 0), (12, 60, 0)):
            when = in_days(10, hour, minutes)
            assert len(clashes(world.secretary, [world.member_a], when)) == found, (hour, minutes)

    def test_only_the_people_asked_about(self, world, busy):
        assert not clashes(world.secretary, [world.chair_a], in_days(10))

    def test_a_title_is_shown_to_whoever_may_see_it(self, world, busy):
        (clash,) = clashes(world.secretary, [world.member_a], in_days(10))
        assert (clash.person, clash.title) == (world.member_a, "Canary of group b")

    def test_and_to_nobody_else(self, world, busy):
        (clash,) = clashes(world.chair_a, [world.member_a], in_days(10))
        assert clash.title == ""

    def test_who_said_no_is_free(self, world, busy):
        row = busy.invitations.get(person=world.member_a)
        answer_invitation(actor=world.member_a, invitation=row, answer=Answer.NO)
        assert not clashes(world.secretary, [world.member_a], in_days(10))

    def test_a_cancelled_meeting_and_a_draft_take_no_time(self, world, busy):
        cancel_meeting(actor=world.secretary, meeting=busy, version=busy.version)
        make_meeting(world.group_b, convened=False, invitees=[world.member_a])
        assert not clashes(world.secretary, [world.member_a], in_days(10))

    def test_the_meeting_itself_does_not_clash(self, world, busy):
        assert not clashes(world.secretary, [world.member_a], in_days(10), except_meeting=busy)


class TestOutlook:
    def test_night_is_named_by_city_and_by_person(self, world):
        sleeper = make_person("Sleeper", time_zone="America/New_York")
        outlook = look_at(reader=world.secretary, when=in_days(10, 10), people=[sleeper, world.member_a])
        assert outlook.night == ["New York"]
        assert outlook.asleep == [sleeper]
        assert not outlook.is_past

    def test_the_past_is_marked(self, world):
        assert look_at(reader=world.secretary, when=in_days(-3), people=[]).is_past

    def test_a_time_that_cannot_be_is_refused(self, world):
        with pytest.raises(InvalidInput):
            look_at(reader=world.secretary, when=in_days(10, minutes=0), people=[])


def test_another_council_stays_unnamed():
    world, other = make_world(), make_world()
    appoint(other.group_a, person=world.member_a)
    make_meeting(other.group_a, title="Canary of the other council")
    (clash,) = clashes(world.secretary, [world.member_a], in_days(10))
    assert clash.title == ""


class TestBusyBodies:
    def busy(self, reader, bodies, when, **more):
        start, end = when.instants()
        return [row.title for row in find_busy_bodies(reader=reader, start=start, end=end, bodies=bodies, **more)]

    def test_the_group_s_own_meetings_that_overlap(self, world):
        make_meeting(world.group_a, title="Own", when=in_days(10))
        for hour, minutes, found in ((10, 60, ["Own"]), (9, 61, ["Own"]), (8, 120, []), (12, 60, [])):
            assert self.busy(world.secretary, [world.group_a], in_days(10, hour, minutes)) == found
        assert self.busy(world.secretary, [world.group_b], in_days(10)) == []

    def test_a_joint_meeting_counts_for_each_of_its_groups(self, world):
        make_meeting(world.group_b, title="Joint", when=in_days(10), further_bodies=[world.group_a])
        assert self.busy(world.secretary, [world.group_a], in_days(10)) == ["Joint"]

    def test_a_draft_counts_and_a_cancelled_one_does_not(self, world):
        make_meeting(world.group_a, title="Draft", when=in_days(10), convened=False)
        off = make_meeting(world.group_a, title="Off", when=in_days(10))
        cancel_meeting(actor=world.secretary, meeting=off, version=off.version)
        assert self.busy(world.secretary, [world.group_a], in_days(10)) == ["Draft"]
        assert self.busy(world.member_a, [world.group_a], in_days(10)) == []

    def test_not_the_meeting_itself(self, world):
        own = make_meeting(world.group_a, when=in_days(10))
        assert self.busy(world.secretary, [world.group_a], in_days(10), except_meeting=own) == []


class TestHolidays:
    def test_a_holiday_is_part_of_the_outlook(self, world):
        when = When(date(2027, 3, 22), time(10), 60, "Asia/Tashkent")
        found = look_at(reader=world.secretary, when=when, people=[], bodies=[world.group_a]).holidays
        assert "Public holiday in Kazakhstan: Nauryz" in map(str, found)
