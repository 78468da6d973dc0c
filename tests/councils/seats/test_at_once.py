"""Two presses in the same instant: one of them counts, and the other is told why, never an error."""

import threading
from datetime import date

import pytest
from django.db import connection

from councils.organisations.models import Organisation
from councils.organisations.services import create_organisation
from councils.seats.models import Appointment
from councils.seats.services.appointments import appoint_person
from councils.seats.services.people import Newcomer
from rec_portal.foundation.refusals import Refusal
from tests.factories import make_body, make_council, make_seat

pytestmark = pytest.mark.django_db(transaction=True)

UNION = {"name_en": "Sample Union", "short_name_en": "SU", "kind": "regional"}


def at_once(*deeds) -> list[str]:
    outcomes: list[str] = []
    gate = threading.Barrier(len(deeds))

    def run(deed):
        try:
            gate.wait()
            deed()
            outcomes.append("done")
        except Refusal:
            outcomes.append("refused")
        except Exception as error:  # an error of the server is what must not be
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture(autouse=True)
def _postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def test_one_organisation_entered_twice():
    for number in range(5):
        names = UNION | {"name_en": f"Union {number}", "short_name_en": f"U{number}"}
        assert at_once(*[lambda names=names: create_organisation(actor=None, **names)] * 2) == ["done", "refused"]


def test_two_organisations_with_one_short_name():
    for number in range(5):
        names = [
            UNION | {"name_en": f"{word} {number}", "short_name_en": f"U{number}"} for word in ("Union", "University")
        ]
        assert at_once(*(lambda n=n: create_organisation(actor=None, **n) for n in names)) == ["done", "done"]
        assert Organisation.objects.filter(slug__in=[f"u{number}", f"u{number}-2"]).count() == 2


def test_one_seat_filled_twice():
    body = make_body(make_council(groups=1))

    def fill(seat, name):
        newcomer = Newcomer(f"{name.replace(' ', '.')}@example.org", name=name)
        appoint_person(actor=None, seat=seat, person=newcomer, office="member", starts_on=date(2026, 1, 1))

    for number in range(5):
        seat = make_seat(body)
        names = [f"First {number}", f"Second {number}"]
        deeds = [lambda seat=seat, name=name: fill(seat, name) for name in names]
        assert at_once(*deeds) == ["done", "refused"]
        assert Appointment.objects.filter(seat=seat).count() == 1
        same = make_seat(body), make_seat(body)
        assert at_once(*(lambda seat=seat, n=number: fill(seat, f"New {n}") for seat in same)) == ["done", "done"]
