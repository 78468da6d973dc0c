"""Several changes of one meeting within a short time are told in one mail.

The mail waits ten minutes after the last change, thirty after the first at most. It is written when it goes out, and
says what changed since the last mail that the person got. Where a change was taken back and nothing did, none goes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from meetings.meeting.choices import ON
from meetings.meeting.models import Meeting
from meetings.notices.kinds import UPDATE
from rec_portal.accounts.models import User
from rec_portal.outbox import queue
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.holding import hold_back
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.queue import Planned

QUIET, LONGEST = timedelta(minutes=10), timedelta(minutes=30)
# Who is on the way to a meeting of today or tomorrow must not wait: then each change is told at once.
NEAR = timedelta(hours=24)


def when_told(meeting: Meeting, first: datetime, now: datetime) -> datetime:
    """When a change made `now` is told, the first untold one having been made at `first`."""
    if meeting.state in ON or meeting.starts_at - now <= NEAR:
        return now
    return max(now, min(now + QUIET, first + LONGEST, meeting.starts_at - NEAR))


def pending_update(meeting: Meeting) -> datetime | None:
    """When the waiting mail about changes goes out; None where none waits."""
    rows = OutboxMessage.objects.about(meeting).filter(kind=UPDATE, state=MessageState.WAITING)
    return rows.order_by("due_at").values_list("due_at", flat=True).first()


def plan_update(meeting: Meeting, people: Sequence[User], *, at_once: bool = False) -> int:
    """One mail to each of `people`, or the one that waits already, held back. Returns how many are new.

    `occasion` keeps two mails of one schedule apart; `since` is the version that the change was made to.
    """
    now = timezone.now()

    def due(first: datetime) -> datetime:
        return now if at_once else when_told(meeting, first, now)

    held = hold_back(meeting, kind=UPDATE, schedule_seq=meeting.schedule_seq, due=due, now=now)
    messages = [
        Planned(
            UPDATE,
            person,
            due_at=due(now),
            not_after=meeting.ends_at,
            schedule_seq=meeting.schedule_seq,
            occasion=f"v{meeting.version}",
            payload={"since": meeting.version - 1},
        )
        for person in people
        if person.pk not in held
    ]
    return queue.put(meeting, messages, root_id=meeting.body_id) if messages else 0
