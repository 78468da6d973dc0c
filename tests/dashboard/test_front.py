"""The public front page: what the Council is, and nothing of what it does inside."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.meetings import make_meeting


@pytest.mark.django_db
def test_it_says_what_the_council_is_and_nothing_of_its_meetings(world) -> None:
    meeting = make_meeting(world.group_a, title="Kanarienvogel")
    page = Client().get("/").content.decode()
    assert "14 May 2024" in page
    assert reverse("account_login") in page
    for inside in (meeting.title, world.group_a.name, world.member_a.name, "/meetings/"):
        assert inside not in page


def test_it_needs_no_database() -> None:
    assert Client().get("/").status_code == 200


def test_it_only_shows() -> None:
    assert Client().post("/").status_code == 405
