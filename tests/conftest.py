"""Fixtures for every test: the small world with a person of each kind, signed-in clients, a browser."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests import browser as the_browser
from tests.factories.actors import ANONYMOUS, World, make_world

# Playwright keeps an event loop in the test's thread, which Django would otherwise refuse to be called from.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSER_FIXTURES = {"page", "context", "new_context", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def language_as_it_was() -> Iterator[None]:
    """A page asked for in Russian leaves its language behind in the process; the next test begins without it."""
    before = translation.get_language()
    yield
    if before is None:
        translation.deactivate_all()
    else:
        translation.activate(before)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def sign_in_just_now(client: Client, person: Any) -> None:
    """As if the person had typed the passphrase a moment ago: pages that ask for it again do not ask yet."""
    client.force_login(person)
    session = client.session
    typed = {"method": "password", "at": time.time(), "email": person.email, "reauthenticated": True}
    session["account_authentication_methods"] = [typed]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


@pytest.fixture
def client_of(world: World) -> Callable[[Any], Client]:
    """`client_of("member_a")` or `client_of(person)`: a client signed in as that person; "anonymous" is not."""

    def sign_in(who: Any) -> Client:
        client = Client()
        if who != ANONYMOUS:
            sign_in_just_now(client, world.people[who] if isinstance(who, str) else who)
        return client

    return sign_in


@pytest.fixture
def live_portal(live_server: Any, settings: Any) -> str:
    """A running portal's address, without a slash at the end; links in mails lead there too."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": the_browser.chromium(), "args": the_browser.LAUNCH_ARGUMENTS}


@pytest.fixture
def console() -> Iterator[the_browser.Console]:
    """Fails the test at its end when a page said anything to the console."""
    console = the_browser.Console()
    yield console
    console.settle()
    assert not console.lines, "The console must stay empty:\n" + "\n".join(console.lines)


@pytest.fixture
def new_context(new_context: Callable, console: the_browser.Console, request: pytest.FixtureRequest) -> Callable:
    """Contexts at 1366 px with the portal's address as base, watched for console messages."""

    def make(**options: Any) -> Any:
        defaults: dict[str, Any] = {"viewport": the_browser.DESKTOP, "reduced_motion": "reduce", "locale": "en-GB"}
        if "live_portal" in request.fixturenames:
            defaults["base_url"] = request.getfixturevalue("live_portal")
        context = new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        console.watch(context)
        return context

    return make


@pytest.fixture
def sign_in(live_portal: str) -> Callable[[Any, Any], None]:
    """`sign_in(context, person)` puts a session into a browser context without the sign-in page."""

    def put_session(context: Any, person: Any) -> None:
        client = Client()
        sign_in_just_now(client, person)
        cookie = next(iter(client.cookies.values()))
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_portal}])

    return put_session
