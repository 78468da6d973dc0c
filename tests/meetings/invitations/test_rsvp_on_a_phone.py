"""From the mail's button in two taps, on a 390 px screen, also without scripts and without cookies."""

import pytest

from meetings.invitations.models import Invitation
from rec_portal.accounts.services.secret_links import issue_link
from tests.axe import assert_accessible
from tests.browser import NARROWEST, PHONE, scrolls_sideways
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(world, live_portal):
    meeting = make_meeting(world.group_a, format="hybrid", title="Second meeting")
    subject = meeting.invitations.get(person=world.member_a).public_id
    secret = issue_link(person=world.member_a, purpose="rsvp", subject=subject, expires_at=meeting.ends_at)
    return f"{live_portal}/rsvp/{secret}/"


def answer_of(person) -> str:
    return Invitation.objects.get(person=person).answer


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_taps(world, address, new_context, scripts):
    page = new_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    page.goto(f"{address}?answer=yes_room")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert answer_of(world.member_a) == "yes_room"


def test_the_name_is_asked_only_of_who_sends_a_colleague(world, address, new_context):
    page = new_context(viewport=PHONE).new_page()
    page.goto(address)
    name = page.get_by_label("Who comes instead")
    assert not name.is_visible()
    page.get_by_label("No, a colleague comes instead").check()
    name.fill("A. Colleague")
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert answer_of(world.member_a) == "alternate"


def test_the_secret_leaves_in_no_referrer(address, new_context):
    page = new_context(viewport=PHONE).new_page()
    referrers = []
    page.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    page.goto(address)
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("link", name="Open the meeting in the portal").click()
    page.wait_for_load_state()
    assert len(referrers) > 10
    assert not [referrer for referrer in referrers if "/rsvp/" in referrer]


def test_another_language_can_be_chosen(address, new_context):
    """The language buttons have a CSRF check, which needs an origin; a page without any referrer would send none."""
    page = new_context(viewport=PHONE).new_page()
    page.goto(address)
    page.locator("footer button[lang=ru]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.url == address


def test_reads_and_fits(address, new_context):
    page = new_context(viewport=NARROWEST).new_page()
    page.goto(address)
    assert not scrolls_sideways(page)
    assert_accessible(page)
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send answer").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert not scrolls_sideways(page)
    assert_accessible(page)
