"""Rings for a worker. The rows are the truth: when nobody hears the bell, the periodic scan finds them."""

import logging
from datetime import datetime

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# A connection that broke since the last call is opened again once, at once.
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def wake(as_of: datetime | None = None) -> bool:
    """Asks a worker to look for due messages; says whether the broker took the call.

    A broker that is away is noted and is not the page's trouble. `as_of` is the demo's journey through time.
    """
    kwargs = {"as_of": as_of.isoformat()} if as_of else {}
    try:
        current_app.send_task("outbox.send_due", kwargs=kwargs, retry=True, retry_policy=ONCE_MORE, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("The broker does not answer; due mail waits for the next scan: %s", error)
        return False
    return True
