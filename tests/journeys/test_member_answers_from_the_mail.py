"""A member on a phone: opens the mail, answers in two taps without signing in, sees the meeting in their own zone."""

import pytest
from playwright.sync_api import expect

from tests.axe import assert_accessible
from tests.browser import PHONE, scrolls_sideways, take_shot
from tests.factories.meetings import in_days, make_meeting
from tests.journeys.steps import answer_links, mail_to, post_goes_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invited(world, live_portal):
    """A member in New York, invited to a meeting at 10:00 in Tashkent; the mail has arrived."""
    member = world.member_a
    member.time_zone = "America/New_York"
    member.save()
    meeting = make_meeting(world.group_a, title="Second regular meeting", when=in_days(10), format="hybrid")
    return meeting, mail_to(post_goes_round(), member)


def test_two_taps_from_the_mail(world, invited, new_context, sign_in):
    meeting, letter = invited
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    page.goto(answer_links(letter)["yes_online"])
    expect(page.locator("main")).to_contain_text("New York")
    expect(page.get_by_label("Yes, online")).to_be_checked()
    assert not scrolls_sideways(page)
    take_shot(page, "rsvp-390")
    assert_accessible(page)
    page.get_by_role("button", name="Send answer").tap()
    page.get_by_role("heading", name="Thank you").wait_for()
    take_shot(page, "rsvp-thanks-390")
    assert_accessible(page)
    assert meeting.invitations.get(person=world.member_a).answer == "yes_online"

    # The secretariat sees the answer at once.
    desk = new_context()
    sign_in(desk, world.secretary)
    desk_page = desk.new_page()
    desk_page.goto(meeting.get_absolute_url())
    expect(desk_page.locator("main")).to_contain_text("1 yes")


def test_opening_the_link_answers_nothing(world, invited, new_context):
    meeting, letter = invited
    page = new_context(viewport=PHONE).new_page()
    for address in answer_links(letter).values():
        page.goto(address)
    assert meeting.invitations.get(person=world.member_a).answer == "none"


def test_in_the_portal_on_the_phone(world, invited, new_context, sign_in):
    meeting, _letter = invited
    context = new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    sign_in(context, world.member_a)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Second regular meeting")
    take_shot(page, "today-member-390")
    assert_accessible(page)
    page.get_by_role("link", name="Second regular meeting").first.tap()
    expect(page.locator("main")).to_contain_text("New York (UTC−")
    expect(page.locator("main")).to_contain_text("Tashkent (UTC+5)")
    assert not scrolls_sideways(page)
    take_shot(page, "meeting-member-390")
    page.get_by_role("button", name="No", exact=True).tap()
    expect(page.locator("#messages")).not_to_be_empty()
    assert meeting.invitations.get(person=world.member_a).answer == "no"
