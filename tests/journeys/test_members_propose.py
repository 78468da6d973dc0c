"""A member proposes an item from the meeting's page, the secretariat accepts it, the member reads what became of it."""

import pytest
from playwright.sync_api import expect

from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST, PHONE, scrolls_sideways, take_shot
from tests.factories import make_meeting
from tests.factories.agenda import titles_for
from tests.journeys.steps import mail_to, post_goes_round

pytestmark = pytest.mark.django_db(transaction=True)


def looks_well(page, name: str) -> None:
    for size in (NARROWEST, PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert not scrolls_sideways(page), (name, size)
        take_shot(page, f"{name}-{size['width']}")
        assert_accessible(page)


def test_from_the_wish_to_the_agenda(world, new_context, sign_in, live_portal):
    meeting = make_meeting(world.group_a)
    post_goes_round()
    member, secretary = new_context(), new_context()
    sign_in(member, world.member_a)
    sign_in(secretary, world.secretary)
    page = member.new_page()
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Propose an item").click()
    looks_well(page, "propose")
    page.get_by_label("What should be talked about").fill("Exchange of experience")
    page.get_by_label("Why, and what is asked of the group").fill("Three groups have asked for it.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Waiting for the secretariat")).to_be_visible()
    mine = page.url
    desk = secretary.new_page()
    desk.goto(world.group_a.get_absolute_url())
    desk.get_by_role("link", name="Proposals and backlog").click()
    looks_well(desk, "backlog")
    desk.get_by_role("link", name="Exchange of experience").click()
    looks_well(desk, "proposal")
    desk.get_by_role("button", name="Accept").click()
    assert titles_for(meeting)[-1] == "Exchange of experience"
    desk.goto(f"/meetings/{meeting.public_id}/publish-agenda/")
    looks_well(desk, "publish")
    assert mail_to([mail for mail in post_goes_round() if "Your proposal" in mail.subject], world.member_a)
    page.goto(mine)
    expect(page.get_by_text("Accepted")).to_be_visible()
