"""What is done to the machinery, and what must come of it."""

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from celery import current_app
from django.core.management import call_command

from rec_portal.outbox.models import OutboxMessage
from tests.outbox.notices import BULK, make_crowd, plan
from tests.outbox.redis_server import RedisServer
from tests.outbox.sink import MailSink
from tests.outbox.workers import Workers, wait_until
from tests.soak.edits import edit_at_once
from tests.soak.races import FAULTS, race
from tests.soak.smtp_faults import smtp_faults

# What the portal promises: nothing waits longer than this after Redis came back.
LONGEST_WAIT = 120.0


@dataclass(frozen=True)
class Line:
    """One row of the table. `waited` is the longest time in seconds without any message while some were due."""

    fault: str
    times: int
    messages: int
    lost: int
    extra: int
    seconds: float
    waited: float | None
    kept: bool

    def cells(self) -> tuple[str, ...]:
        waited = "-" if self.waited is None else f"{self.waited:.1f} s"
        numbers = (str(n) for n in (self.times, self.messages, self.lost, self.extra))
        return (self.fault, *numbers, f"{self.seconds:.0f}", waited, "yes" if self.kept else "NO")


@dataclass
class Stage:
    sink: MailSink
    redis: RedisServer
    workers: Workers
    arrivals: list[float]


@contextlib.contextmanager
def stage(*, concurrency: int = 1) -> Iterator[Stage]:
    """Mail server, Redis, one worker and one scheduler, on an empty database."""
    call_command("flush", interactive=False, verbosity=0)
    redis = RedisServer()
    with tempfile.TemporaryDirectory() as folder, MailSink(pipelining=True, chunking=True) as sink:
        workers = Workers(Path(folder), redis.address, sink.port, concurrency)
        arrivals: list[float] = []
        sink.on_message = lambda _count: arrivals.append(time.monotonic())
        try:
            redis.start()
            # This process rings too, as a page does: on the queue that the workers listen to.
            current_app.conf.update(broker_url=redis.address, task_default_queue=workers.environment["WORKER_QUEUE"])
            current_app._pool = current_app.amqp._producer_pool = current_app.amqp._queues = None
            workers.start_worker()
            workers.start_beat()
            yield Stage(sink, redis, workers, arrivals)
        finally:
            workers.stop()
            redis.stop()


def nothing_open() -> bool:
    return not OutboxMessage.objects.filter(state__in=["waiting", "sending"]).exists()


def outcome(on: Stage, fault: str, times: int, began: float, most_extra: int) -> Line:
    """Counts what arrived against what was planned; a copy with another Message-ID counts as lost."""
    planned = {row.message_id for row in OutboxMessage.objects.only("message_id")}
    sent = OutboxMessage.objects.filter(state="sent").count()
    arrived = [message.message_id.strip("<>").partition("@")[0] for message in on.sink.messages]
    lost = max(len(planned - set(arrived)), len(planned) - sent) + len(set(arrived) - planned)
    extra = len(arrived) - len(set(arrived))
    waited = max((later - earlier for earlier, later in zip(on.arrivals, on.arrivals[1:], strict=False)), default=0)
    kept = lost == 0 and extra <= most_extra and waited <= LONGEST_WAIT
    return Line(fault, times, len(planned), lost, extra, time.monotonic() - began, waited, kept)


def kills(share: int) -> Iterator[Line]:
    """kill -9 at the worst moment: the text is there, the worker has not heard so. Each tenth takes it whole."""
    times, messages = 200 // share, 5000 // share
    with stage() as on:
        began, killed = time.monotonic(), 0
        step = messages // (times + 1)
        note = on.sink.on_message

        def kill(count: int) -> None:
            nonlocal killed
            if note is not None:
                note(count)
            if killed < times and count >= (killed + 1) * step:
                if killed % 10 == 9:
                    on.workers.kill_worker()
                    on.workers.start_worker()
                elif not on.workers.kill_pool_process():
                    return
                killed += 1

        on.sink.on_message = kill
        plan(*make_crowd(messages), kind=BULK)
        wait_until(nothing_open, 120 + times * 15, "every message settled")
        yield outcome(on, "kill -9 of a worker", killed, began, most_extra=on.workers.kills)


def redis_restarts(share: int) -> Iterator[Line]:
    def restart(on: Stage) -> None:
        on.redis.stop()
        plan(*make_crowd(50), kind=BULK)  # a page that rings while nobody can hear it
        on.redis.start()

    yield from _while_sending("Redis killed and started again", 20 // share, restart)


def redis_emptied(share: int) -> Iterator[Line]:
    yield from _while_sending("Redis FLUSHALL", max(1, 10 // share), lambda on: on.redis.empty())


def _while_sending(fault: str, times: int, hurt: Callable[[Stage], None]) -> Iterator[Line]:
    with stage(concurrency=2) as on:
        began = time.monotonic()
        for _number in range(times):
            seen = len(on.sink.messages)
            plan(*make_crowd(100), kind=BULK)
            wait_until(lambda seen=seen: len(on.sink.messages) >= seen + 10, LONGEST_WAIT, "sending has begun")
            hurt(on)
            wait_until(nothing_open, LONGEST_WAIT, "every message settled")
        yield outcome(on, fault, times, began, most_extra=0)


def smtp(share: int) -> Iterator[Line]:
    for fault, messages, wrong, seconds in smtp_faults(max(10, 200 // share)):
        yield Line(fault, messages, messages, wrong, 0, seconds, None, wrong == 0)


def races(share: int) -> Iterator[Line]:
    for fault in FAULTS:
        call_command("flush", interactive=False, verbosity=0)
        found = race(fault, max(1, 250 // share))
        for said in found.wrong[:20]:
            print(f"  {said}", flush=True)
        print(f"  {found.before} of {found.messages} mails were read for sending before the change", flush=True)
        wrong = len(found.wrong)
        yield Line(fault, found.cases, found.messages, wrong, 0, found.seconds, None, wrong == 0)


def minutes(share: int) -> Iterator[Line]:
    call_command("flush", interactive=False, verbosity=0)
    began = time.monotonic()
    found = edit_at_once(max(1, 1000 // share))
    for said in found.wrong:
        print(f"  {said}", flush=True)
    print(f"  {found.refused} saves were refused as stale and done again", flush=True)
    seconds = time.monotonic() - began
    yield Line(
        "parallel edits of one record", found.edits, found.edits, len(found.wrong), 0, seconds, None, not found.wrong
    )


ALL: dict[str, Callable[[int], Iterator[Line]]] = {
    "kills": kills, "redis": redis_restarts, "flushall": redis_emptied, "smtp": smtp,
    "races": races, "minutes": minutes,
}  # fmt: skip
