"""Meetings that change while their mails leave; the long run is `make soak` (races)."""

import pytest
from django.db import connection

from meetings.notices.mail import MeetingNotice
from tests.soak.races import FAULTS, race

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CASES = 10


@pytest.mark.parametrize("fault", FAULTS)
def test_every_mail_is_right(fault):
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers at once")
    found = race(fault, CASES)
    assert found.wrong == []
    assert found.messages >= CASES, "those who are not concerned are told in any case"


@pytest.mark.parametrize("fault", ["cancelled while mails leave", "person revoked while mails leave"])
def test_a_mail_that_is_not_asked_about_again_is_noticed(fault, monkeypatch):
    """Else the runs above would be of no use."""
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers at once")
    monkeypatch.setattr(MeetingNotice, "unwanted", lambda *_asked: None)
    assert race(fault, 2 * CASES).wrong
