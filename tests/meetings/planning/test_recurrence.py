"""The rules of series: against python-dateutil's own expansion and against a plain look at each day of the calendar."""

import calendar
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil import rrule
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.planning.choices import Pattern
from meetings.planning.services.recurrence import LAST, Rule
from rec_portal.foundation.refusals import InvalidInput

FIRST_DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))
RULES = st.tuples(st.sampled_from(Pattern.values), FIRST_DAYS, st.integers(1, 12))
FREQUENCY = {Pattern.WEEKLY: rrule.WEEKLY}


def by_dateutil(rule: Rule, first: date) -> rrule.rrule:
    """Built from its own keywords, not from our text."""
    options = {"interval": rule.interval, "dtstart": datetime.combine(first, time())}
    if rule.month_day:
        return rrule.rrule(rrule.MONTHLY, bymonthday=rule.month_day, **options)
    weekday = rrule.weekdays[rule.weekday]
    if rule.pattern == Pattern.WEEKLY:
        return rrule.rrule(rrule.WEEKLY, byweekday=weekday, **options)
    return rrule.rrule(rrule.MONTHLY, byweekday=weekday(rule.ordinal), **options)


def by_looking(rule: Rule, first: date, day: date) -> bool:
    """Whether the day is one of the rule, by counting weeks and months on the fingers."""
    months = (day.year - first.year) * 12 + day.month - first.month
    if rule.pattern == Pattern.WEEKLY:
        weeks = ((day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))).days // 7
        return day.weekday() == rule.weekday and weeks % rule.interval == 0
    if months % rule.interval:
        return False
    if rule.pattern == Pattern.SAME_DATE:
        return day.day == rule.month_day
    last = calendar.monthrange(day.year, day.month)[1]
    in_week = day.day > last - 7 if rule.ordinal == LAST else (day.day - 1) // 7 + 1 == rule.ordinal
    return day.weekday() == rule.weekday and in_week


@given(RULES)
@settings(max_examples=150, deadline=None)
def test_the_days_are_those_of_dateutil(drawn):
    pattern, first, interval = drawn
    rule = Rule.from_first_day(pattern, first, interval)
    wanted = [moment.date() for moment in islice(by_dateutil(rule, first), 12) if moment.year <= 2100]
    assert list(islice(rule.days(first), len(wanted))) == wanted


@given(RULES)
@settings(max_examples=60, deadline=None)
def test_the_days_are_those_that_one_would_tick_in_a_calendar(drawn):
    pattern, first, interval = drawn
    rule = Rule.from_first_day(pattern, first, interval)
    until = first + timedelta(days=900)
    days = [first + timedelta(days=number) for number in range(901)]
    assert list(rule.days(first, until)) == [day for day in days if by_looking(rule, first, day)]


@given(RULES, st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_written_and_read_again_it_is_the_same_and_ends_after_its_count(drawn, count):
    pattern, first, interval = drawn
    rule = Rule.from_first_day(pattern, first, interval)
    assert Rule.read(rule.write()) == rule
    assert list(rule.days(first, count=count)) == list(islice(rule.days(first), count))


def test_a_fifth_week_counts_as_the_last():
    rule = Rule.from_first_day(Pattern.SAME_WEEKDAY, date(2026, 12, 31))
    assert (rule.pattern, rule.ordinal) == (Pattern.LAST_WEEKDAY, LAST)
    assert list(rule.days(date(2026, 12, 31), count=2)) == [date(2026, 12, 31), date(2027, 1, 28)]


def test_months_without_the_date_have_no_meeting():
    rule = Rule.from_first_day(Pattern.SAME_DATE, date(2027, 1, 31))
    assert list(rule.days(date(2027, 1, 31), count=3)) == [date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31)]


@pytest.mark.parametrize("interval", [0, 13, -1])
def test_an_interval_nobody_means(interval):
    with pytest.raises(InvalidInput):
        Rule.from_first_day(Pattern.WEEKLY, date(2027, 1, 1), interval)


@pytest.mark.parametrize(
    ("pattern", "first", "interval", "english", "russian"),
    [
        (Pattern.WEEKLY, date(2026, 12, 3), 1, "every week on Thursday", "каждую неделю: четверг"),
        (Pattern.WEEKLY, date(2026, 12, 3), 2, "every 2 weeks on Thursday", "каждые 2\u00a0недели: четверг"),
        (Pattern.LAST_WEEKDAY, date(2026, 12, 31), 1, "every month on the last Thursday",
         "каждый месяц: последний четверг"),
        (Pattern.SAME_WEEKDAY, date(2026, 12, 9), 5, "every 5 months on the second Wednesday",
         "каждые 5\u00a0месяцев: вторая среда"),
        (Pattern.LAST_WEEKDAY, date(2026, 12, 27), 1, "every month on the last Sunday",
         "каждый месяц: последнее воскресенье"),
        (Pattern.SAME_DATE, date(2026, 12, 15), 1, "every month on day 15", "каждый месяц, 15-го числа"),
        (Pattern.SAME_DATE, date(2026, 12, 15), 3, "every 3 months on day 15", "каждые 3\u00a0месяца, 15-го числа"),
    ],
)  # fmt: skip
def test_in_words(pattern, first, interval, english, russian):
    rule = Rule.from_first_day(pattern, first, interval)
    with override("en"):
        assert str(rule) == english
    with override("ru"):
        assert str(rule) == russian
