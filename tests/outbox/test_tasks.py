"""The bell and what it wakes, without a broker and with one that is away."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from rec_portal.outbox import bell, heartbeat, queue, tasks
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_organisation, make_person
from tests.outbox.notices import PLAIN, plan


def test_the_names_that_the_schedule_calls():
    current_app.loader.import_default_modules()  # as a worker does when it starts
    for entry in current_app.conf.beat_schedule.values():
        assert entry["task"] in current_app.tasks


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_the_change_is_kept_and_the_row_waits(no_broker):
    person, organisation = make_person(), make_organisation()
    began = time.monotonic()
    with transaction.atomic():
        queue.put(organisation, [queue.Planned(PLAIN, person)], root_id=None)
    assert time.monotonic() - began < 3
    assert OutboxMessage.objects.get().state == "waiting"
    assert bell.wake() is False


@pytest.mark.django_db
class TestSendDue:
    def test_sends(self, sink):
        (row,) = plan()
        tasks.send_due()
        row.refresh_from_db()
        assert row.state == "sent"
        assert abs(row.settled_at - timezone.now()) < timedelta(seconds=5)

    def test_another_time_only_where_it_is_allowed(self, sink, settings):
        (row,) = plan(due_at=timezone.now() + timedelta(days=7))
        as_of = (timezone.now() + timedelta(days=8)).isoformat()
        with pytest.raises(tasks.TimeTravelRefused):
            tasks.send_due(as_of=as_of)
        settings.OUTBOX_TIME_TRAVEL = True
        tasks.send_due(as_of=as_of)
        row.refresh_from_db()
        assert row.state == "sent"
        assert row.settled_at < timezone.now()

    def test_rings_once_for_help_when_there_is_more_than_a_batch(self, sink, settings, no_broker):
        plan(*[make_person() for _ in range(60)])
        tasks.send_due()
        assert len(sink.messages) == 60


@pytest.mark.django_db
def test_the_tick_is_kept_and_its_silence_noticed():
    now = datetime(2024, 11, 21, 9, tzinfo=UTC)
    assert heartbeat.is_late(heartbeat.last_tick(), now)
    tasks.tick()
    tasks.tick()
    assert abs(heartbeat.last_tick() - timezone.now()) < timedelta(seconds=5)
    heartbeat.note_tick(now)
    assert not heartbeat.is_late(heartbeat.last_tick(), now + timedelta(minutes=3))
    assert heartbeat.is_late(heartbeat.last_tick(), now + timedelta(minutes=3, seconds=1))
