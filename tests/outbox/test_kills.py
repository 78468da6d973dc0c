"""Real workers, killed in the middle of sending: nothing lost, and no more extra copies than kills."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured

from rec_portal.outbox.heartbeat import last_tick
from rec_portal.outbox.models import OutboxMessage
from tests.outbox.notices import BULK, make_crowd, plan
from tests.outbox.redis_server import RedisServer
from tests.outbox.sink import MailSink
from tests.outbox.workers import Workers, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture
def workers(transactional_db: None, tmp_path: Any, sink: MailSink) -> Iterator[Workers]:
    server = configured.REDIS_URL.rpartition("/")[0]
    workers = Workers(folder=tmp_path, broker=f"{server}/3", mail_port=sink.port)
    yield workers
    workers.stop()
    print(workers.log())  # shown by pytest when the test fails


def all_settled() -> bool:
    return not OutboxMessage.objects.filter(state__in=["waiting", "sending"]).exists()


def copies(sink: MailSink) -> dict[str, list[str]]:
    """The Message-IDs that each recipient got."""
    received = defaultdict(list)
    for message in sink.messages:
        received[message.recipients[0]].append(message.message_id)
    return received


def test_twenty_kills_in_five_hundred_messages_lose_nothing(workers: Workers, sink: MailSink):
    rows = plan(*make_crowd(500), kind=BULK)
    expected = {
        row.recipient.email: f"<{row.message_id}@testserver>"
        for row in OutboxMessage.objects.select_related("recipient")
    }
    kill_at = [12 + 24 * number for number in range(20)]

    def kill(count: int) -> None:
        # Right here the text has arrived and the worker has not heard so yet: the worst moment.
        if kill_at and count >= kill_at[0] and workers.kill_pool_process():
            kill_at.pop(0)

    sink.on_message = kill
    workers.start_worker()
    workers.start_beat()
    wait_until(all_settled, 150, "every message settled")
    assert workers.kills == 20
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}
    received = copies(sink)
    assert {address: set(ids) for address, ids in received.items()} == {a: {i} for a, i in expected.items()}
    assert 0 <= len(sink.messages) - len(rows) <= workers.kills


def test_a_worker_outlives_a_redis_that_goes_away_while_it_sends(workers: Workers, sink: MailSink):
    redis = RedisServer()
    redis.start()
    try:
        workers.broker = workers.environment["WORKER_BROKER"] = redis.address
        workers.concurrency = 2
        workers.start_worker()
        workers.start_beat()
        begun = plan(*make_crowd(100), kind=BULK)
        wait_until(lambda: len(sink.messages) >= 10, 60, "sending has begun")
        redis.stop()
        redis.start()
        wait_until(all_settled, 60, "what was begun is ended without the broker")
        later = plan(*make_crowd(20), kind=BULK)
        wait_until(all_settled, 30, "the worker hears of new mail")
        assert workers.worker is not None
        assert workers.worker.poll() is None
        assert len(sink.messages) == len(begun) + len(later)
    finally:
        redis.stop()


def test_two_schedulers_and_two_workers_at_once_send_nothing_twice(workers: Workers, sink: MailSink):
    workers.concurrency = 2
    for _number in range(2):
        workers.start_beat()
    workers.start_worker()
    wait_until(last_tick, 30, "the scheduler is heard")
    rows = plan(*make_crowd(300), kind=BULK)
    wait_until(all_settled, 30, "every message settled")
    assert sorted(copies(sink)) == sorted(row.recipient.email for row in rows)
    assert len(sink.messages) == len(rows)
