"""What the scheduler and the bell call. The rows are the truth; running any of these once more does no harm."""

import logging
from datetime import datetime

from celery import shared_task
from django.conf import settings

from rec_portal.foundation import context_ids
from rec_portal.outbox.bell import wake
from rec_portal.outbox.clock import database_now
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.heartbeat import note_tick

logger = logging.getLogger(__name__)


class TimeTravelRefused(RuntimeError):
    """Sending as of another time is for the demo."""


@shared_task(name="outbox.send_due")
def send_due(as_of: str | None = None) -> None:
    """Sends what is due. With more than a batch to do it rings for one helper, and for a successor when time runs out.

    Each running worker calls at most one more, so there are never many more calls than workers.
    """
    if as_of and not settings.OUTBOX_TIME_TRAVEL:
        raise TimeTravelRefused
    moment = datetime.fromisoformat(as_of) if as_of else None
    channel = context_ids.channel.set("worker")
    try:
        tally = drain(as_of=moment, on_backlog=lambda: wake(moment))
    finally:
        context_ids.channel.reset(channel)
    if tally.handled:
        logger.info("Mail: %s", tally)
    if tally.more:
        wake(moment)


@shared_task(name="outbox.tick")
def tick() -> None:
    note_tick(database_now())
