"""A council keeps an administrator: in turn, by the clock, by barring, and when two go at the same moment."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connections

from councils.bodies.choices import Office, SeatKind
from councils.seats.models import Appointment
from councils.seats.services.appointments import appoint_person, end_appointment
from councils.seats.services.people import disable_person
from rec_portal.accounts.models import User
from rec_portal.foundation.refusals import Refusal
from tests.factories import appoint, make_body, make_council, make_person, make_seat

NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
LAST = "last administrator"


def second_administrator(council, **fields):
    seat = make_seat(council, kind=SeatKind.SERVING)
    return appoint_person(
        actor=None,
        seat=seat,
        person=make_person(),
        office=Office.ADMINISTRATOR,
        **({"starts_on": date(2026, 1, 1)} | fields),
    )


@pytest.fixture
def term(world):
    """The term of the world's only administrator."""
    with time_machine.travel(NOON, tick=False):
        yield Appointment.objects.get(person=world.administrator)


@pytest.mark.django_db
class TestInTurn:
    def test_the_last_one_stays(self, term):
        for ends_on in (None, TODAY, TODAY + 400 * DAY):
            with pytest.raises(Refusal, match=LAST):
                end_appointment(actor=None, appointment=term, ends_on=ends_on, reason="Leaves")
        with pytest.raises(Refusal, match=LAST):
            disable_person(actor=None, person=term.person, reason="Leaves")
        term.refresh_from_db()
        assert term.ends_at is None
        assert User.objects.get(pk=term.person_id).is_active

    def test_one_of_two_goes(self, world, term):
        second_administrator(world.council)
        end_appointment(actor=None, appointment=term, reason="Leaves")
        assert term.person_id

    def test_one_of_two_is_barred_and_then_the_other_stays(self, world, term):
        other = second_administrator(world.council)
        disable_person(actor=other.person, person=term.person, reason="Leaves")
        with pytest.raises(Refusal, match=LAST):
            end_appointment(actor=None, appointment=other, reason="Leaves")

    @pytest.mark.parametrize(
        "fields",
        [{"ends_on": TODAY + 30 * DAY}, {"starts_on": TODAY + DAY}],
        ids=["who leaves earlier", "who has not begun"],
    )
    def test_somebody_who_does_not_stay_as_long_is_no_successor(self, world, term, fields):
        second_administrator(world.council, **fields)
        with pytest.raises(Refusal, match=LAST):
            end_appointment(actor=None, appointment=term, reason="Leaves")

    def test_somebody_who_begins_in_time_is_a_successor(self, world, term):
        second_administrator(world.council, starts_on=TODAY + DAY)
        end_appointment(actor=None, appointment=term, ends_on=TODAY + DAY, reason="Leaves")

    def test_a_set_end_is_followed_by_one_not_earlier(self, world, term):
        dated = second_administrator(world.council, ends_on=TODAY + 30 * DAY)
        end_appointment(actor=None, appointment=dated, reason="Leaves")
        assert Appointment.objects.get(pk=dated.pk).ends_at == NOON

    def test_a_barred_one_does_not_count(self, world, term):
        other = second_administrator(world.council)
        disable_person(actor=term.person, person=other.person, reason="Leaves")
        with pytest.raises(Refusal, match=LAST):
            end_appointment(actor=None, appointment=term, reason="Leaves")

    def test_a_second_seat_of_the_same_person_does_not_count(self, world, term):
        seat = make_seat(world.council, kind=SeatKind.SERVING)
        appoint(world.council, Office.ADMINISTRATOR, term.person, seat)
        with pytest.raises(Refusal, match=LAST):
            end_appointment(actor=None, appointment=term, reason="Leaves")

    def test_an_administrator_of_another_council_does_not_count(self, world, term):
        second_administrator(world.other_council)
        with pytest.raises(Refusal, match=LAST):
            end_appointment(actor=None, appointment=term, reason="Leaves")

    def test_a_coming_term_may_be_lengthened(self, world, term):
        dated = second_administrator(world.council, ends_on=TODAY + 30 * DAY)
        end_appointment(actor=None, appointment=dated, ends_on=TODAY + 60 * DAY, reason="Stays on")

    def test_an_administrator_of_a_single_group_may_go(self, world, term):
        seat = make_seat(world.group_a, kind=SeatKind.SERVING)
        person = appoint(world.group_a, Office.ADMINISTRATOR, seat=seat)
        end_appointment(actor=None, appointment=Appointment.objects.get(person=person), reason="Leaves")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two administrators, two ways out, taken at the same instant: one of them stays."""

    @pytest.fixture
    def pair(self):
        council = make_council(groups=1)
        return [appoint(council, Office.ADMINISTRATOR) for _number in range(2)]

    @staticmethod
    def leave(person: User) -> None:
        end_appointment(actor=None, appointment=Appointment.objects.get(person=person), reason="Leaves")

    @staticmethod
    def be_barred(person: User) -> None:
        disable_person(actor=None, person=person, reason="Leaves")

    @pytest.mark.parametrize("ways", [("leave", "leave"), ("leave", "be_barred"), ("be_barred", "be_barred")])
    def test_one_stays(self, pair, ways):
        for _round in range(3):
            outcomes = at_once([(getattr(self, way), person) for way, person in zip(ways, pair, strict=True)])
            assert sorted(outcomes) == ["done", "refused"]
            pair = self.restore(pair)

    @staticmethod
    def restore(pair: list[User]) -> list[User]:
        """Both in office again, for the next round."""
        council = Appointment.objects.filter(person__in=pair).first().seat.body
        for row in User.objects.filter(pk__in=[person.pk for person in pair]):
            row.is_active = True
            row.save()
        held = Appointment.objects.current().filter(person__in=pair).values_list("person", flat=True)
        for person in pair:
            if person.pk not in held:
                end = Appointment.objects.get(person=person)
                end.ends_at = None
                end.save()
        assert Appointment.objects.current().filter(seat__body=council, office=Office.ADMINISTRATOR).count() == 2
        return [User.objects.get(pk=person.pk) for person in pair]


def at_once(calls: list[tuple[Callable[[User], None], User]]) -> list[str]:
    outcomes: list[str] = []
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[User], None], person: User) -> None:
        try:
            gate.wait()
            call(person)
            outcomes.append("done")
        except Refusal:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db
def test_a_body_below_has_its_council_locked(world):
    below = make_body(world.group_a)
    person = appoint(below, Office.ADMINISTRATOR)
    end_appointment(actor=None, appointment=Appointment.objects.get(person=person), reason="Leaves")
