"""Rings for a worker. The rows are the truth: when nobody hears the bell, the periodic scan finds them."""

import logging

from celery import current_app
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wake() -> None:
    """Asks a worker to look for due messages; a broker that is away is noted and is not the page's trouble."""
    try:
        current_app.send_task("outbox.send_due", retry=False, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("The broker does not answer; due mail waits for the next scan: %s", error)
