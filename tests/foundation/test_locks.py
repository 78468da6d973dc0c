"""A lock keeps out who would change the row, not who only refers to it."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from councils.seats.services.administrators import lock_councils
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock
from tests.factories import make_council, make_person
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def elsewhere(deed) -> list[str]:
    """What `deed` comes to in another connection that waits no longer than a second for a lock."""
    outcomes = []

    def run():
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '1s'")
                deed()
            outcomes.append("done")
        except OperationalError:
            outcomes.append("waited")
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcomes


def test_an_event_about_a_locked_person_is_written_at_once():
    """It is written while all other writers of the history wait: one who holds the person would wait back for ever."""
    person = make_person()
    with transaction.atomic():
        lock(person)
        assert elsewhere(lambda: record(actor=person, verb="person.signed_in", target=person, root_id=None)) == ["done"]
        assert elsewhere(lambda: lock(person)) == ["waited"]


def test_a_new_row_below_a_locked_council_is_written_at_once():
    council = make_council(groups=1)
    with transaction.atomic():
        lock_councils()
        assert elsewhere(lambda: make_meeting(council, convened=False)) == ["done"]
        assert elsewhere(lambda: lock(council)) == ["waited"]
