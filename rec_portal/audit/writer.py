"""The one writer of audit events."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import override

from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import context_ids

# Any fixed number: all writers of the chain queue for this advisory lock until their transaction ends.
CHAIN_LOCK = 7_214_051_490


def record(
    *,
    actor: Any,
    verb: str,
    target: models.Model,
    root_id: int | None,
    changes: Sequence[dict[str, Any]] = (),
    reason: str = "",
    for_members: bool = False,
) -> AuditEvent:
    """Writes one event in the running transaction; `actor` is a User, or None for the portal itself."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit event belongs in the transaction of its change.")
    with override("en"):
        # A title may be hidden from people who read the history: then the row has another name for it.
        target_name = getattr(target, "name_in_history", None) or str(target)
        names = {"actor_name": str(actor) if actor else "REC Portal", "target_name": target_name[:250]}
    event = AuditEvent(
        at=timezone.now(),
        actor=actor,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=target.public_id,  # type: ignore[attr-defined]
        root_id=root_id,
        for_members=for_members,
        reason=reason,
        changes=list(changes),
        request_id=context_ids.request_id.get(),
        channel=context_ids.channel.get(),
        **names,
    )
    _take_chain_lock()
    event.previous_hash = AuditEvent.objects.order_by("-id").values_list("hash", flat=True).first() or ""
    event.hash = fingerprint(event)
    event.save(force_insert=True)
    return event


def fingerprint(event: AuditEvent) -> str:
    """The SHA-256 over the event's content and the hash of the event before it, as 64 hex digits."""
    content = {
        "at": event.at.isoformat(),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "target": [event.target_type, event.target_id, event.target_name],
        "root": event.root_id,
        "for_members": event.for_members,
        "reason": event.reason,
        "changes": event.changes,
        "request": [event.request_id, event.channel],
        "previous": event.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _take_chain_lock() -> None:
    # SQLite has one writer at a time by itself.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
