"""Leases: nobody else takes a row, and whoever comes too late changes nothing."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.claim import give_back, lease_time, look_again, take
from rec_portal.outbox.clock import database_now
from rec_portal.outbox.marking import mark
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.outcome import DELIVERED, Outcome
from tests.outbox.notices import make_crowd, plan

NOW = datetime(2024, 11, 21, 9, tzinfo=UTC)


def clock(minutes: float = 0):
    return lambda: NOW + timedelta(minutes=minutes)


def after_leases(number: int):
    return clock(number * (lease_time().total_seconds() / 60 + 0.01))


def planned(count: int = 1, **fields) -> list[OutboxMessage]:
    rows = plan(*make_crowd(count), **({"due_at": NOW} | fields))
    assert len(rows) == count
    return rows


@pytest.mark.django_db
class TestTaking:
    def test_only_what_is_due_oldest_first_and_no_more_than_asked(self):
        (late,) = planned(due_at=NOW - timedelta(minutes=1))
        (early,) = planned(due_at=NOW - timedelta(hours=1))
        planned(due_at=NOW + timedelta(seconds=1))
        assert [row.pk for row in take(clock(), as_of=None, size=5).rows] == [early.pk, late.pk]
        assert take(clock(), as_of=None, size=5).rows == []
        planned(3)
        assert len(take(clock(), as_of=None, size=2).rows) == 2

    def test_a_lease_is_written_with_a_token_of_its_own(self):
        planned(2)
        first, second = take(clock(), as_of=None, size=1), take(clock(), as_of=None, size=1)
        for claim in (first, second):
            row = OutboxMessage.objects.get(pk=claim.rows[0].pk)
            assert (row.state, row.lease_token, row.lease_until) == ("sending", claim.token, NOW + lease_time())
        assert first.token != second.token

    def test_a_failed_message_rests(self):
        (row,) = planned()
        OutboxMessage.objects.filter(pk=row.pk).update(retry_at=NOW + timedelta(minutes=1))
        assert take(clock(), as_of=None, size=5).rows == []
        assert take(clock(), as_of=NOW + timedelta(days=8), size=5).rows == []  # a journey through time is no rest
        assert len(take(clock(1), as_of=None, size=5).rows) == 1

    def test_travelling_through_time_does_not_end_anybodys_lease(self):
        planned(2, due_at=NOW + timedelta(days=7))
        assert len(take(clock(), as_of=NOW + timedelta(days=8), size=1).rows) == 1
        assert len(take(clock(), as_of=NOW + timedelta(days=8), size=5).rows) == 1

    def test_what_a_vanished_worker_left_is_taken_after_its_lease(self):
        planned(3)
        take(clock(), as_of=None, size=3)
        planned(1)
        assert len(take(clock(), as_of=None, size=5).rows) == 1
        claim = take(after_leases(1), as_of=None, size=3)
        assert (len(claim.rows), claim.taken_over) == (3, True)

    def test_what_was_left_behind_twice_is_taken_alone(self):
        planned(3)
        take(clock(), as_of=None, size=3)
        take(after_leases(1), as_of=None, size=3)
        planned(1)
        claims = [take(after_leases(2), as_of=None, size=5) for _ in range(5)]
        assert [len(claim.rows) for claim in claims] == [1, 1, 1, 1, 0]
        assert [claim.taken_over for claim in claims] == [True, True, True, False, False]
        assert [claim.rows[0].takeovers for claim in claims[:4]] == [2, 2, 2, 0]

    def test_a_suspect_does_not_keep_the_others_waiting(self):
        planned(3)
        suspect = take(clock(), as_of=None, size=1).rows[0]
        take(after_leases(1), as_of=None, size=1)
        take(after_leases(1), as_of=None, size=2)
        claims = [take(after_leases(2), as_of=None, size=5) for _ in range(2)]
        assert [len(claim.rows) for claim in claims] == [2, 1]
        assert claims[1].rows[0].pk == suspect.pk


@pytest.mark.django_db
class TestFencing:
    def test_a_late_worker_marks_nothing(self):
        (row,) = planned()
        late = take(clock(), as_of=None, size=1)
        present = take(clock(60), as_of=None, size=1)
        assert mark(late, late.rows[0], DELIVERED, {}) is None
        assert mark(late, late.rows[0], Outcome("bury", "no"), {}) is None
        row.refresh_from_db()
        assert (row.state, row.lease_token) == (MessageState.SENDING, present.token)
        assert mark(present, present.rows[0], DELIVERED, {}) == "deliver"
        assert mark(present, present.rows[0], DELIVERED, {}) is None

    def test_a_late_worker_that_nobody_replaced_may_still_mark(self):
        planned()
        claim = take(clock(), as_of=None, size=1)
        claim.now = NOW + timedelta(hours=2)
        assert mark(claim, claim.rows[0], DELIVERED, {}) == "deliver"

    def test_looking_again_renews_the_lease_and_drops_what_was_lost(self):
        planned(2)
        claim = take(clock(), as_of=None, size=2)
        lost, kept = claim.rows
        OutboxMessage.objects.filter(pk=lost.pk).update(lease_token=uuid.uuid4())
        look_again(claim, [lost.pk, kept.pk], clock(1))
        assert [row.pk for row in claim.rows] == [kept.pk]
        assert claim.rows[0].lease_until == NOW + timedelta(minutes=1) + lease_time()

    def test_giving_back_returns_only_what_is_still_ours(self):
        planned(2)
        claim = take(clock(), as_of=None, size=2)
        lost, kept = claim.rows
        OutboxMessage.objects.filter(pk=lost.pk).update(lease_token=uuid.uuid4())
        assert give_back(claim, [lost.pk, kept.pk]) == 1
        kept.refresh_from_db()
        assert (kept.state, kept.lease_token, kept.attempts) == (MessageState.WAITING, None, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_take_each_row_once():
    keys = {row.pk for row in planned(200)}
    taken: list[int] = []
    together = threading.Barrier(8)

    def work() -> None:
        together.wait(10)
        while rows := take(clock(), as_of=None, size=7).rows:
            taken.extend(row.pk for row in rows)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken) == 200
    assert set(taken) == keys


@pytest.mark.django_db(transaction=True)
def test_the_clock_of_leases_is_the_databases(django_assert_num_queries):
    with django_assert_num_queries(1):
        now = database_now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
