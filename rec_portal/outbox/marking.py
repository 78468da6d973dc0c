"""Writing down what became of a try, only where the lease is still ours."""

import logging
from typing import Any

from django.db import transaction

from rec_portal.audit.writer import record
from rec_portal.outbox.claim import Claim
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.outcome import Outcome
from rec_portal.outbox.reasons import in_english
from rec_portal.outbox.retry import next_try
from rec_portal.outbox.suspending import suspend_address
from rec_portal.workflow.engine import advance_by_key

logger = logging.getLogger(__name__)


def mark(claim: Claim, row: OutboxMessage, outcome: Outcome, kept: dict[str, Any]) -> str | None:
    """Moves the row; returns the verb that it moved by, or None when the lease had passed to somebody else.

    `kept` are the fields that keep the message as sent, as far as it was made.

    The try after which there is none more buries the message: that, and a refused address, is told in the history.
    """
    verb, values = outcome.verb, _values(claim, row, outcome)
    if verb == "postpone":
        values["takeovers"] = 0  # the worker lives, so this message was not what killed it
        values["retry_at"] = next_try(values["attempts"], claim.now)
        if values["retry_at"] is None:
            verb = "bury"
    if verb != "postpone":
        values["settled_at"] = claim.now
    if verb in ("deliver", "bury"):
        values |= kept
    moved = _bury(claim, row, outcome, values) if verb == "bury" else _move(claim, row, verb, values)
    if not moved:
        logger.warning("The lease of message %s had run out; somebody else has it now.", row.public_id)
        return None
    return verb


def _values(claim: Claim, row: OutboxMessage, outcome: Outcome) -> dict[str, Any]:
    return {
        "lease_token": None,
        "lease_until": None,
        "attempts": row.attempts + (outcome.verb != "skip"),
        "reason": in_english(outcome.reason) if outcome.reason else "",
        "server_reply": outcome.server_reply,
    }


def _move(claim: Claim, row: OutboxMessage, verb: str, values: dict[str, Any]) -> bool:
    return advance_by_key(OutboxMessage, verb, where={"id": row.pk, "lease_token": claim.token}, values=values)


@transaction.atomic
def _bury(claim: Claim, row: OutboxMessage, outcome: Outcome, values: dict[str, Any]) -> bool:
    if not _move(claim, row, "bury", values):
        return False
    row.reason, row.server_reply = values["reason"], values["server_reply"]
    logger.error("Message %s could not be sent: %s %s", row.public_id, row.reason, row.server_reply)
    if outcome.address_refused:
        answer = row.server_reply or row.reason
        suspend_address(row.recipient, row.recipient.email, answer, claim.now, root_id=row.root_id)
    said = " ".join(filter(None, [row.reason, row.server_reply]))
    record(actor=None, verb="message.failed", target=row, root_id=row.root_id, reason=said)
    return True
