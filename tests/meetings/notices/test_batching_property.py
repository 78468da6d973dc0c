"""Random days in a secretariat: whatever is edited, undone, moved and called off, everybody ends up rightly told."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.calling.services.details import change_details
from meetings.calling.services.schedule import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from meetings.notices.batching import LONGEST
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 3, 2, 4, tzinfo=UTC)
PLACES, LINKS = ["Hall 1", "Hall 2", ""], ["https://meet.example.org/a", "https://meet.example.org/b"]

EDIT = st.tuples(st.just("edit"), st.sampled_from(PLACES), st.sampled_from(LINKS))
UNDO = st.tuples(st.just("undo"))
MOVE = st.tuples(st.just("move"), st.integers(5, 9))
WAIT = st.tuples(st.just("wait"), st.sampled_from([0.5, 4, 9, 11, 31]))
DAY = st.lists(st.one_of(EDIT, EDIT, UNDO, MOVE, WAIT, WAIT), max_size=12)


def send() -> None:
    drain(clock=timezone.now)


class Secretariat:
    """Does what it is told and sends every half minute, as the scheduler does."""

    def __init__(self, world, meeting, clock) -> None:
        self.world, self.meeting, self.clock = world, meeting, clock
        self.values = [(meeting.place, meeting.link)]

    def now(self) -> Meeting:
        return Meeting.objects.get(pk=self.meeting.pk)

    def edit(self, place: str, link: str) -> None:
        now = self.now()
        change_details(
            actor=self.world.secretary,
            meeting=now,
            version=now.version,
            title=now.title,
            format=now.format,
            note=now.note,
            place=place,
            link=link,
        )
        self.values.append((place, link))

    def undo(self) -> None:
        if len(self.values) > 1:
            self.values.pop()
            place, link = self.values.pop()
            self.edit(place, link)

    def move(self, days: int) -> None:
        now, when = self.now(), in_days(days)
        if when.instants()[0] != now.starts_at:
            move_meeting(actor=self.world.secretary, meeting=now, version=now.version, when=when)

    def wait(self, minutes: float) -> None:
        ends = timezone.now() + timedelta(minutes=minutes)
        while timezone.now() < ends:
            self.clock.shift(timedelta(minutes=0.5))
            send()

    def cancel(self) -> None:
        now = self.now()
        cancel_meeting(actor=self.world.secretary, meeting=now, version=now.version)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(day=DAY, cancelled=st.booleans())
def test_everybody_ends_up_rightly_told(world, day, cancelled):
    savepoint = transaction.savepoint()
    try:
        with time_machine.travel(BEGINS, tick=False) as clock:
            meeting = make_meeting(world.group_a, place=PLACES[0], link=LINKS[0], format="hybrid", when=in_days(7))
            send()
            office = Secretariat(world, meeting, clock)
            for verb, *given_values in day:
                getattr(office, verb)(*given_values)
            if cancelled:
                office.cancel()
            office.wait(31)
            check(office.now(), cancelled)
    finally:
        transaction.savepoint_rollback(savepoint)


def check(meeting: Meeting, cancelled: bool) -> None:
    rows = OutboxMessage.objects.about(meeting).exclude(kind="meetings.reminder").order_by("settled_at", "id")
    assert not rows.filter(state__in=["waiting", "sending", "dead"]).exists()
    for invitation in meeting.invitations.filter(person__is_active=True):
        mails = list(rows.filter(recipient=invitation.person, state="sent"))
        events = [icalendar.Calendar.from_ical(mail.mail_calendar).walk("VEVENT")[0] for mail in mails]
        sequences = [int(event["SEQUENCE"]) for event in events]
        assert sequences == sorted(set(sequences)), "a calendar never sees an older file after a newer one"
        last = events[-1]
        assert str(last["STATUS"]) == ("CANCELLED" if cancelled else "CONFIRMED")
        assert last["DTSTART"].dt == meeting.starts_at
        if not cancelled:
            assert str(last["LOCATION"]) == "; ".join(filter(None, [meeting.place, meeting.link]))
        assert_one_mail_a_window([mail for mail in mails if mail.mail_subject.startswith("Changed")])
        assert_no_empty_news(mails)


def assert_one_mail_a_window(mails: list[OutboxMessage]) -> None:
    """No change is told while an earlier mail's window is open, and none waits longer than the longest."""
    for mail in mails:
        assert mail.settled_at - mail.created_at <= LONGEST + timedelta(minutes=1)
    for earlier, later in pairwise(mails):
        assert later.created_at >= earlier.settled_at - timedelta(minutes=0.5)


def assert_no_empty_news(mails: list[OutboxMessage]) -> None:
    """Each mail after the invitation says a change, and never one from a value to itself."""
    assert Counter(mail.kind for mail in mails)["meetings.invitation"] == 1
    for mail in mails:
        for old, new in re.findall(r"^\w+: (.+) → (.+)$", mail.mail_text, re.M):
            assert old != new
