"""What is said in a session stays in the room: outsiders find it by no page, and members not what is closed."""

import pytest

from councils.seats.models import Seat
from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.session.choices import Presence
from meetings.session.services.attendance import change_attendance
from meetings.session.services.outcomes import record_outcome
from meetings.session.services.session import name_acting_chair
from meetings.session.services.speakers import list_speaker
from rec_portal.foundation.records import lock
from tests.factories.sessions import make_session
from tests.journeys.test_outsiders_find_nothing import CANARY, OUTSIDERS, crawl, leaks
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    """A session in which everything that can be written bears the canary's name, and one item is closed."""
    meeting = make_session(world.group_a, title=f"{CANARY} session")
    secretary = world.secretary
    for item, attribution in zip(AgendaItem.objects.filter(meeting=meeting), Attribution.values, strict=True):
        item.attribution = attribution
        item.save()
        text = f"{CANARY} {attribution}"
        record_outcome(actor=secretary, item=lock(item), outcome=Outcome.DECIDED, text=text)
    version = meeting.session.version
    name_acting_chair(actor=secretary, meeting=meeting, version=version, name=f"{CANARY} chair")
    list_speaker(actor=secretary, meeting=meeting, name=f"{CANARY} guest")
    change_attendance(
        actor=secretary, meeting=meeting, seat=Seat.objects.get(appointments__person=world.member_a), version=0,
        presence=Presence.ONLINE, person=None, name=f"{CANARY} colleague", arrived_at=None, left_at=None, is_late=False,
    )  # fmt: skip
    return meeting


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_nothing(world, client_of, session, who):
    client, rows = client_of(who), Rows(world)
    rows._meetings["convened"] = session
    for name, pattern in addresses().items():
        if not name.startswith(("meetings:rsvp", "meetings:feed")):
            assert leaks(client, address_of(name, pattern, rows)) is None, name
    assert [found for page in crawl(client) if (found := leaks(client, page))] == []


@pytest.mark.parametrize("who", ["member_a", "observer_a", "chair_a", "administrator"])
def test_what_came_of_a_closed_item_is_on_no_page_of_those_who_do_not_run_it(client_of, session, who):
    client = client_of(who)
    closed = f"{CANARY} {Attribution.CLOSED}".encode()
    pages = [*crawl(client), f"{session.get_absolute_url()}?history=1", "/audit/"]
    assert any(f"{CANARY} {Attribution.ON_RECORD}".encode() in client.get(page).content for page in pages)
    assert [page for page in pages if closed in client.get(page).content] == []
