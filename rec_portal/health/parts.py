"""The parts that the portal needs, each with a check that answers soon and never raises."""

import logging
from collections.abc import Callable

from celery import current_app
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from rec_portal.outbox.heartbeat import is_late, last_tick

logger = logging.getLogger(__name__)
BROKER_PATIENCE = 2.0


def database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError) as error:
        return _down("database", error)


def broker() -> bool:
    try:
        with current_app.connection_for_read() as link:
            link.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE, errback=None)
            return True
    except (KombuError, RedisError, OSError) as error:
        return _down("broker", error)


def scheduler() -> bool:
    """The last tick went through scheduler, broker and worker to the database, and not long ago."""
    try:
        return not is_late(last_tick(), timezone.now())
    except (DatabaseError, InterfaceError) as error:
        return _down("scheduler", error)


def _down(part: str, error: Exception) -> bool:
    logger.warning("%s does not answer: %s", part, error)
    return False


PARTS: dict[str, Callable[[], bool]] = {"database": database, "broker": broker, "scheduler": scheduler}
