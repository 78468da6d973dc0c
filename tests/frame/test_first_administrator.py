"""How an empty production portal gets its first person."""

import pytest
from django.core.management import CommandError, call_command

from councils.bodies.models import Body
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.outbox.account_mail import WELCOME
from rec_portal.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db


def appoint(email: str = "Anna@Example.org") -> None:
    call_command("first_administrator", email, "Anna Sample", verbosity=0)


def test_an_empty_portal_says_what_to_load_first():
    with pytest.raises(CommandError, match="seed_rec"):
        appoint()


def test_the_first_administrator_may_administer_and_is_written_to():
    call_command("seed_rec", verbosity=0)
    appoint()
    person = User.objects.get(email="anna@example.org")
    assert not person.has_usable_password()
    assert policy.can(person, "administer", Body.objects.get(slug="rec"))
    assert OutboxMessage.objects.filter(recipient=person, kind=WELCOME).count() == 1
    assert AuditEvent.objects.filter(verb="appointment.made", actor=None, target_name__contains="Anna").exists()


def test_there_is_only_one_first_administrator():
    call_command("seed_rec", verbosity=0)
    appoint()
    with pytest.raises(CommandError, match="has an administrator"):
        appoint("second@example.org")
    assert not User.objects.filter(email="second@example.org").exists()


def test_a_wrong_address_changes_nothing():
    call_command("seed_rec", verbosity=0)
    with pytest.raises(CommandError, match="no e-mail address"):
        appoint("not an address")
    assert not User.objects.filter(name="Anna Sample").exists()
