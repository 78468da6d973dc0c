"""A word without an end breaks where it must, and paper carries nothing that only a press makes sense of."""

import pytest

from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from rec_portal.outbox.models import OutboxMessage
from tests.browser import DESKTOP, NARROWEST, scrolls_sideways
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)
ENDLESS = "x" * 160
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter((part) => part.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map((part) => `${part.tagName} ${part.className}`)"""


@pytest.fixture
def page(world, new_context, sign_in, live_portal):
    context = new_context()
    sign_in(context, world.secretary)
    return context.new_page()


def test_an_endless_word_and_the_longest_state_fit(world, page):
    meeting = make_meeting(world.group_a, title="A meeting")
    invitation = meeting.invitations.get(person=world.member_a)
    answer_invitation(actor=world.member_a, invitation=invitation, answer=Answer.ALTERNATE, alternate_name=ENDLESS)
    OutboxMessage.objects.about(meeting).update(state="skipped")
    for address in (f"{meeting.get_absolute_url()}?history=1", "/audit/", f"/mail/?about={meeting.public_id}"):
        for size in (DESKTOP, NARROWEST):
            page.set_viewport_size(size)
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            assert not scrolls_sideways(page), (address, size, page.evaluate(TOO_WIDE))


def test_a_card_of_buttons_alone_is_not_printed(world, page):
    meeting = make_meeting(world.group_a, title="A meeting")
    page.goto(meeting.get_absolute_url())
    card = page.locator("section", has=page.get_by_role("heading", name="Change this meeting"))
    when = page.locator("section", has=page.get_by_role("heading", name="When and where"))
    assert card.is_visible()
    page.emulate_media(media="print")
    assert not card.is_visible()
    assert when.is_visible()
