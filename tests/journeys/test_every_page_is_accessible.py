"""axe-core on each page, in both schemes, on the desk, on the phone and at the narrowest width; no sideways scroll."""

import pytest

from rec_portal.outbox.delivery import drain
from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST, PHONE, scrolls_sideways
from tests.matrix.addresses import addresses
from tests.matrix.objects import DATA, Rows, address_of, query_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# No pages for people to look at: they answer a browser with a file, data, or another address.
NOT_PAGES = {
    "health:healthz", "health:readyz", "meetings:feed", "meetings:rsvp_calendar", "meetings:times",
    "meetings:live_now", "meetings:projector_now",
    "outbox:html", "outbox:message_html",
}  # fmt: skip


# What a member or an administrator sees otherwise than the secretariat does; the rest would be the same page again.
SEEN_OTHERWISE = {
    "member_a": {"dashboard:today", "meetings:meetings", "meetings:meeting", "councils:body", "councils:person"},
    "administrator": {"dashboard:today", "councils:person", "councils:organisation", "audit:events"},
}


def pages_of(client, rows, wanted) -> list[str]:
    """The addresses, of those whose name is `wanted`, that show `client` a page."""
    found = []
    for name, pattern in addresses().items():
        if name in NOT_PAGES or not wanted(name):
            continue
        query = query_of(name, "GET", rows) | DATA.get(name, lambda rows: {})(rows)
        address = address_of(name, pattern, rows)
        answer = client.get(address, query)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            found.append(answer.wsgi_request.get_full_path())
    return found


def wanted_of(who: str, client_of, rows):
    """For the anonymous and the secretariat all pages; for others those that are theirs alone or look different."""
    if who not in SEEN_OTHERWISE:
        return lambda name: True
    shown_to_secretary = {page.partition("?")[0] for page in pages_of(client_of("secretary"), rows, lambda name: True)}

    def is_wanted(name: str) -> bool:
        address = address_of(name, addresses()[name], rows)
        return name in SEEN_OTHERWISE[who] or address not in shown_to_secretary

    return is_wanted


@pytest.mark.parametrize("who", ["anonymous", "member_a", "secretary", "administrator"])
def test_pages(world, client_of, new_context, sign_in, live_portal, who):
    rows = Rows(world)
    assert rows.meeting
    drain()
    pages = pages_of(client_of(who), rows, wanted_of(who, client_of, rows))
    assert len(pages) >= 5
    context = new_context()
    if who != "anonymous":
        sign_in(context, world.people[who])
    page = context.new_page()
    for address in pages:
        page.goto(address)
        for size in (DESKTOP, PHONE, NARROWEST):
            page.set_viewport_size(size)
            assert not scrolls_sideways(page), (address, size)
            assert_accessible(page, schemes=("light", "dark") if size == PHONE else ("light",))
