"""axe on every page of this room, on a wide and a narrow screen, light and dark; nothing sticks out sideways."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.conftest import PASSPHRASE
from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OPEN = ("dashboard:today", "account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
OWN = (
    "accounts:profile",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
    "account_change_password",
    "account_logout",
    "search:search",
)
SETTING_UP = ("mfa_activate_totp", "mfa_add_webauthn")
SET_UP = ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp")


def look(page, address: str) -> None:
    for size in (DESKTOP, NARROWEST):
        page.set_viewport_size(size)
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {size['width']}"


def test_before_the_door(live_portal, page) -> None:
    for name in OPEN:
        look(page, reverse(name))
    page.goto(reverse("account_login"))
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong password here")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    assert_accessible(page)


def test_ones_own_pages(person, live_portal, page) -> None:
    page.goto(reverse("account_login"))
    page.fill("[name=login]", "aida@example.org")
    page.fill("[name=password]", PASSPHRASE)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    for name in OWN:
        look(page, reverse(name))
    page.goto(reverse("mfa_activate_totp"))
    assert_accessible(page)
    page.fill("[name=password]", PASSPHRASE)
    page.get_by_role("button", name="Confirm").click()
    for name in SETTING_UP:
        look(page, reverse(name))
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    for name in SET_UP:
        look(page, reverse(name))
