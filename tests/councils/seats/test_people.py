"""Barring a person and letting them in again."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from councils.seats.services.people import Newcomer, disable_person, enable_person, find_or_create_person
from rec_portal.accounts.models import SecretLink
from rec_portal.accounts.services.secret_links import issue_link, read_link
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db
PAGE = "/bodies/"


def test_barring_ends_sessions_and_links_at_once(world, client_of):
    client = client_of("member_a")
    assert client.get(PAGE).status_code == 200
    secret = issue_link(person=world.member_a, purpose="calendar_feed")
    barred = disable_person(actor=world.administrator, person=world.member_a, reason="Left the ministry")
    assert not barred.is_active
    assert client.get(PAGE).status_code == 302
    assert read_link(secret, purpose="calendar_feed") is None
    event = AuditEvent.objects.about(barred).get()
    assert (event.verb, event.reason, event.root_id) == ("person.disabled", "Left the ministry", None)


def test_letting_in_again_does_not_revive_links(world):
    secret = issue_link(person=world.member_a, purpose="calendar_feed")
    disable_person(actor=world.administrator, person=world.member_a, reason="A mistake")
    person = enable_person(actor=world.administrator, person=world.member_a, reason="It was a mistake")
    assert person.is_active
    assert read_link(secret, purpose="calendar_feed") is None
    assert SecretLink.objects.filter(person=person, revoked_at=None).count() == 0
    assert AuditEvent.objects.about(person).first().verb == "person.enabled"


@pytest.mark.parametrize("service", [disable_person, enable_person])
def test_a_reason_is_asked_for(world, service):
    with pytest.raises(InvalidInput) as refusal:
        service(actor=world.administrator, person=world.member_a, reason=" ")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("service", [disable_person, enable_person])
@pytest.mark.parametrize("actor", ["secretary", "chair_a", "member_a", "nobody", "other_secretary"])
def test_only_administrators_bar(world, service, actor):
    with pytest.raises(NotAllowed):
        service(actor=world.people[actor], person=world.member_b, reason="No")


def test_doing_it_twice_leaves_one_event(world):
    for _time in range(2):
        disable_person(actor=world.administrator, person=world.member_a, reason="Left")
    for _time in range(2):
        enable_person(actor=world.administrator, person=world.member_a, reason="Back")
    assert AuditEvent.objects.about(world.member_a).count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_address_entered_by_two_at_once_makes_one_person():
    """The second one waits at the unique column, is refused there, and finds the first one's person."""
    newcomer = Newcomer("same@example.org", "Same Person")
    found = []

    def enter() -> None:
        with transaction.atomic():
            found.append(find_or_create_person(newcomer, actor=None))
        connections.close_all()

    second = threading.Thread(target=enter)
    with transaction.atomic():
        first = find_or_create_person(newcomer, actor=None)
        second.start()
        patience = time.monotonic() + 20
        while not _somebody_waits_for_us():
            assert second.is_alive()
            assert time.monotonic() < patience
    second.join()
    assert found == [first]


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None
