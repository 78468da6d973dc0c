"""The clocks of a city are changed between convening a meeting and the meeting: nobody is told a wrong hour."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from meetings.calling.services.schedule import When
from tests.factories import make_meeting
from tests.meetings.notices.rows import letter, reason, row_of

pytestmark = pytest.mark.django_db
# On Sunday, 28 March 2027, clocks in Geneva go forward; in Tashkent and in Bishkek they never do.
WINTER, SUMMER = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 4, 4, 9, tzinfo=UTC)
DAY = date(2027, 4, 5)
GENEVA, TASHKENT = "10:00–12:00 Geneva (UTC+2)", "13:00–15:00 Tashkent (UTC+5)"


@pytest.fixture
def meeting(world):
    """Convened in winter for a day in summer, by Geneva's clock; one reader there, one in Tashkent."""
    world.member_a.time_zone, world.chair_a.time_zone = "Europe/Zurich", "Asia/Tashkent"
    for person in (world.member_a, world.chair_a):
        person.save()
    with time_machine.travel(WINTER, tick=False):
        return make_meeting(world.group_a, when=When(day=DAY, start=time(10), minutes=120, zone="Europe/Zurich"))


@pytest.mark.parametrize(("kind", "offset"), [("invitation", 0), ("reminder", 24 * 60), ("reminder", 60)])
@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_mails_say_the_hour_of_the_day_itself(world, meeting, kind, offset, now):
    with time_machine.travel(now, tick=False):
        for person, said in ((world.member_a, GENEVA), (world.chair_a, TASHKENT)):
            mail = letter(row_of(meeting, person, kind, offset))
            assert said in mail.text
            assert "UTC+1)" not in mail.text


def test_pages_say_the_same_before_and_after(world, client_of, meeting):
    for now in (WINTER, SUMMER):
        with time_machine.travel(now, tick=False):
            for who, said in (("member_a", GENEVA), ("chair_a", TASHKENT)):
                assert f"Monday 5 April 2027, {said}" in client_of(who).get(meeting.get_absolute_url()).content.decode()


def test_reminders_are_due_by_the_hour_of_the_meeting(world, meeting):
    """Seven days before is a day of summer, and so is the day before: each at ten o'clock in Geneva."""
    for offset in (7 * 24 * 60, 24 * 60, 60):
        row = row_of(meeting, world.member_a, "reminder", offset)
        assert row.due_at == datetime(2027, 4, 5, 8, tzinfo=UTC) - timedelta(minutes=offset)
        assert reason(row, row.due_at) is None


def test_only_the_instant_of_the_new_offset_is_the_start(meeting):
    assert meeting.starts_at == datetime(2027, 4, 5, 8, tzinfo=UTC)
    assert (meeting.wall_day, meeting.wall_start) == (DAY, time(10))
