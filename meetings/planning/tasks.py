"""What the scheduler calls. Running any of these once more does no harm."""

import logging

from celery import shared_task

from meetings.planning.services.series import extend_all
from rec_portal.foundation import context_ids

logger = logging.getLogger(__name__)


@shared_task(name="meetings.draft_series")
def draft_series() -> None:
    """Drafts the next meetings of every series."""
    channel = context_ids.channel.set("worker")
    try:
        drafted = extend_all()
    finally:
        context_ids.channel.reset(channel)
    if drafted:
        logger.info("Meetings of series drafted: %d", drafted)
