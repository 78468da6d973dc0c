"""Wall times and instants: 12 zones, days around each clock change, four properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rec_portal.foundation import spelling, zones

ZONES = [
    "Asia/Tashkent", "Asia/Almaty", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Ashgabat", "Europe/Vienna",
    "Europe/Zurich", "America/New_York", "Europe/London", "Europe/Moscow", "Asia/Tokyo", "UTC",
]  # fmt: skip
DAYS = [date.fromisoformat(day) for day in (
    "2024-03-10", "2024-03-31", "2024-10-27", "2024-11-03", "2024-02-29", "2026-07-01",
)]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", DAYS)
def test_a_wall_time_that_exists_once_comes_back_as_it_was(zone, day):
    for hour in range(24):
        wall = time(hour, 30)
        try:
            instant = zones.instant_of(day, wall, zone)
        except zones.AmbiguousTime as twice:
            first, second = twice.choices
            assert second - first == timedelta(hours=1)
            assert zones.instant_of(day, wall, zone, second_time=False) == first
            assert zones.instant_of(day, wall, zone, second_time=True) == second
            for choice in twice.choices:
                assert choice.astimezone(ZoneInfo(zone)).time() == wall
        except zones.NoSuchTime:
            shown = {(datetime.combine(day, time(0), UTC) + timedelta(minutes=10 * n)).astimezone(ZoneInfo(zone))
                     for n in range(-144, 300)}  # fmt: skip
            assert not any(moment.date() == day and moment.time() == wall for moment in shown)
        else:
            there = instant.astimezone(ZoneInfo(zone))
            assert (there.date(), there.time()) == (day, wall)
            assert instant.tzinfo is UTC


def test_a_time_the_clock_skips_is_named_with_the_next_one_that_exists():
    with pytest.raises(zones.NoSuchTime, match=r"skips this time on this day\. The next time that exists is 03:30"):
        zones.instant_of(date(2024, 3, 31), time(2, 30), "Europe/Vienna")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_every_instant_can_be_written_as_a_wall_time_and_read_again(instant, zone):
    there = instant.astimezone(ZoneInfo(zone))
    read = zones.instant_of(there.date(), there.time().replace(fold=0), zone, second_time=bool(there.fold))
    assert read == instant


def test_kazakhstan_moved_to_one_zone_in_march_2024():
    before = datetime(2024, 2, 29, 12, tzinfo=UTC)
    after = datetime(2024, 3, 1, 12, tzinfo=UTC)
    assert zones.offset(before, "Asia/Almaty") == "UTC+6"
    assert zones.offset(after, "Asia/Almaty") == "UTC+5"


def test_a_span_says_weekday_date_city_and_offset_and_both_days_past_midnight():
    start = datetime(2024, 11, 21, 5, tzinfo=UTC)
    two_hours = start + timedelta(hours=2)
    assert spelling.span(start, two_hours, "Asia/Tashkent") == (
        "Thursday 21 November 2024, 10:00–12:00 Tashkent (UTC+5)"
    )
    late = spelling.span(start + timedelta(hours=13), start + timedelta(hours=15), "Asia/Tashkent")
    assert late == "Thursday 21 November 2024, 23:00 – Friday 22 November 2024, 01:00 Tashkent (UTC+5)"


def test_cities_with_one_wall_time_share_a_line_and_night_is_said():
    lines = spelling.city_times(datetime(2024, 11, 21, 5, tzinfo=UTC), "Asia/Tashkent")
    assert [(line.cities, line.time, line.night) for line in lines] == [
        ("Bishkek", "11:00", False),
        ("Almaty, Dushanbe, Ashgabat, Tashkent", "10:00", False),
        ("Vienna, Geneva", "06:00", False),
        ("New York", "00:00", True),
    ]


def test_another_day_elsewhere_is_said():
    lines = spelling.city_times(datetime(2024, 11, 21, 3, tzinfo=UTC), "Asia/Tashkent")
    assert lines[-1].day == "Wednesday 20 November 2024"
    assert lines[0].day == ""


@pytest.mark.parametrize(("wall", "night"), [("05:59", True), ("06:00", False), ("21:59", False), ("22:00", True)])
def test_night_runs_from_ten_to_six(wall, night):
    assert zones.is_night(datetime.combine(date(2024, 1, 1), time.fromisoformat(wall))) is night
