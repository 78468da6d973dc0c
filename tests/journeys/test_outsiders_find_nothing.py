"""A canary word in every field of a group's meeting; then everybody outside looks everywhere for it."""

import re
from collections import deque

import pytest
from django.test import Client

from meetings.calendar.services import open_feed
from meetings.calling.services.schedule import cancel_meeting, move_meeting
from meetings.papers.choices import Audience
from meetings.papers.services.papers import add_paper
from rec_portal.accounts.services.secret_links import issue_link
from tests.factories.documents import a_pdf, bring_document, make_pack, upload
from tests.factories.meetings import in_days, make_meeting
from tests.journeys.steps import post_goes_round
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "Zubrowka"
LINK = re.compile(r'(?:href|action|src|hx-get|hx-post)="(/[^"#]*)"')
OUTSIDERS = ("anonymous", "nobody", "member_b", "other_secretary")
MOST_PAGES = 300


@pytest.fixture
def secret_meeting(world):
    meeting = make_meeting(
        world.group_a,
        title=f"{CANARY} meeting",
        place=f"{CANARY} hall",
        note=f"{CANARY} note",
        link=f"https://meet.example.org/{CANARY}",
        when=in_days(9),
    )
    meeting = move_meeting(
        actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(11), reason=f"{CANARY} reason"
    )
    # Documents and papers of every marking but the public one, which everybody may read.
    for marking in ("members", "restricted", "confidential"):
        file = upload(f"{CANARY} {marking}.pdf", a_pdf(f"{CANARY} {marking}"))
        document = bring_document(
            world.group_a, title_en=f"{CANARY} {marking}", symbol=CANARY, marking=marking, file=file
        )
        add_paper(actor=world.secretary, meeting=meeting, revision=document.revisions.get())
    for audience in Audience:
        make_pack(meeting, actor=world.secretary, audience=audience)
    gone = make_meeting(world.group_a, title=f"{CANARY} cancelled")
    cancel_meeting(actor=world.secretary, meeting=gone, version=gone.version, reason=f"{CANARY}")
    make_meeting(world.group_a, title=f"{CANARY} draft", convened=False)
    post_goes_round()
    return meeting


def leaks(client: Client, address: str, **query: str) -> str | None:
    answer = client.get(address, query)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    if CANARY.lower() in (body.decode(errors="replace") + headers).lower():
        return f"{address} {query} ({answer.status_code})"
    return None


def crawl(client: Client, start: str = "/") -> list[str]:
    """Follows every link of every page from the start; returns the addresses that were read."""
    waiting, seen = deque([start]), {start}
    while waiting and len(seen) < MOST_PAGES:
        answer = client.get(waiting.popleft())
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(answer.content.decode()):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith(("/static/", "/accounts/logout")):
                seen.add(link)
                waiting.append(link)
    return sorted(seen)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nothing_by_following_links(world, client_of, secret_meeting, who):
    client = client_of(who)
    pages = crawl(client)
    assert len(pages) > 3
    assert [found for page in pages if (found := leaks(client, page))] == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nothing_by_guessing_addresses(world, client_of, secret_meeting, who):
    client, rows = client_of(who), Rows(world)
    rows._meetings["convened"] = secret_meeting
    skipped = ("meetings:rsvp", "meetings:poll_link", "meetings:feed")  # personal secrets, tried below
    for name, pattern in addresses().items():
        if name.startswith(skipped):
            continue
        assert leaks(client, address_of(name, pattern, rows)) is None, name


@pytest.mark.parametrize("who", OUTSIDERS[1:])
def test_nothing_by_search_filter_or_list(world, client_of, secret_meeting, who):
    client = client_of(who)
    for address, name in (
        ("/search/", "q"),
        ("/audit/", "target"),
        ("/audit/", "q"),
        ("/mail/", "q"),
        ("/people/", "q"),
    ):
        answer = client.get(address, {name: CANARY})
        # The word that was asked for stands in the search field; what must not stand there is a finding.
        text = answer.content.decode()
        for field in (" meeting", " hall", " note", " reason", " cancelled", " draft"):
            assert CANARY.lower() + field not in text.lower(), (address, name, field)
    for query in ("when=past", "when=open", "mine=on", f"body={world.group_a.slug}", "after=WzFd"):
        assert leaks(client, f"/meetings/?{query}") is None


@pytest.mark.parametrize("who", OUTSIDERS[1:])
def test_nothing_by_their_own_feed_or_a_link_of_theirs(world, client_of, secret_meeting, who):
    person = world.people[who]
    client = Client()
    assert leaks(client, f"/calendar/{open_feed(actor=person, person=person)}.ics") is None
    invitation = secret_meeting.invitations.first()
    foreign = issue_link(person=person, purpose="rsvp", subject=invitation.public_id)
    for page in (f"/rsvp/{foreign}/", f"/rsvp/{foreign}/thanks/", f"/rsvp/{foreign}/meeting.ics"):
        assert leaks(client, page) is None
    assert client.post(f"/rsvp/{foreign}/", {"answer": "no"}).status_code in (403, 404, 410)


def test_the_canary_can_be_seen_by_those_inside(world, client_of, secret_meeting):
    """The test of the test: were the word nowhere, its absence would prove nothing."""
    inside = client_of("member_a")
    pages = crawl(inside)
    assert [page for page in pages if leaks(inside, page)]
    feed = open_feed(actor=world.member_a, person=world.member_a)
    assert leaks(Client(), f"/calendar/{feed}.ics")
    assert leaks(client_of("secretary"), "/audit/")
    assert leaks(client_of("secretary"), "/mail/")
