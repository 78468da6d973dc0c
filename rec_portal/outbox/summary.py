"""How the mail stands, in a few bounded numbers: for the mail page and the secretariat's first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.heartbeat import is_late, last_tick
from rec_portal.outbox.models import OutboxMessage

# Nobody needs to know more exactly, and counting on would cost more the longer the table grows.
COUNTED_UP_TO = 1000


@dataclass(frozen=True)
class Count:
    """`number` rows, or "`number` or more" where `more` says that counting stopped there."""

    number: int
    more: bool

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)


@dataclass(frozen=True)
class Summary:
    """`waiting` is due and not sent yet, `failed` could not be sent and nobody has seen to it."""

    waiting: Count
    failed: Count
    last_tick: datetime | None
    scheduler_late: bool


def bounded(rows: QuerySet) -> Count:
    number = rows.order_by()[: COUNTED_UP_TO + 1].count()
    return Count(min(number, COUNTED_UP_TO), number > COUNTED_UP_TO)


def summary_for(user: Any, now: datetime) -> Summary:
    visible, tick = OutboxMessage.objects.visible_to(user), last_tick()
    on_the_way = visible.filter(state__in=(MessageState.WAITING, MessageState.SENDING), due_at__lte=now)
    return Summary(bounded(on_the_way), bounded(visible.alarming()), tick, is_late(tick, now))
