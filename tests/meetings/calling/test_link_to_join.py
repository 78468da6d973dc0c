"""The link to join opens the room: only who is invited gets it, and who runs the meeting, wherever it could stand."""

import pytest
from django.urls import reverse

from meetings.calling.services.details import change_details
from tests.factories import make_meeting
from tests.meetings.support import fresh

pytestmark = pytest.mark.django_db

ROOM, OTHER_ROOM = "https://meet.example.org/room-canary", "https://meet.example.org/canary-other"


@pytest.fixture
def meeting(world):
    made = make_meeting(world.group_a, link=ROOM, invitees=[world.chair_a])
    values = {"title": made.title, "format": "hybrid", "place": "Hall 2", "note": "", "link": OTHER_ROOM}
    change_details(actor=world.secretary, meeting=made, version=made.version, **values)
    return fresh(made)


def shown(client, meeting) -> dict[str, bool]:
    addresses = {
        "page": meeting.get_absolute_url(),
        "history": f"{meeting.get_absolute_url()}?history=1",
        "file": reverse("meetings:calendar_file", args=[meeting.public_id]),
        "audit": reverse("audit:events"),
    }
    return {name: "canary" in client.get(address).content.decode() for name, address in addresses.items()}


@pytest.mark.parametrize("who", ["member_a", "observer_a", "administrator"])
def test_who_is_not_invited_finds_it_nowhere(client_of, meeting, who):
    assert not any(shown(client_of(who), meeting).values())


@pytest.mark.parametrize("who", ["chair_a", "secretary"])
def test_who_comes_finds_it_on_the_page_and_in_the_file(client_of, meeting, who):
    found = shown(client_of(who), meeting)
    assert (found["page"], found["file"]) == (True, True)


def test_the_history_says_that_it_changed(client_of, meeting):
    page = client_of("member_a").get(f"{meeting.get_absolute_url()}?history=1").content.decode()
    assert "Meeting changed" in page
    assert "(not shown here)" in page
