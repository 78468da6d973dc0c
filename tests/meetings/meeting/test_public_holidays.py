"""Public holidays of the five states: every name the library gives has words of ours, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from meetings.meeting.public_holidays import NAMES, STATES, holiday_lines, holidays_between, holidays_during


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_every_name_of_the_library_has_its_words():
    found = holidays_between(date(1995, 1, 1), date(2100, 12, 31))
    assert {holiday.english for holiday in found} <= NAMES.keys()
    assert {holiday.country for holiday in found} == STATES.keys()


def test_in_the_reader_s_language():
    (nauryz, *_) = holidays_between(date(2026, 3, 22), date(2026, 3, 22))
    assert str(nauryz) == "Public holiday in Kazakhstan: Nauryz"
    with override("ru"):
        assert str(nauryz) == "Праздничный день (Казахстан): Навруз"


def test_a_day_that_follows_the_moon_is_only_expected():
    found = {holiday.country: holiday for holiday in holidays_between(date(2030, 2, 1), date(2030, 2, 10))}
    assert found["UZ"].expected
    assert str(found["UZ"]).startswith("Public holiday in Uzbekistan, expected: Eid al-Fitr")


def test_both_holidays_of_one_day_are_told():
    days = {}
    for holiday in holidays_between(date(2020, 1, 1), date(2040, 12, 31)):
        days.setdefault((holiday.day, holiday.country), []).append(holiday.english)
    assert any(len(names) > 1 for names in days.values())


def test_states_that_keep_the_same_holiday_stand_on_one_line():
    assert holiday_lines(holidays_between(date(2026, 3, 21), date(2026, 3, 21))) == [
        "Nauryz (Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan)"
    ]


def test_each_state_by_its_own_clock():
    """At 18:30 UTC it is the 16th in Bishkek, not yet in Almaty and Tashkent."""
    evening = datetime(2026, 12, 15, 18, 30, tzinfo=UTC)
    assert holidays_during(evening, evening.replace(minute=45)) == []
    later = datetime(2026, 12, 15, 18, 45, tzinfo=UTC)
    (found,) = holidays_during(later, datetime(2026, 12, 15, 19, 1, tzinfo=UTC))
    assert (found.country, found.day) == ("KZ", date(2026, 12, 16))
    assert holidays_during(later, datetime(2026, 12, 15, 19, tzinfo=UTC)) == []


def test_a_line_says_where_a_day_is_only_expected():
    lines = holiday_lines(holidays_between(date(2026, 3, 20), date(2026, 3, 20)))
    assert lines == [
        "Eid al-Fitr (Oraza Ait) (Kyrgyzstan, Uzbekistan)",
        "Eid al-Fitr (Oraza Ait), expected (Tajikistan, Turkmenistan)",
    ]
