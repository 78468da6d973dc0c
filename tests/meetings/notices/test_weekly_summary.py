"""The weekly summary: when it is planned, what it says, and to whom it says nothing."""

import email
import email.policy
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from meetings.notices.tasks import plan_weekly_summaries
from meetings.notices.weekly_summary import DIGEST, next_monday
from rec_portal.accounts.models import User
from rec_portal.foundation import zones
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories import in_days, make_meeting

SUNDAY = datetime(2026, 12, 6, 6, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 2, 0, 1, tzinfo=UTC)  # a second past seven in Tashkent


def save(person: User, **values: object) -> None:
    """Past the services, as another process would have changed it."""
    row = User.objects.get(pk=person.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def reader(world) -> User:
    save(world.member_a, wants_digest=True, time_zone="Asia/Tashkent")
    return User.objects.get(pk=world.member_a.pk)


def summary() -> OutboxMessage:
    return OutboxMessage.objects.get(kind=DIGEST)


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Tashkent", "Europe/Vienna", "America/New_York", "Pacific/Auckland"]),
)
def test_the_next_monday_is_seven_o_clock_and_at_most_a_week_away(now, zone):
    due = next_monday(now, zone)
    there = zones.local(due, zone)
    assert (there.weekday(), there.hour, there.minute) == (0, 7, 0)
    assert now < due <= now + timedelta(days=7, hours=1)


@pytest.mark.django_db
class TestPlanning:
    @time_machine.travel(SUNDAY, tick=False)
    def test_only_for_who_wants_it_and_only_once(self, reader, world):
        plan_weekly_summaries()
        plan_weekly_summaries()
        assert summary().recipient == reader
        assert summary().due_at == datetime(2026, 12, 7, 2, tzinfo=UTC)

    @time_machine.travel(SUNDAY - timedelta(days=2), tick=False)
    def test_not_days_ahead(self, reader):
        plan_weekly_summaries()
        assert not OutboxMessage.objects.exists()

    @time_machine.travel(SUNDAY, tick=False)
    def test_not_for_a_refused_address_or_a_barred_person(self, reader):
        save(reader, is_active=False)
        plan_weekly_summaries()
        save(reader, is_active=True, mail_refused_at=SUNDAY)
        plan_weekly_summaries()
        assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
class TestSending:
    def send(self, body, invitee, **changed) -> OutboxMessage:
        with time_machine.travel(SUNDAY, tick=False):
            meeting = make_meeting(body, when=in_days(3), invitees=[invitee], title="Plans")
            OutboxMessage.objects.all().delete()
            plan_weekly_summaries()
        for person in User.objects.filter(wants_digest=True):
            save(person, **changed)
        with time_machine.travel(MONDAY, tick=False):
            drain(clock=lambda: MONDAY)
        assert meeting.title == "Plans"
        return summary()

    def test_it_says_what_the_week_brings_and_is_not_kept(self, reader, world, mailoutbox):
        message = self.send(world.group_a, reader)
        assert message.state == "sent"
        letter = email.message_from_bytes(mailoutbox[0].message().as_bytes(), policy=email.policy.default)
        text = letter.get_body(("plain",)).get_content()
        assert "Plans" in text
        assert "Waiting for your answer" in text
        assert "Wed" in text
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/accounts/mail/digest." in letter["List-Unsubscribe"]
        assert "Plans" not in message.mail_text + message.mail_html

    def test_another_groups_meeting_is_not_in_it(self, reader, world, mailoutbox):
        message = self.send(world.group_b, world.member_b)
        assert (message.state, message.reason) == ("skipped", "The week brings nothing for this person.")

    def test_whoever_stopped_it_since_gets_none(self, reader, world, mailoutbox):
        message = self.send(world.group_a, reader, wants_digest=False)
        assert message.reason == "This person wants no weekly summary."
