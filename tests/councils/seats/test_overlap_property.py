"""Whatever is typed in whatever order: a seat never has two holders at once, nor one person twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from councils.seats.models import Appointment
from councils.seats.services.appointments import appoint_person, end_appointment
from rec_portal.foundation.refusals import Refusal
from tests.factories import make_council, make_person, make_seat

FIRST = date(2026, 3, 1)
NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)

days = st.integers(0, 20).map(lambda number: FIRST + timedelta(days=number))
maybe_a_day = st.none() | days
appoints = st.tuples(st.just("appoint"), st.integers(0, 2), st.booleans(), days, maybe_a_day)
ends = st.tuples(st.just("end"), st.integers(0, 9), maybe_a_day)


class Overlap(TestCase):
    @given(deeds=st.lists(appoints | ends, min_size=2, max_size=8))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @time_machine.travel(NOON, tick=False)
    def test_one_holder_at_a_time(self, deeds):
        seat = make_seat(make_council(groups=0))
        people = [make_person() for _number in range(3)]
        for deed in deeds:
            self.do(deed, seat, people)
        terms = [term for term in Appointment.objects.filter(seat=seat) if term.ends_at != term.starts_at]
        for one, other in combinations(terms, 2):
            if one.person_id == other.person_id or not (one.is_alternate or other.is_alternate):
                assert _apart(one, other), (one.starts_at, one.ends_at, other.starts_at, other.ends_at)

    @staticmethod
    def do(deed, seat, people):
        try:
            if deed[0] == "appoint":
                _verb, person, is_alternate, starts_on, ends_on = deed
                appoint_person(
                    actor=None,
                    seat=seat,
                    person=people[person],
                    office="member",
                    is_alternate=is_alternate,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            else:
                terms = list(Appointment.objects.filter(seat=seat).order_by("id"))
                if terms:
                    end_appointment(actor=None, appointment=terms[deed[1] % len(terms)], ends_on=deed[2], reason="Done")
        except Refusal:
            pass


def _apart(one: Appointment, other: Appointment) -> bool:
    return (one.ends_at is not None and one.ends_at <= other.starts_at) or (
        other.ends_at is not None and other.ends_at <= one.starts_at
    )


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [((1, 5), (5, 9), True), ((1, 6), (5, 9), False), ((5, None), (1, 5), True), ((5, None), (1, None), False)],
)
def test_the_yardstick_itself(one, other, apart):
    first, second = (
        Appointment(starts_at=NOON + timedelta(days=start), ends_at=None if end is None else NOON + timedelta(days=end))
        for start, end in (one, other)
    )
    assert _apart(first, second) is apart
