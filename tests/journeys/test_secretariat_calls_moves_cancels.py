"""The main job: a secretary calls a meeting of a group, moves it and cancels it; its people are told each time."""

import pytest
from playwright.sync_api import expect

from meetings.meeting.models import Meeting
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage
from tests.axe import assert_accessible
from tests.browser import PHONE, take_shot
from tests.journeys.steps import calendar_of, day_in, event_of, mail_to, post_goes_round, sign_in_by_page

pytestmark = pytest.mark.django_db(transaction=True)

AGENDA = "Opening and adoption of the agenda, 10, Chair\nPreliminary plan of the group, 60\nDate of the next meeting, 5"


def fill_new_meeting(page, title: str) -> None:
    page.goto("/meetings/new/?body=" + page.context.group)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Date", exact=True).fill(day_in(12))
    page.get_by_label("Start", exact=True).fill("10:00")
    page.get_by_label("End", exact=True).fill("12:00")
    page.get_by_label("Link to join").fill("https://meet.example.org/group-a")
    page.locator("textarea[name=agenda]").fill(AGENDA)


def reminders() -> dict[str, int]:
    rows = OutboxMessage.objects.filter(kind="meetings.reminder")
    return {state: rows.filter(state=state).count() for state in MessageState.values if rows.filter(state=state)}


def call(page, world):
    """Nothing leaves before the preview is confirmed. Returns the mail to a member."""
    fill_new_meeting(page, "Second regular meeting")
    expect(page.locator("#times")).to_contain_text("New York")
    expect(page.locator("#times")).to_contain_text("Night")
    seen(page, "new-meeting-1366")
    page.get_by_role("button", name="Save and preview invitations").last.click()
    invited = (world.member_a, world.chair_a, world.observer_a)
    for person in invited:
        expect(page.locator("main")).to_contain_text(person.name)
    seen(page, "convene-1366")
    assert post_goes_round() == []
    page.get_by_role("button", name="Convene").click()
    expect(page.locator("main")).to_contain_text("Second regular meeting")
    seen(page, "meeting-convened-1366")
    mails = post_goes_round()
    assert {message.to[0] for message in mails} == {person.email for person in invited}
    assert reminders() == {"waiting": 9}
    return mail_to(mails, world.member_a)


def move(page, world):
    """The calendar follows, old reminders are withdrawn, new ones planned."""
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Date", exact=True).fill(day_in(19))
    page.get_by_label("Reason").fill("The hall is taken.")
    seen(page, "move-1366")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("#messages")).to_contain_text("3 people are told")
    assert reminders() == {"waiting": 9, "cancelled": 9}
    return mail_to(post_goes_round(), world.member_a)


def cancel(page, world):
    """It stays visible, leaves the calendars, and nobody is reminded of it."""
    page.get_by_role("link", name="Cancel").click()
    page.get_by_label("Reason").fill("Called off by the chair.")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("main")).to_contain_text("Called off by the chair.")
    seen(page, "meeting-cancelled-1366")
    assert reminders() == {"cancelled": 18}
    return mail_to(post_goes_round(), world.member_a)


def seen(page, name: str) -> None:
    take_shot(page, name)
    assert_accessible(page)


def test_call_move_cancel(world, new_context, live_portal):
    context = new_context()
    context.group = world.group_a.slug
    page = context.new_page()
    sign_in_by_page(page, world.secretary)

    first = call(page, world)
    assert "Second regular meeting" in first.subject
    assert calendar_of(first)["METHOD"] == "REQUEST"
    moved = move(page, world)
    assert "The hall is taken." in moved.body
    assert event_of(moved)["UID"] == event_of(first)["UID"]
    assert event_of(moved)["SEQUENCE"] > event_of(first)["SEQUENCE"]
    assert event_of(moved)["DTSTART"].dt.date().isoformat() == day_in(19)
    cancelled = cancel(page, world)
    assert calendar_of(cancelled)["METHOD"] == "CANCEL"
    assert event_of(cancelled)["STATUS"] == "CANCELLED"

    # All of it can be read in the history and in the mail log.
    page.goto("/audit/")
    for deed in ("Meeting convened", "Meeting moved", "Meeting cancelled"):
        expect(page.locator("main")).to_contain_text(deed)
    page.goto("/mail/")
    expect(page.locator("main")).to_contain_text("Second regular meeting")
    page.set_viewport_size(PHONE)
    take_shot(page, "mail-390")


def test_two_quick_presses_of_convene_invite_once(world, new_context, live_portal):
    context = new_context()
    context.group = world.group_a.slug
    page = context.new_page()
    sign_in_by_page(page, world.secretary)
    fill_new_meeting(page, "Pressed twice")
    page.get_by_role("button", name="Save and preview invitations").last.click()
    button = page.get_by_role("button", name="Convene")
    address = page.url
    button.dblclick()
    page.wait_for_url(lambda url: "/convene/" not in url)
    assert len(post_goes_round()) == 3
    # The page left open in another window: pressed later, it says so and sends nothing.
    page.goto(address)
    expect(page.locator("main")).to_contain_text("convened")
    assert post_goes_round() == []
    assert Meeting.objects.filter(title="Pressed twice").count() == 1
