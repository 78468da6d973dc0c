"""Every account page answers, to whom it should."""

import pytest
from django.test import Client
from django.urls import reverse

OPEN = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
OWN = ("accounts:profile", "account_change_password", "mfa_index", "mfa_list_webauthn", "usersessions_list")
ASKS_AGAIN = ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", OPEN)
def test_open_without_signing_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OWN + ASKS_AGAIN)
def test_closed_without_signing_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN)
def test_own_pages(world, client_of, name: str) -> None:
    world.member_a.set_password("a river and four stones")
    world.member_a.save()
    answer = client_of("member_a").get(reverse(name))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ASKS_AGAIN)
def test_what_changes_the_sign_in_asks_for_the_password_again(person, client: Client, name: str) -> None:
    client.force_login(person)
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "password/set/", ""])
def test_what_the_portal_does_not_use_does_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
