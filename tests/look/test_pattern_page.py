"""The pattern page in a real browser: reads and fits everywhere, and what the script adds works."""

import gzip

import pytest
from playwright.sync_api import Page, expect

from tests import axe, browser

WIDTHS = {"desktop": browser.DESKTOP, "phone": browser.PHONE, "narrowest": browser.NARROWEST}


@pytest.fixture
def open_page(page: Page, console, context, live_portal, client_of):
    """Opens an address signed in as a person without any office; fails at the end if the console said anything."""
    console.watch(context)
    cookie = client_of("nobody").cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_portal}])

    def go(path: str = "/patterns/") -> Page:
        answer = page.goto(live_portal + path)
        assert answer is not None
        assert answer.ok, answer.status
        return page

    return go


def test_only_for_people_who_signed_in(client, db):
    assert client.get("/patterns/").status_code == 302


@pytest.mark.parametrize("path", ["/patterns/", "/patterns/form/"])
@pytest.mark.parametrize("size", WIDTHS)
def test_reads_and_fits(open_page, size, path):
    page = open_page(path)
    page.set_viewport_size(WIDTHS[size])
    axe.assert_accessible(page)
    assert not browser.scrolls_sideways(page)


@pytest.mark.parametrize("size", WIDTHS)
def test_holds_texts_70_percent_longer(open_page, size):
    page = open_page()
    page.set_viewport_size(WIDTHS[size])
    page.evaluate(
        """() => {
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const text = walk.currentNode.data.trim();
                if (text) walk.currentNode.data += " " + text.slice(0, Math.ceil(text.length * 0.7));
            }
        }"""
    )
    assert not browser.scrolls_sideways(page)


def test_fits_at_200_percent(open_page):
    page = open_page()
    page.set_viewport_size({"width": 683, "height": 450})  # what 1366 x 900 is at 200 %
    assert not browser.scrolls_sideways(page)
    expect(page.get_by_role("button", name="Menu")).to_be_visible()


def test_the_first_visit_is_light(open_page, page):
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright asks for a function
    open_page()
    page.wait_for_load_state("networkidle")
    assert len(answers) <= 6, [answer.url for answer in answers]
    weight = sum(len(gzip.compress(answer.body(), 9)) for answer in answers)
    assert weight <= 40 * 1024


def test_menus_open_without_script(browser_of, live_portal, client_of):
    page = browser_of(live_portal, client_of("nobody"), java_script_enabled=False, viewport=browser.PHONE)
    page.goto(live_portal + "/patterns/")
    expect(page.get_by_role("link", name="Meetings")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Meetings")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Account and language").click()
    page.locator("#account").get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.url.endswith("/patterns/")


@pytest.fixture
def browser_of(new_context):
    def make(address: str, client, **options):
        context = new_context(**options)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
        return context.new_page()

    return make


def test_skip_link_is_first_and_works(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_search_dialog_goes_to_a_page_by_its_name(open_page):
    page = open_page()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("profi")
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog :focus")).to_have_text("Profile")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_search_dialog_searches_for_what_was_typed(open_page):
    page = open_page()
    page.get_by_role("link", name="Search", exact=True).click()
    page.keyboard.type("agenda")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=agenda")


def test_a_draft_survives_a_reload_and_can_be_discarded(open_page):
    page = open_page()
    page.get_by_label("Title").fill("Typed and not saved")
    expect(page.get_by_text("Draft kept on this device").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Typed and not saved")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("Title")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("")


def test_an_older_draft_is_offered_never_put_over_a_newer_text(open_page):
    page = open_page()
    page.get_by_label("Title").fill("My draft")
    expect(page.get_by_text("Draft kept on this device").first).to_be_visible()
    page.route("**/patterns/", _served_with("Newer text"))
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Newer text")
    page.get_by_role("button", name="Use my draft").click()
    expect(page.get_by_label("Title")).to_have_value("My draft")


def _served_with(text: str):
    def serve(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('name="title"', f'name="title" value="{text}"', 1))

    return serve


def test_a_saved_draft_is_forgotten(open_page):
    page = open_page()
    page.get_by_label("Title").fill("Typed")
    expect(page.get_by_text("Draft kept on this device").first).to_be_visible()

    def saved(route):
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace('id="messages"', 'id="messages" data-draft-clear="patterns"')
        )

    page.route("**/patterns/", saved)
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:')).length") == 0


def test_signing_out_forgets_drafts(open_page):
    page = open_page()
    page.get_by_label("Title").fill("Typed")
    expect(page.get_by_text("Draft kept on this device").first).to_be_visible()
    page.get_by_role("button", name="Account and language").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:')).length") == 0


def test_a_second_press_is_dropped_and_the_first_sends_its_button(open_page):
    page = open_page()
    sent = []

    def note(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            route.fulfill(status=204)  # leaves the page as it is, like an answer that is still on its way
        else:
            route.fallback()

    page.route("**/patterns/**", note)
    page.evaluate("Object.assign(document.querySelector('form.confirm button'), {name: 'step', value: 'call'})")
    button = page.get_by_role("button", name="Call and invite 14")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button.click()
    button.click()
    page.evaluate("fetch('/patterns/')")  # a second POST would have overtaken this
    assert len(sent) == 1
    assert "step=call" in sent[0]


def test_a_chosen_day_is_said_in_words(open_page):
    page = open_page()
    page.get_by_label("Date", exact=True).fill("2024-12-12")
    expect(page.locator("output[for=id_day]")).to_have_text("Thursday 12 December 2024")


def test_without_a_connection_the_page_says_so(open_page, context):
    page = open_page()
    expect(page.locator("#offline")).to_be_hidden()
    context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_a_dialog_asks_and_closes_without_sending(open_page):
    page = open_page()
    page.locator("[data-dialog]").click()
    dialog = page.get_by_role("dialog", name="Cancel the meeting?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Back").click()
    expect(dialog).to_be_hidden()


def test_errors_take_the_focus_and_lead_to_the_field(open_page):
    page = open_page("/patterns/form/")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Will you attend?").click()
    expect(page.get_by_label("Yes, online")).to_be_focused()
