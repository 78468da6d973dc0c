"""Signing in with address and password; who is known is told to nobody."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.seats.services.people import disable_person, enable_person
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import issue_link, read_link
from rec_portal.audit.models import AuditEvent
from tests.accounts.conftest import PASSPHRASE
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def words(answer) -> str:
    """The page without what differs from request to request."""
    text = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", text)


@pytest.mark.parametrize("typed", ["aida@example.org", "Aida@Example.ORG", " aida@example.org "])
def test_the_right_password_opens(person: User, sign_in, typed: str) -> None:
    client = sign_in(typed)
    assert client.answer.status_code == 302
    assert client.answer.url == "/"
    assert is_in(client)
    assert client.answer.cookies["sessionid"]["httponly"]


def test_the_session_ends_with_the_browser_and_has_a_new_key(person: User, sign_in) -> None:
    client = Client()
    client.get(reverse("account_login"))
    before = client.session.session_key
    sign_in("aida@example.org", client=client)
    assert client.session.session_key != before
    assert client.answer.cookies["sessionid"]["max-age"] == ""


def test_known_and_unknown_addresses_get_the_same_answer(person: User, sign_in) -> None:
    known = sign_in("aida@example.org", "wrong password here").answer
    unknown = sign_in("nobody@example.org", "wrong password here").answer
    assert known.status_code == unknown.status_code == 200
    assert words(known) == words(unknown)
    assert "password is not right" in words(known)


def test_an_unknown_address_costs_a_password_hash_too(person: User, sign_in, settings, monkeypatch) -> None:
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    sign_in("aida@example.org", "wrong password here")
    for_known = len(hashed)
    sign_in("nobody@example.org", "wrong password here")
    assert for_known == 1
    assert len(hashed) == 2


def test_an_unknown_address_costs_as_many_queries(person: User, django_assert_num_queries, sign_in) -> None:
    def queries(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            sign_in(address, "wrong password here")
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in caught.captured_queries]

    queries("aida@example.org")
    assert queries("aida@example.org") == queries("nobody@example.org")


def test_a_barred_person_learns_it_only_with_the_right_password(sign_in) -> None:
    make_person("Closed", email="closed@example.org", password=PASSPHRASE, is_active=False)
    assert sign_in("closed@example.org").answer.url == reverse("account_inactive")
    wrong = sign_in("closed@example.org", "wrong password here").answer
    assert words(wrong) == words(sign_in("nobody@example.org", "wrong password here").answer)


def test_no_way_out_to_another_site(person: User) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        client = Client()
        answer = client.post(
            reverse("account_login"), {"login": "aida@example.org", "password": PASSPHRASE, "next": target}
        )
        assert answer.status_code == 302
        assert answer.url == "/"


def test_the_page_asked_for_comes_after_signing_in(person: User, sign_in) -> None:
    client = Client()
    answer = client.get("/accounts/profile/")
    assert answer.url == "/accounts/login/?next=/accounts/profile/"
    answer = client.post(
        answer.url, {"login": "aida@example.org", "password": PASSPHRASE, "next": "/accounts/profile/"}
    )
    assert answer.url == "/accounts/profile/"


def test_signing_out_needs_a_post(person: User, sign_in) -> None:
    client = sign_in("aida@example.org")
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_barring_ends_sessions_and_links_on_the_next_request(world, sign_in) -> None:
    world.member_a.set_password(PASSPHRASE)
    world.member_a.save()
    client = sign_in(world.member_a.email)
    secret = issue_link(person=world.member_a, purpose="calendar_feed")
    assert is_in(client)
    disable_person(actor=world.administrator, person=world.member_a, reason="Left the delegation")
    assert not is_in(client)
    assert read_link(secret, purpose="calendar_feed") is None
    enable_person(actor=world.administrator, person=world.member_a, reason="Came back")
    assert not is_in(client), "an old session must not come back to life"
    assert read_link(secret, purpose="calendar_feed") is None


def test_whoever_is_no_longer_active_is_out_at_once_even_with_a_session(person: User, sign_in) -> None:
    client = sign_in("aida@example.org")
    person.is_active = False
    person.save()
    assert not is_in(client)
    assert client.session.session_key, "the session itself is still there"


def test_the_history_keeps_who_signed_in_and_who_tried(person: User, sign_in) -> None:
    client = sign_in("aida@example.org")
    client.post(reverse("account_logout"))
    sign_in("aida@example.org", "wrong password here")
    sign_in("stranger@example.org", "wrong password here")
    events = list(AuditEvent.objects.order_by("id").values_list("verb", "target_id", "root_id"))
    assert events == [
        ("person.signed_in", person.public_id, None),
        ("person.signed_out", person.public_id, None),
        ("person.sign_in_failed", person.public_id, None),
        ("person.sign_in_failed", "", None),
    ]
    kept = str(list(AuditEvent.objects.values()))
    assert "stranger@example.org" not in kept
    assert "wrong password here" not in kept
    assert PASSPHRASE not in kept
