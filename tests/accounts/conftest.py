from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rec_portal.accounts.models import User
from tests.factories import make_person

PASSPHRASE = "a river and four stones"


@pytest.fixture(autouse=True)
def _no_counts_left() -> None:
    cache.clear()


@pytest.fixture
def person(db: None) -> User:
    return make_person("Aida Sample", email="aida@example.org", password=PASSPHRASE)


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in("aida@example.org")` through the page itself; further arguments go to the client."""

    def go(address: str, password: str = PASSPHRASE, client: Client | None = None, **extra: str) -> Client:
        client = client or Client()
        client.answer = client.post(reverse("account_login"), {"login": address, "password": password}, **extra)
        return client

    return go


@pytest.fixture
def counting(settings) -> None:
    """Counts attempts as in production; the test run leaves it off."""
    from rec_portal.settings import base

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
