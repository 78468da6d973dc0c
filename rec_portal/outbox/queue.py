"""Writing rows: put, cancel. Always inside the transaction of the change that calls for the mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import override

from rec_portal.outbox.bell import wake
from rec_portal.outbox.models import OutboxMessage
from rec_portal.workflow.engine import advance_many


@dataclass(frozen=True)
class Planned:
    """One mail to plan; see OutboxMessage for the meaning of each field. `due_at` None means at once."""

    kind: str
    recipient: Any
    due_at: datetime | None = None
    not_after: datetime | None = None
    offset_minutes: int = 0
    schedule_seq: int = 0
    occasion: str = ""
    payload: dict[str, Any] | None = None


def put(subject: models.Model, messages: Iterable[Planned], *, root_id: int | None) -> int:
    """Plans messages about `subject`; one that is planned already is left alone. Returns how many were asked for.

    Wakes a worker after the commit; if the broker is away the periodic scan finds the rows all the same.
    """
    _insist_on_transaction()
    now = timezone.now()
    rows = [
        OutboxMessage(
            kind=planned.kind,
            subject_type=subject._meta.label_lower,
            subject_id=subject.public_id,  # type: ignore[attr-defined]
            recipient=planned.recipient,
            offset_minutes=planned.offset_minutes,
            schedule_seq=planned.schedule_seq,
            occasion=planned.occasion,
            payload=planned.payload or {},
            root_id=root_id,
            created_at=now,
            due_at=planned.due_at or now,
            not_after=planned.not_after,
        )
        for planned in messages
    ]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.due_at <= now for row in rows):
        transaction.on_commit(wake, robust=True)
    return len(rows)


def put_again(message: OutboxMessage) -> OutboxMessage:
    """Plans the message of a settled row once more, as a message of its own; the database refuses a second time."""
    _insist_on_transaction()
    copied = ("kind", "subject_type", "subject_id", "recipient_id", "offset_minutes", "schedule_seq", "payload")
    values = {name: getattr(message, name) for name in (*copied, "root_id", "not_after")}
    repeated = OutboxMessage.objects.create(**values, occasion=again(message), due_at=timezone.now())
    transaction.on_commit(wake, robust=True)
    return repeated


def again(message: OutboxMessage) -> str:
    """The occasion of the message that repeats this one."""
    return f"again {message.public_id}"


def cancel(subject: models.Model, *, reason: Any, kinds: Iterable[str] = (), recipients: Iterable[Any] = ()) -> int:
    """Withdraws what is still waiting about `subject`, all or of some kinds or recipients; returns how many rows.

    `reason` is a lazy text; it is kept in English and shown in the reader's language. What a worker is sending at this
    very moment is not touched: the notice is asked again just before it goes out.
    """
    rows = OutboxMessage.objects.about(subject).order_by()
    if kinds := list(kinds):
        rows = rows.filter(kind__in=kinds)
    if recipients := list(recipients):
        rows = rows.filter(recipient__in=recipients)
    with override("en"):
        in_english = str(reason)[:300]
    return advance_many(rows, "withdraw", reason=in_english, settled_at=timezone.now())


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Mail is planned in the transaction of its change.")
