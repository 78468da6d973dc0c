"""Taking rows for sending so that nobody else takes them, and giving them back.

A claim is a lease: `lease_until` by the database's clock, and a token drawn anew for each claim. Only whoever holds the
token may mark the row; a worker that was thought dead and wakes up late finds its token gone and changes nothing.
"""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Clock
from rec_portal.outbox.querysets import OutboxMessageQuerySet
from rec_portal.workflow.engine import advance_many


@dataclass
class Claim:
    """Rows leased to this worker under one token. `now` is the clock's reading when they were last looked at."""

    token: uuid.UUID
    now: datetime
    rows: list[OutboxMessage] = field(default_factory=list)
    taken_over: bool = False
    read_at: float = field(default_factory=time.monotonic)

    @property
    def age(self) -> float:
        """Seconds since the rows were last read."""
        return time.monotonic() - self.read_at


def lease_time() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def take(clock: Clock, *, as_of: datetime | None, size: int, left_behind: bool = True) -> Claim:
    """The next rows to send, at most `size`; an empty claim when nothing is due.

    First what a vanished worker left behind, unless that was looked for just now (`left_behind`). A row left behind
    more than once is taken alone: should it be what killed the workers, it takes no other message down with it. The
    others are due at `as_of`, or now.
    """
    now = clock()
    if left_behind:
        found = _take(OutboxMessage.objects.abandoned(now), "take_over", now, size)
        if found.rows:
            return found
    return _take(OutboxMessage.objects.due(as_of or now, now), "claim", now, size)


def look_again(claim: Claim, keys: Iterable[int], clock: Clock) -> None:
    """Renews the lease of the rows `keys` and reads them afresh, dropping those that are no longer ours."""
    claim.now = clock()
    ours = held(claim).filter(pk__in=list(keys))
    ours.update(lease_until=claim.now + lease_time())
    claim.rows = list(ours.select_related("recipient").order_by("due_at", "id"))
    claim.read_at = time.monotonic()


def give_back(claim: Claim, keys: Iterable[int]) -> int:
    """Puts rows back that were not tried; somebody else may take them at once."""
    rows = held(claim).filter(pk__in=list(keys))
    return advance_many(rows, "release", lease_token=None, lease_until=None)


def held(claim: Claim) -> OutboxMessageQuerySet:
    """The rows whose lease is still this claim's."""
    return OutboxMessage.objects.filter(lease_token=claim.token)


def _take(rows: OutboxMessageQuerySet, verb: str, now: datetime, size: int) -> Claim:
    claim = Claim(token=uuid.uuid4(), now=now, taken_over=verb == "take_over")
    with transaction.atomic():
        found = rows.select_for_update(skip_locked=True).values_list("pk", "takeovers")[:size]
        keys = _together(list(found))
        if not keys:
            return claim
        # Asked again in the update: SQLite has no row locks, there the condition alone keeps two workers apart.
        still_there = rows.filter(pk__in=keys).order_by()
        values = {"lease_token": claim.token, "lease_until": now + lease_time()}
        if claim.taken_over:
            values["takeovers"] = F("takeovers") + 1
        advance_many(still_there, verb, **values)
    claim.rows = list(held(claim).filter(pk__in=keys).select_related("recipient").order_by("due_at", "id"))
    return claim


def _together(found: list[tuple[int, int]]) -> list[int]:
    """Which of the rows (key, takeovers) may share a claim: those without a suspicion, or a suspect by itself."""
    suspects = [key for key, takeovers in found if takeovers > 0]
    return [key for key, takeovers in found if takeovers == 0] or suspects[:1]
