"""A mail in its frame, in a real browser: it reads, its links open, and nothing in it runs."""

import pytest

from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import KeptWords, OutboxMessage
from tests.browser import PHONE, scrolls_sideways
from tests.outbox.notices import plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_mail_reads_in_its_frame_and_its_links_open_beside_it(world, settings, new_context, sign_in, live_portal):
    settings.OUTBOX_KEEP_SECRET_LINKS = True
    plan(world.member_a, root_id=world.group_a.pk, payload={"link": f"{live_portal}/patterns/"})
    drain()
    message = OutboxMessage.objects.get()
    context = new_context(viewport=PHONE)
    sign_in(context, world.secretary)
    page = context.new_page()
    page.goto(message.get_absolute_url())
    frame = page.frame_locator("iframe.letter-frame")
    assert "Member A" in frame.locator("p").inner_text()
    assert not scrolls_sideways(page)
    with context.expect_page() as opened:
        frame.get_by_role("link", name="more").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{live_portal}/patterns/"


def test_nothing_in_a_mail_runs(world, new_context, sign_in, live_portal, console):
    (message,) = plan(world.member_a, root_id=world.group_a.pk)
    evil = "<p>Hi</p><script>parent.document.title='evil'</script><img src='x' onerror='top.location=\"/\"'>"
    evil += f"<form action='{live_portal}/mail/send-failed-again/' method='post'><button>Press</button></form>"
    words = KeptWords.objects.create(digest="evil", text="Hi", html=evil)
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", words=words)
    context = new_context()
    sign_in(context, world.secretary)
    page = context.new_page()
    page.goto(message.get_absolute_url())
    frame = page.frame_locator("iframe.letter-frame")
    frame.get_by_role("button").click()
    assert frame.locator("p").inner_text() == "Hi"
    assert page.title().startswith("Test notice")
    assert page.url.endswith(message.get_absolute_url())
    console.settle()
    console.lines.clear()  # the browser says what it refused; that is the point


def test_a_mail_keeps_its_look(world, new_context, sign_in, live_portal):
    (message,) = plan(world.member_a, root_id=world.group_a.pk)
    mail = '<style>.soft { margin: 7px !important }</style><p class="soft" style="padding:5px;margin:1px">Hi</p>'
    words = KeptWords.objects.create(digest="mail", text="Hi", html=mail)
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", words=words)
    context = new_context()
    sign_in(context, world.secretary)
    page = context.new_page()
    page.goto(message.get_absolute_url())
    paragraph = page.frame_locator("iframe.letter-frame").locator("p")
    look = paragraph.evaluate("p => [getComputedStyle(p).paddingLeft, getComputedStyle(p).marginLeft]")
    assert look == ["5px", "7px"]
