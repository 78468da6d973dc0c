"""The portal's mails and feed in a calendar client that is not ours: it shows the right time, place and state."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.calendar.services import open_feed
from meetings.calling.services.details import change_details
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When
from rec_portal.outbox.delivery import drain
from tests.factories.meetings import make_meeting
from tests.meetings.calendar.khal import Calendar, calendar_part

pytestmark = pytest.mark.django_db
# Clocks in Vienna go forward on Sunday, 29 March 2026.
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 3, 27), date(2026, 3, 30)


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def calendar_in(tmp_path) -> Callable[[str], Calendar]:
    return lambda zone: Calendar(tmp_path / zone.replace("/", "-"), zone)


def at_ten(day: date, zone: str = "Asia/Tashkent") -> When:
    return When(day=day, start=time(10), minutes=120, zone=zone)


def arrive(person, *calendars: Calendar) -> str:
    """Sends what is due; the person's one new mail reaches their calendars. Returns its method."""
    mail.outbox.clear()
    drain(clock=timezone.now)
    (found,) = [message for message in mail.outbox if message.to == [person.email]]
    method, content = calendar_part(found.message())
    for calendar in calendars:
        assert calendar.take(content)
    return method


def now_of(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def move(world, meeting, when: When) -> None:
    move_meeting(actor=world.secretary, meeting=meeting, version=now_of(meeting).version, when=when)


class TestMoved:
    def test_over_a_change_of_the_clock_as_vienna_sees_it(self, world, calendar_in):
        vienna, tashkent = calendar_in("Europe/Vienna"), calendar_in("Asia/Tashkent")
        meeting = make_meeting(world.group_a, title="Second meeting", when=at_ten(FRIDAY))
        assert arrive(world.member_a, vienna, tashkent) == "REQUEST"
        (seen,) = vienna.listed(FRIDAY)
        assert (seen.starts, seen.ends, seen.title) == ("2026-03-27 06:00", "2026-03-27 08:00", "Second meeting")
        move(world, meeting, at_ten(MONDAY))
        arrive(world.member_a, vienna, tashkent)
        assert vienna.listed(FRIDAY) == [], "the old time is gone"
        assert [shown.starts for shown in vienna.listed(MONDAY)] == ["2026-03-30 07:00"]
        assert [shown.starts for shown in tashkent.listed(MONDAY)] == ["2026-03-30 10:00"]

    def test_a_meeting_by_viennas_clock(self, world, calendar_in):
        vienna, tashkent = calendar_in("Europe/Vienna"), calendar_in("Asia/Tashkent")
        meeting = make_meeting(world.group_a, when=at_ten(FRIDAY, "Europe/Vienna"))
        arrive(world.member_a, vienna, tashkent)
        assert [shown.starts for shown in tashkent.listed(FRIDAY)] == ["2026-03-27 14:00"]
        move(world, meeting, at_ten(MONDAY, "Europe/Vienna"))
        arrive(world.member_a, vienna, tashkent)
        assert [shown.starts for shown in vienna.listed(MONDAY)] == ["2026-03-30 10:00"]
        assert [shown.starts for shown in tashkent.listed(MONDAY)] == ["2026-03-30 13:00"]

    def test_an_older_mail_that_comes_late_changes_nothing(self, world, calendar_in):
        vienna = calendar_in("Europe/Vienna")
        meeting = make_meeting(world.group_a, when=at_ten(FRIDAY))
        drain(clock=timezone.now)
        late = next(message for message in mail.outbox if message.to == [world.member_a.email])
        move(world, meeting, at_ten(MONDAY))
        arrive(world.member_a, vienna)
        assert vienna.take(calendar_part(late.message())[1]) is False
        assert [shown.starts for shown in vienna.listed(MONDAY)] == ["2026-03-30 07:00"]


class TestCalledOff:
    @pytest.mark.parametrize("call_off", [cancel_meeting, postpone_meeting])
    def test_the_client_says_so(self, world, calendar_in, call_off):
        vienna = calendar_in("Europe/Vienna")
        meeting = make_meeting(world.group_a, when=at_ten(FRIDAY), link="https://meet.example.org/a")
        arrive(world.member_a, vienna)
        assert not vienna.listed(FRIDAY)[0].cancelled
        call_off(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert arrive(world.member_a, vienna) == "CANCEL"
        (seen,) = vienna.listed(FRIDAY)
        assert seen.cancelled
        assert "meet.example.org" not in seen.location

    def test_postponed_and_given_a_new_time_it_is_back(self, world, calendar_in):
        vienna = calendar_in("Europe/Vienna")
        meeting = make_meeting(world.group_a, when=at_ten(FRIDAY))
        arrive(world.member_a, vienna)
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        arrive(world.member_a, vienna)
        move(world, meeting, at_ten(MONDAY))
        arrive(world.member_a, vienna)
        (seen,) = vienna.listed(FRIDAY, days=7)
        assert (seen.starts, seen.cancelled) == ("2026-03-30 07:00", False)

    def test_no_longer_invited_and_invited_again(self, world, calendar_in):
        vienna = calendar_in("Europe/Vienna")
        meeting = make_meeting(world.group_a, when=at_ten(FRIDAY))
        arrive(world.member_a, vienna)
        for people, method, off in (
            ([world.chair_a], "CANCEL", True),
            ([world.chair_a, world.member_a], "REQUEST", False),
        ):
            change_invitees(actor=world.secretary, meeting=meeting, version=now_of(meeting).version, people=people)
            assert arrive(world.member_a, vienna) == method
            assert vienna.listed(FRIDAY)[0].cancelled == off


def test_a_change_of_the_place_replaces_the_entry(world, calendar_in):
    vienna = calendar_in("Europe/Vienna")
    meeting = make_meeting(world.group_a, when=at_ten(FRIDAY), place="Hall 1", format="hybrid")
    arrive(world.member_a, vienna)
    given = {name: getattr(meeting, name) for name in ("title", "format", "link", "note", "version")}
    change_details(actor=world.secretary, meeting=meeting, **given, place="Hall 2")
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        arrive(world.member_a, vienna)
    assert [shown.location for shown in vienna.listed(FRIDAY)] == ["Hall 2"]


def test_a_joint_meeting_in_russian_with_long_lines(world, calendar_in):
    title = "Совместное заседание рабочих групп: обмен опытом, возвращение, реинтеграция; итоги, планы\\задачи"
    world.member_a.language = "ru"
    world.member_a.save()
    vienna = calendar_in("Europe/Vienna")
    make_meeting(
        world.group_a,
        title=title,
        when=at_ten(FRIDAY),
        further_bodies=[world.group_b],
        place="Ташкент, зал «А», 2-й этаж; вход со двора",
        format="in_person",
    )
    arrive(world.member_a, vienna)
    (seen,) = vienna.listed(FRIDAY)
    assert (seen.title, seen.location) == (title, "Ташкент, зал «А», 2-й этаж; вход со двора")


def test_past_midnight_and_the_hour_that_comes_twice(world, calendar_in):
    vienna, tashkent = calendar_in("Europe/Vienna"), calendar_in("Asia/Tashkent")
    night = When(day=date(2026, 10, 25), start=time(2, 30), minutes=60, zone="Europe/Vienna", second_time=True)
    make_meeting(world.group_a, when=night)
    arrive(world.member_a, vienna, tashkent)
    (seen,) = tashkent.listed(date(2026, 10, 25))
    assert (seen.starts, seen.ends) == ("2026-10-25 06:30", "2026-10-25 07:30"), "the second 02:30 is 01:30 UTC"


def test_a_feed_of_fifty_meetings(world, calendar_in):
    meetings = [
        make_meeting(
            world.group_a if number % 2 else world.group_b,
            title=f"Заседание {number}",
            when=at_ten(
                FRIDAY + timedelta(days=number * 5), ("Asia/Tashkent", "Europe/Vienna", "Asia/Bishkek")[number % 3]
            ),
            invitees=[world.member_a],
            further_bodies=[] if number % 2 else [world.group_a],
        )
        for number in range(50)
    ]
    cancel_meeting(actor=world.secretary, meeting=meetings[7], version=meetings[7].version)
    address = reverse("meetings:feed", args=[open_feed(actor=world.member_a, person=world.member_a)])
    vienna = calendar_in("Europe/Vienna")
    vienna.take(Client().get(address).content)
    shown = vienna.listed(FRIDAY, days=300)
    assert len(shown) == 50
    here = ZoneInfo("Europe/Vienna")
    for meeting, seen in zip(meetings, shown, strict=True):
        assert seen.starts == f"{meeting.starts_at.astimezone(here):%Y-%m-%d %H:%M}"
        assert seen.ends == f"{meeting.ends_at.astimezone(here):%Y-%m-%d %H:%M}"
        assert meeting.title in seen.title
    assert [number for number, seen in enumerate(shown) if seen.cancelled] == [7]
