"""What the scheduler calls. Running any of these once more does no harm."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from meetings.notices.weekly_summary import plan_digests
from rec_portal.accounts.models import User


@shared_task(name="meetings.plan_weekly_summaries")
def plan_weekly_summaries() -> None:
    """Plans the summary of everybody who wants one and whose Monday is near."""
    people = User.objects.filter(is_active=True, wants_digest=True, mail_refused_at=None).order_by("id")
    with transaction.atomic():
        plan_digests(people, timezone.now())
