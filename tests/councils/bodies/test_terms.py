"""Days of a zone as instants, also where the clock skips or repeats midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest

from councils.bodies import terms


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2026, 3, 10), "Asia/Tashkent", datetime(2026, 3, 9, 19, tzinfo=UTC)),
        (date(2026, 3, 10), "UTC", datetime(2026, 3, 10, tzinfo=UTC)),
        (date(2024, 2, 29), "Asia/Almaty", datetime(2024, 2, 28, 18, tzinfo=UTC)),
        # The clock went back from midnight to 23:00: 1 March began an hour later than the day before had promised.
        (date(2024, 3, 1), "Asia/Almaty", datetime(2024, 2, 29, 19, tzinfo=UTC)),
        (date(2024, 3, 2), "Asia/Almaty", datetime(2024, 3, 1, 19, tzinfo=UTC)),
        # Midnight is skipped: the day begins at 01:00.
        (date(2024, 3, 31), "Asia/Beirut", datetime(2024, 3, 30, 22, tzinfo=UTC)),
        # Midnight comes twice: the day begins at the first.
        (date(2024, 11, 3), "America/Havana", datetime(2024, 11, 3, 4, tzinfo=UTC)),
    ],
)
def test_a_day_begins(day, zone, start):
    assert terms.start_of(day, zone) == start
    assert terms.end_of(day - timedelta(days=1), zone) == start
    assert terms.last_day(start, zone) == day - timedelta(days=1)
    assert terms.day_of(start, zone) == day


def test_the_last_day_of_a_term_that_ended_in_the_afternoon_is_that_day():
    assert terms.last_day(datetime(2026, 3, 10, 9, tzinfo=UTC), "Asia/Tashkent") == date(2026, 3, 10)


@pytest.mark.parametrize("day", [terms.EARLIEST, terms.LATEST])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_outermost_days_are_instants_in_every_zone(day, zone):
    assert terms.start_of(day, zone) < terms.end_of(day, zone)
