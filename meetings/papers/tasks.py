"""What the scheduler calls. Running any of these once more does no harm."""

import logging

from celery import shared_task

from meetings.papers.services.pack_building import build_waiting
from rec_portal.foundation import context_ids

logger = logging.getLogger(__name__)


@shared_task(name="meetings.build_packs")
def build_packs() -> None:
    """Builds the board packs that wait, one after the other."""
    channel = context_ids.channel.set("worker")
    try:
        handled = build_waiting()
    finally:
        context_ids.channel.reset(channel)
    if handled:
        logger.info("Board packs: %d", handled)
