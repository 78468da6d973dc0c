"""Passkeys in a real browser, with a software authenticator in place of a finger."""

from typing import Any

import pytest

from rec_portal.audit.models import AuditEvent
from tests.accounts.conftest import PASSPHRASE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_finger(page: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def sign_in(page: Any) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", "aida@example.org")
    page.fill("[name=password]", PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Any) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def add_passkey(page: Any, by_itself: bool) -> None:
    page.goto("/accounts/2fa/passkeys/add/")
    page.fill("[name=password]", PASSPHRASE)
    page.get_by_role("button", name="Confirm").click()
    if by_itself:
        page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()


def test_a_passkey_is_enough_by_itself(person, live_portal, page) -> None:
    give_finger(page)
    sign_in(page)
    add_passkey(page, by_itself=True)
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{live_portal}/")
    page.goto("/accounts/profile/")
    assert page.get_by_label("Name").input_value() == "Aida Sample"
    assert AuditEvent.objects.filter(verb="person.signed_in").last().changes[0]["new"] == "passkey"


def test_a_passkey_as_second_factor(person, live_portal, page, settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    give_finger(page)
    sign_in(page)
    add_passkey(page, by_itself=False)
    sign_out(page)
    sign_in(page)
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(f"{live_portal}/")
    page.goto("/accounts/profile/")
    page.get_by_role("heading", name="Profile").wait_for()


def test_a_passkey_that_is_not_there_says_so_on_the_page(person, live_portal, page) -> None:
    give_finger(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work").wait_for()
