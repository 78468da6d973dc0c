"""The Celery application: a bell that wakes the outbox; the rows are the truth."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.urls import get_resolver
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rec_portal.settings.dev")

app = Celery("rec_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A task that was received and not begun is not put back when the line to Redis breaks: each is a sweep that is called
# again anyway. Kombu would try over the broken line, fail on that with an error nobody catches, and end the worker.
redis.Channel.do_restore = False


@worker_init.connect
def read_addresses(**_sender: Any) -> None:
    """Mails hold addresses: all pages are loaded once, before the worker's processes part ways, and shared by them.

    What is there by then stays. The search for garbage leaves it alone, so it stays shared: a third less memory.
    """
    get_resolver().reverse_dict  # noqa: B018 - reading it is what loads them
    gc.collect()
    gc.freeze()


@beat_init.connect
def begin_at_once(**_sender: Any) -> None:
    """The first round is now, not one interval from now: after a restart nothing waits and nobody is alarmed."""
    for name in ("outbox.tick", "outbox.send_due"):
        app.send_task(name, retry=False, ignore_result=True)
