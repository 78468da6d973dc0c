"""What the scheduler calls. Running any of these once more does no harm."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from meetings.choices import ActionState
from meetings.models import ActionItem
from meetings.notices.action_planning import plan_overdue
from rec_portal.foundation import context_ids

logger = logging.getLogger(__name__)


@shared_task(name="meetings.remind_of_overdue_actions")
def remind_of_overdue_actions() -> None:
    """Plans the weekly mail about each open action that is past its date."""
    now = timezone.now()
    late = ActionItem.objects.filter(state=ActionState.OPEN, due__lt=now.date()).select_related("body", "owner")
    channel = context_ids.channel.set("worker")
    try:
        with transaction.atomic():
            plan_overdue(late.order_by("due", "id").iterator(chunk_size=500), now)
    finally:
        context_ids.channel.reset(channel)
