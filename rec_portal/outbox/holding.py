"""Holding mail back a little, so that several changes in a row become one mail."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction

from rec_portal.outbox.bell import wake
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

Due = Callable[[datetime], datetime]


def hold_back(subject: models.Model, *, kind: str, schedule_seq: int, due: Due, now: datetime) -> set[int]:
    """Who has a message of that kind waiting, by primary key; each of these messages is due at `due(when planned)` now.

    Locks the rows until the transaction ends: a worker cannot take one up in between and say what held before the
    change. What a worker has in hand already is not among them. A message that was tried is not put off further.
    """
    waiting = OutboxMessage.objects.about(subject).filter(
        kind=kind, schedule_seq=schedule_seq, state=MessageState.WAITING
    )
    held = list(waiting.order_by("id").select_for_update().values_list("pk", "recipient_id", "created_at", "attempts"))
    untried: dict[datetime, list[int]] = {}
    for key, _recipient, planned_at, attempts in held:
        if attempts == 0:
            untried.setdefault(planned_at, []).append(key)
    for planned_at, keys in untried.items():
        OutboxMessage.objects.filter(pk__in=keys).update(due_at=due(planned_at))
        if due(planned_at) <= now:
            transaction.on_commit(wake, robust=True)
    return {recipient for _key, recipient, _planned_at, _attempts in held}
