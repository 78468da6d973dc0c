"""What the scheduler calls. Running any of these once more does no harm."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from meetings.record.choices import ActionState
from meetings.record.mail.action_planning import plan_overdue
from meetings.record.models import ActionItem, Minutes
from meetings.record.services.adoption import settle_record
from rec_portal.foundation import context_ids


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


@shared_task(name="meetings.adopt_silent_records")
def adopt_silent_records() -> None:
    """Writes down the adoption of records whose silence is over; that they are adopted, the clock has decided."""
    waiting = Minutes.objects.filter(by_silence=True, adopted_at__isnull=True, corrections_until__lte=timezone.now())
    channel = context_ids.channel.set("worker")
    try:
        for minutes in waiting.select_related("meeting").order_by("pk"):
            settle_record(minutes.meeting)
    finally:
        context_ids.channel.reset(channel)
