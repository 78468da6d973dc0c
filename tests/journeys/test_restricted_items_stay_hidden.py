"""A canary word in all that a restricted agenda item says; then everybody who may not read it looks everywhere."""

import pytest
from django.core import mail
from django.test import Client

from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import AgendaLine
from meetings.agenda.services.agenda_text import change_agenda
from meetings.agenda.services.deferred_items import return_deferred
from meetings.agenda.services.items import ItemText, add_item, edit_item, move_item, send_item
from meetings.agenda.services.proposals import accept_proposal
from meetings.calendar.services import open_feed
from meetings.calling.services.publishing import publish_agenda, tell_agenda
from meetings.calling.services.schedule import move_meeting
from meetings.papers.choices import Audience
from meetings.papers.services.papers import add_paper
from meetings.session.services.outcomes import record_outcome
from meetings.session.services.session import go_to_item
from meetings.session.services.speakers import ask_for_floor, give_floor
from rec_portal.outbox.delivery import drain
from tests.factories.agenda import make_proposal
from tests.factories.documents import a_pdf, bring_document, make_pack, upload
from tests.factories.meetings import in_days, make_meeting
from tests.factories.records import make_action, make_decision
from tests.factories.sessions import make_session
from tests.journeys.test_outsiders_find_nothing import CANARY, crawl, leaks
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = ("anonymous", "nobody", "member_b", "other_secretary", "observer_a", "administrator")
TEXT = ItemText(f"{CANARY} item", "decision", 15, f"{CANARY} speaker", f"{CANARY} text", restricted=True)


@pytest.fixture
def meeting(world):
    """The item was open for a moment, and all that can be done with it was done: each leaves its trace somewhere."""
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    drain()
    secretary = world.secretary
    item = add_item(actor=secretary, meeting=meeting, line=AgendaLine(f"{CANARY} item", 15, f"{CANARY} speaker"))
    item = edit_item(actor=secretary, item=item, version=1, text=TEXT)
    move_item(actor=secretary, item=item, to=1)
    meeting.refresh_from_db()
    lines = [AgendaLine(f"{CANARY} item", 20, f"{CANARY} speaker"), AgendaLine("Opening", 5)]
    meeting = change_agenda(actor=secretary, meeting=meeting, version=meeting.version, lines=lines)
    meeting = publish_agenda(actor=secretary, meeting=meeting)
    meeting = move_meeting(actor=secretary, meeting=meeting, version=meeting.version, when=in_days(12))
    tell_agenda(actor=secretary, meeting=meeting)
    return_deferred(actor=secretary, meeting=meeting, items=[AgendaItem.objects.get(pk=item.pk)])
    other = make_meeting(world.group_a, title="Another one")
    away = add_item(actor=secretary, meeting=other, line=AgendaLine("Open so far"))
    away = edit_item(actor=secretary, item=away, version=1, text=TEXT)
    send_item(actor=secretary, item=away, meeting=None)
    proposal = make_proposal(world.group_a, world.member_a, f"{CANARY} proposal", reason=f"{CANARY} reason")
    accepted = accept_proposal(actor=secretary, proposal=proposal, meeting=other).item
    edit_item(actor=secretary, item=accepted, version=accepted.version, text=TEXT)
    drain()
    meeting.refresh_from_db()
    return meeting


@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_by_following_links(world, client_of, meeting, who):
    client = client_of(who)
    pages = crawl(client)
    assert len(pages) > 3
    assert [found for page in pages if (found := leaks(client, page))] == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_by_guessing_addresses_or_asking_the_history(world, client_of, meeting, who):
    client, rows = client_of(who), Rows(world)
    rows._meetings["convened"] = meeting
    for name, pattern in addresses().items():
        if not name.startswith(("meetings:rsvp", "meetings:feed")):
            assert leaks(client, address_of(name, pattern, rows)) is None, name
    for query in ("history=1", "letter=x"):
        assert leaks(client, f"{meeting.get_absolute_url()}?{query}") is None
    assert leaks(client, f"/audit/?of=meetings.meeting:{meeting.public_id}") is None


def test_no_mail_and_no_calendar_has_it(world, meeting):
    """Not even those of its readers: a mail is passed on, a calendar is shared."""
    assert len(mail.outbox) > 10
    told = [message.subject for message in mail.outbox if CANARY.lower() in message.message().as_string().lower()]
    assert told == []
    for person in (world.member_a, world.observer_a, world.secretary):
        assert leaks(Client(), f"/calendar/{open_feed(actor=person, person=person)}.ics") is None


@pytest.fixture
def session(world):
    """A joint one that treats such an item: with a paper, a speaker, an outcome, a decision and an action."""
    secretary, meeting = world.secretary, make_session(world.group_a, further_bodies=[world.group_b])
    item = add_item(actor=secretary, meeting=meeting, line=AgendaLine(f"{CANARY} item", 15, f"{CANARY} speaker"))
    item = edit_item(actor=secretary, item=item, version=1, text=TEXT)
    file = upload(f"{CANARY}.pdf", a_pdf(f"{CANARY} paper"))
    document = bring_document(world.group_a, title_en=f"{CANARY} paper", marking="restricted", file=file)
    add_paper(actor=secretary, meeting=meeting, revision=document.revisions.get(), item=item)
    for audience in Audience:
        make_pack(meeting, actor=secretary, audience=audience)
    go_to_item(actor=secretary, meeting=meeting, item=item)
    give_floor(actor=secretary, speaker=ask_for_floor(actor=world.member_a, meeting=meeting))
    record_outcome(actor=secretary, item=item, outcome="noted", text=f"{CANARY} first outcome")
    record_outcome(actor=secretary, item=item, outcome="decided", text=f"{CANARY} outcome")
    make_decision(meeting, f"{CANARY} decision", agenda_item=item)
    make_action(meeting, f"{CANARY} action", agenda_item=item, owner=world.member_a)
    return meeting


@pytest.mark.parametrize("who", OUTSIDE)
def test_nothing_of_what_happens_to_it_in_the_room(world, client_of, session, who):
    client = client_of(who)
    assert [found for page in crawl(client) if (found := leaks(client, page))] == []
    for name in ("", "live/", "live/now/", "projector/", "projector/now/", "packs/", "papers.zip", "meeting.ics"):
        assert leaks(client, f"{session.get_absolute_url()}{name}") is None, name
    for address in (f"{session.get_absolute_url()}?history=1", f"/audit/?of=meetings.meeting:{session.public_id}"):
        assert leaks(client, address) is None
    assert leaks(client, "/search/", q=CANARY.lower()[:5]) is None
    drain()
    told = {message.to[0] for message in mail.outbox if CANARY in message.message().as_string()}
    assert told <= {world.member_a.email}


@pytest.mark.parametrize("who", ["member_a", "secretary"])
def test_its_readers_follow_it_in_the_room(client_of, session, who):
    """The test of the test."""
    for name in ("", "live/"):
        assert leaks(client_of(who), f"{session.get_absolute_url()}{name}")


@pytest.mark.parametrize("who", ["member_a", "chair_a", "secretary"])
def test_its_readers_find_it(world, client_of, meeting, who):
    """The test of the test."""
    assert leaks(client_of(who), meeting.get_absolute_url())
