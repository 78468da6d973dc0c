"""Failed sign-ins are counted, and nobody can lock somebody else out."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from tests.accounts.conftest import PASSPHRASE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counting")]

AIDA = "aida@example.org"
WRONG = "wrong password here"


def refused(answer) -> bool:
    return "Too many attempts" in answer.content.decode()


def test_five_wrong_ones_are_enough_for_now(person: User, sign_in) -> None:
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as clock:
        for _ in range(5):
            assert not refused(sign_in(AIDA, WRONG, REMOTE_ADDR="192.0.2.1").answer)
        assert refused(sign_in(AIDA, WRONG, REMOTE_ADDR="192.0.2.1").answer)
        assert refused(sign_in(AIDA, PASSPHRASE, REMOTE_ADDR="192.0.2.1").answer)
        clock.shift(5 * 60 + 1)
        assert sign_in(AIDA, PASSPHRASE, REMOTE_ADDR="192.0.2.1").answer.status_code == 302


def test_an_unknown_address_is_counted_the_same(person: User, sign_in) -> None:
    for _ in range(5):
        assert not refused(sign_in("nobody@example.org", WRONG).answer)
    assert refused(sign_in("nobody@example.org", WRONG).answer)


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(person: User, sign_in) -> None:
    for _ in range(6):
        sign_in(AIDA, WRONG, REMOTE_ADDR="192.0.2.66")
    assert sign_in(AIDA, PASSPHRASE, REMOTE_ADDR="198.51.100.7").answer.status_code == 302


def test_many_strangers_are_stopped_and_a_known_device_still_gets_in(person: User, sign_in) -> None:
    own = sign_in(AIDA, REMOTE_ADDR="198.51.100.7")
    own.post(reverse("account_logout"))
    for number in range(101):
        last = sign_in(AIDA, WRONG, REMOTE_ADDR=f"192.0.2.{number}").answer
    assert refused(last)
    assert refused(sign_in(AIDA, PASSPHRASE, REMOTE_ADDR="203.0.113.5").answer), "an unknown device waits"
    assert sign_in(AIDA, PASSPHRASE, client=own, REMOTE_ADDR="198.51.100.7").answer.status_code == 302


def test_a_known_device_has_its_own_limit(person: User, sign_in) -> None:
    own = sign_in(AIDA)
    own.post(reverse("account_logout"))
    for _ in range(10):
        assert not refused(sign_in(AIDA, WRONG, client=own).answer)
    assert refused(sign_in(AIDA, PASSPHRASE, client=own).answer)


def test_a_device_is_known_only_for_the_account_that_signed_in_there(person: User, sign_in) -> None:
    own = sign_in(AIDA)
    own.post(reverse("account_logout"))
    for _ in range(5):
        sign_in("other@example.org", WRONG, client=own)
    assert refused(sign_in("other@example.org", WRONG, client=own).answer)


def test_a_forged_cookie_makes_no_known_device(person: User, sign_in) -> None:
    client = Client()
    client.cookies["known_device"] = "WyJhIixbImIiXV0:1abcde:forged"
    for _ in range(5):
        sign_in(AIDA, WRONG, client=client)
    assert refused(sign_in(AIDA, WRONG, client=client).answer)


def test_one_address_trying_many_accounts_is_stopped(person: User, sign_in) -> None:
    for number in range(30):
        sign_in(f"person{number}@example.org", WRONG, REMOTE_ADDR="192.0.2.9")
    assert refused(sign_in(AIDA, PASSPHRASE, REMOTE_ADDR="192.0.2.9").answer)


def test_right_passwords_are_not_counted(person: User, sign_in) -> None:
    for _ in range(8):
        assert sign_in(AIDA).answer.status_code == 302


def test_being_throttled_is_noted_once(person: User, sign_in) -> None:
    for _ in range(9):
        sign_in(AIDA, WRONG)
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs.count("person.sign_in_failed") == 5
    assert verbs.count("person.sign_in_throttled") == 1


def test_counts_sit_behind_the_proxy_that_we_know(person: User, sign_in, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(6):
        answer = sign_in(AIDA, WRONG, HTTP_X_FORWARDED_FOR=f"10.9.8.{number}, 192.0.2.1").answer
    assert refused(answer), "what a client writes into the header itself must not help it"
