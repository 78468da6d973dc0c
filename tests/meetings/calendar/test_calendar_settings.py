import pytest
from django.test import Client
from django.urls import reverse

from meetings.calendar.services import has_feed, open_feed
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import panels
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db
PAGE = "/meetings/calendar/"


def shown_address(response) -> str:
    page = response.content.decode()
    return page.split('<textarea id="address"')[1].split(">")[1].split("<")[0]


def test_made_shown_once_and_working(world, client_of):
    make_meeting(world.group_a, title="Second meeting")
    client = client_of("member_a")
    assert "Make my calendar address" in client.get(PAGE).content.decode()
    response = client.post(PAGE)
    address = shown_address(response)
    assert address.startswith("http://testserver/calendar/")
    assert address.endswith(".ics")
    assert address.replace("http://", "webcal://") in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert "Second meeting" in Client().get(address).content.decode()
    assert address.split("/")[-1][:-4] not in client.get(PAGE).content.decode()
    assert AuditEvent.objects.filter(verb="calendar.opened", actor=world.member_a).count() == 1


def test_looking_makes_nothing(world, client_of):
    client_of("member_a").get(PAGE)
    assert not has_feed(world.member_a)


def test_a_new_one_ends_the_old_one(client_of):
    client = client_of("member_a")
    first, second = shown_address(client.post(PAGE)), shown_address(client.post(PAGE))
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


def test_revoked(world, client_of):
    client = client_of("member_a")
    address = shown_address(client.post(PAGE))
    response = client.post(reverse("meetings:calendar_revoke"), follow=True)
    assert "The calendar address no longer works." in response.content.decode()
    assert Client().get(address).status_code == 404
    assert not has_feed(world.member_a)


def test_one_person_cannot_end_anothers(world, client_of):
    open_feed(actor=world.chair_a, person=world.chair_a)
    client_of("member_a").post(reverse("meetings:calendar_revoke"))
    assert has_feed(world.chair_a)


def test_revoking_is_a_post(client_of):
    assert client_of("member_a").get(reverse("meetings:calendar_revoke")).status_code == 405


def test_only_signed_in(db):
    for path in (PAGE, reverse("meetings:calendar_revoke")):
        assert Client().get(path).status_code == 302


def test_on_ones_own_profile_only(world, rf):
    request = rf.get("/")
    request.user = world.member_a
    mine = [panel["template"] for panel in panels.panels_for("profile", request, world.member_a)]
    other = [panel["template"] for panel in panels.panels_for("profile", request, world.chair_a)]
    assert "meetings/calendar/calendar_panel.html" in mine
    assert "meetings/calendar/calendar_panel.html" not in other
