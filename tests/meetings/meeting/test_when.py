"""Wall times with an end: what is refused, past midnight, and the days on which clocks change."""

from datetime import UTC, date, datetime, time

import pytest

from meetings.meeting.schedule import When
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.foundation.zones import AmbiguousTime, NoSuchTime

TASHKENT, VIENNA = "Asia/Tashkent", "Europe/Vienna"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # In Vienna 02:00 becomes 03:00, and 03:00 becomes 02:00.


def between(day, start, end, zone=TASHKENT, **more):
    return When.between(day, time.fromisoformat(start), time.fromisoformat(end), zone, **more)


def refused(*arguments, **more) -> tuple[str | None, type]:
    with pytest.raises(InvalidInput) as refusal:
        between(*arguments, **more)
    return refusal.value.field, type(refusal.value)


def test_a_plain_time():
    when = between(date(2027, 5, 4), "10:00", "12:30")
    assert when == When(date(2027, 5, 4), time(10), 150, TASHKENT)
    assert when.instants() == (datetime(2027, 5, 4, 5, tzinfo=UTC), datetime(2027, 5, 4, 7, 30, tzinfo=UTC))


@pytest.mark.parametrize("end", ["10:00", "09:59", "00:00"])
def test_an_end_that_is_not_after_the_start_is_refused(end):
    assert refused(date(2027, 5, 4), "10:00", end) == ("end", InvalidInput)


def test_past_midnight_needs_the_day_and_then_works():
    assert refused(date(2027, 5, 4), "22:00", "01:00")[0] == "end"
    assert between(date(2027, 5, 4), "22:00", "01:00", last_day=date(2027, 5, 5)).minutes == 180


def test_a_last_day_before_the_first_is_refused():
    assert refused(date(2027, 5, 4), "10:00", "12:00", last_day=date(2027, 5, 3))[0] == "end"


def test_fourteen_days_are_the_most():
    assert between(date(2027, 5, 4), "10:00", "10:00", last_day=date(2027, 5, 18)).minutes == 14 * 24 * 60
    assert refused(date(2027, 5, 4), "10:00", "10:01", last_day=date(2027, 5, 18))[0] == "end_day"


@pytest.mark.parametrize("year", [1, 1999, 2101, 9999])
def test_a_year_nobody_means_is_refused(year):
    assert refused(date(year, 5, 4), "10:00", "12:00")[0] == "day"
    assert refused(date(2027, 5, 4), "10:00", "12:00", last_day=date(year, 5, 4))[0] == "end_day"
    with pytest.raises(InvalidInput) as refusal:
        When(date(year, 5, 4), time(10), 60, TASHKENT).instants()
    assert refusal.value.field == "day"


@pytest.mark.parametrize("minutes", [0, -5, 14 * 24 * 60 + 1])
def test_a_length_that_cannot_be_is_refused(minutes):
    with pytest.raises(InvalidInput) as refusal:
        When(date(2027, 5, 4), time(10), minutes, TASHKENT).instants()
    assert refusal.value.field == "end"


class TestWhenClocksChange:
    def test_a_start_that_the_clock_skips(self):
        assert refused(SPRING, "02:30", "04:00", VIENNA) == ("start", NoSuchTime)

    def test_an_end_that_the_clock_skips(self):
        assert refused(SPRING, "01:30", "02:30", VIENNA)[0] == "end"

    def test_an_hour_less_in_spring(self):
        assert between(SPRING, "01:30", "04:00", VIENNA).minutes == 90

    def test_an_hour_more_in_autumn(self):
        assert between(AUTUMN, "01:30", "04:00", VIENNA).minutes == 210

    def test_a_start_shown_twice_must_be_chosen(self):
        assert refused(AUTUMN, "02:30", "04:00", VIENNA) == ("start", AmbiguousTime)
        first = between(AUTUMN, "02:30", "04:00", VIENNA, second=False)
        second = between(AUTUMN, "02:30", "04:00", VIENNA, second=True)
        assert (first.minutes, second.minutes) == (150, 90)
        assert first.instants()[1] == second.instants()[1]
        assert (first.second_time, second.second_time) == (False, True)

    def test_an_end_shown_twice_is_the_first_after_the_start(self):
        assert between(AUTUMN, "01:30", "02:30", VIENNA).minutes == 60
        assert between(AUTUMN, "02:15", "02:30", VIENNA, second=True).minutes == 15

    def test_a_choice_made_for_another_day_is_forgotten(self):
        assert between(date(2027, 5, 4), "02:30", "04:00", VIENNA, second=True).second_time is None

    def test_days_over_a_change_end_at_the_wall_time_that_was_said(self):
        when = between(date(2027, 10, 30), "10:00", "17:00", VIENNA, last_day=AUTUMN)
        assert when.minutes == 32 * 60
        assert when.instants()[1] == datetime(2027, 10, 31, 16, tzinfo=UTC)
