"""Whoever is to act reads the action, and nothing else of a meeting or of an item that they may not read."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core import mail
from django.utils import timezone

from councils.bodies.choices import Office
from councils.seats.models import Appointment
from meetings.agenda.models import AgendaItem
from meetings.record.services.actions import nudge_owners
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.outbox.delivery import drain
from tests.factories.councils import appoint
from tests.factories.records import make_action, make_decision, make_held

pytestmark = pytest.mark.django_db
CANARY, TITLE = "Zubrowka", "Meeting of the few"


@pytest.fixture
def meeting(world):
    meeting = make_held(world.group_a, title=TITLE, further_bodies=[world.group_b])
    item = AgendaItem.objects.get(meeting=meeting, position=2)
    item.title, item.restricted = f"{CANARY} item", True
    item.save()
    return meeting


def item_of(meeting) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, position=2)


def told(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    if "spreadsheet" in answer.headers["Content-Type"]:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        return repr([[cell.value for cell in row] for row in sheet.iter_rows()])
    return answer.content.decode()


def test_an_observer_who_acts_on_a_restricted_item_does_not_read_its_title(client_of, world, meeting):
    action = make_action(meeting, "Do it", owner=world.observer_a, agenda_item=item_of(meeting))
    page = told(client_of("observer_a"), action.get_absolute_url())
    assert "Do it" in page
    assert TITLE in page
    assert CANARY not in page
    assert CANARY in told(client_of("member_a"), action.get_absolute_url())


def test_whoever_left_reads_their_action_and_not_the_name_of_the_meeting(client_of, world, meeting):
    action = make_action(meeting, "Do it", owner=world.member_a, due=date.today() + timedelta(days=3))
    nudge_owners(actor=world.secretary, actions=[action])
    with recorded_in_bulk():
        Appointment.objects.filter(person=world.member_a).update(ends_at=timezone.now() - timedelta(days=1))
    client = client_of("member_a")
    for address in (action.get_absolute_url(), "/actions/", "/actions/actions.csv", "/actions/actions.xlsx"):
        page = told(client, address)
        assert "Do it" in page, address
        assert TITLE not in page, address
    for address in ("/actions/actions.csv", "/actions/actions.xlsx"):
        assert TITLE in told(client_of("secretary"), address)
    drain()
    letters = [message.message().as_string() for message in mail.outbox if world.member_a.email in message.to]
    assert any("Do it" in letter for letter in letters)
    assert not any(TITLE in letter for letter in letters)


def test_a_secretary_of_one_group_does_not_read_the_other_groups_restricted_item(client_of, world, meeting):
    """What the joint meeting decided for group b is theirs; what group a calls its item is not."""
    secretary = appoint(world.group_b, Office.SECRETARY)
    decision = make_decision(meeting, "We agree", body=world.group_b, agenda_item=item_of(meeting))
    page = told(client_of(secretary), decision.get_absolute_url())
    assert "We agree" in page
    assert CANARY not in page
    assert CANARY in told(client_of("secretary"), decision.get_absolute_url())


def test_an_identifier_that_no_database_takes_is_just_unknown(client_of, world, meeting):
    make_action(meeting, "Do it", owner=world.member_a)
    assert client_of("secretary").post("/actions/nudge/", {"action": ["a\x00b"]}).status_code == 302
