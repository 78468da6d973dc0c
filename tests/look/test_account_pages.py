"""Sign-in and account pages stand in the portal's frame and read well."""

import pytest
from playwright.sync_api import Page

from tests import axe, browser


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
@pytest.mark.parametrize("size", [browser.DESKTOP, browser.NARROWEST], ids=["desktop", "narrowest"])
def test_before_the_door(page: Page, console, context, live_portal, db, path, size):
    console.watch(context)
    page.set_viewport_size(size)
    page.goto(live_portal + path)
    assert page.locator("main h1").count() == 1
    axe.assert_accessible(page)
    assert not browser.scrolls_sideways(page)


@pytest.mark.parametrize(
    "path", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/"]
)
def test_a_person_s_own_pages(page: Page, console, context, live_portal, client_of, path):
    console.watch(context)
    cookie = client_of("nobody").cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_portal}])
    page.set_viewport_size(browser.PHONE)
    page.goto(live_portal + path)
    assert page.url == live_portal + path
    assert page.locator("main h1").count() == 1
    axe.assert_accessible(page)
    assert not browser.scrolls_sideways(page)
