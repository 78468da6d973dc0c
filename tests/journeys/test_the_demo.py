"""The main job in the demo: SQLite, an embedded broker, a real worker; mail that is read instead of sent."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, take_shot
from tests.frame.demo import Demo
from tests.journeys.steps import day_in

pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.xdist_group("demo")]

PASSPHRASE = "demo-only-passphrase"
TITLE = "Meeting made in the demo"
WORKER_PATIENCE = 90_000  # milliseconds; the worker looks every ten seconds, the bell usually rings at once


@pytest.fixture
def demo(tmp_path):
    demo = Demo(tmp_path)
    demo.await_ready()
    yield demo
    demo.interrupt()


def sign_in(page, name: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{name}@demo.example.org")
    page.locator("[name=password]").fill(PASSPHRASE)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def convene(page) -> None:
    page.goto("/meetings/new/?body=wg-a&from=empty")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Date", exact=True).fill(day_in(7))
    page.get_by_label("Start", exact=True).fill("23:00")
    page.get_by_label("End", exact=True).fill("23:30")
    page.get_by_role("button", name="Save and preview invitations").last.click()
    page.get_by_role("button", name="Convene and invite").click()
    expect(page.locator("#messages")).to_contain_text("convened")


def letter_of(page, person: str, kind: str) -> str:
    """The plain text of the mail of that kind to that person about the meeting, from the mail log."""
    page.goto(f"/mail/?state=sent&to={person}")
    row = page.locator("main li, main tr").filter(has_text=TITLE).filter(has_text=kind).first
    row.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("As it was sent")
    return page.locator("pre.letter-text").first.text_content()


def test_a_reminder_goes_through_the_worker_and_is_answered_from_the_mail(demo, new_context, browser):
    desk = new_context(base_url=demo.address).new_page()
    desk.set_default_timeout(30_000)
    sign_in(desk, "secretariat")
    convene(desk)

    # The invitation goes out by itself; then what is due a week later, without waiting for it.
    desk.goto("/mail/")
    desk.locator("form[action$='send-due/'] button, form[action*='send'] button").first.click()
    expect(desk.locator("main")).to_contain_text("has been dealt with", timeout=WORKER_PATIENCE)
    take_shot(desk, "demo-sent-as-of")
    invitation = letter_of(desk, "kz.a", "Invitation")
    reminder = letter_of(desk, "kz.a", "Reminder")
    take_shot(desk, "demo-reminder")
    for text in (invitation, reminder):
        assert TITLE in text
        assert "(UTC+5)" in text

    # Kazakhstan's member answers from that mail, on a phone, without signing in.
    link = re.search(r"/rsvp/[\w-]+/\?answer=yes_online", reminder)[0]
    phone = new_context(base_url=demo.address, viewport=PHONE).new_page()
    phone.goto(link)
    phone.get_by_role("button", name="Send answer").click()
    phone.get_by_role("heading", name="Thank you").wait_for()

    # The secretariat sees it; a member of another group finds nothing of the meeting.
    desk.goto("/meetings/")
    desk.get_by_role("link", name=TITLE).first.click()
    expect(desk.locator("main")).to_contain_text("1 yes")
    meeting = desk.url
    other = new_context(base_url=demo.address).new_page()
    sign_in(other, "uz.b")
    other.goto("/meetings/")
    expect(other.locator("main")).not_to_contain_text(TITLE)
    assert other.goto(meeting).status == 404
    other.goto("/search/?q=demo")
    expect(other.locator("main")).not_to_contain_text(TITLE)
