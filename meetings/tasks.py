"""What the scheduler calls. Running any of these once more does no harm."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from meetings.choices import ActionState
from meetings.models import ActionItem, Minutes
from meetings.notices.action_planning import plan_overdue
from meetings.notices.digest import plan_digests
from meetings.services.adoption import settle_record
from meetings.services.pack_building import build_waiting
from meetings.services.series import extend_all
from rec_portal.accounts.models import User
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


@shared_task(name="meetings.plan_weekly_summaries")
def plan_weekly_summaries() -> None:
    """Plans the summary of everybody who wants one and whose Monday is near."""
    people = User.objects.filter(is_active=True, wants_digest=True, mail_refused_at=None).order_by("id")
    with transaction.atomic():
        plan_digests(people, timezone.now())


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
