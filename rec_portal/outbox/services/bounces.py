"""Taking in what comes back: a mail server reports, by mail, that a letter which it had accepted did not arrive.

Nobody signs such a report and anybody can write one. What counts is that it names the letter's Message-ID, a random
number which only the recipient's side has seen. So the worst that a forged one can do is what the recipient could do
anyway; and only a failure of the person's own present address stops mail to them.
"""

import contextlib
import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rec_portal.audit.writer import record
from rec_portal.outbox import outcome, reasons
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.dsn import Report, Verdict
from rec_portal.outbox.letter import BadAddress, ascii_address, site_host
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.suspending import suspend_address
from rec_portal.workflow.engine import advance_by_key

logger = logging.getLogger(__name__)

# Mail servers give up after five days or so. The bound keeps the search short: there is no index on Message-IDs, which
# each mark of each mail would have to pay for.
LOOKED_BACK = timedelta(days=30)
FAILED, DELAYED = "failed", "delayed"


class NotOurs(Exception):
    """The report names no letter of this portal, or none that it could still be about."""


class NotYet(Exception):
    """The letter's own row is not marked as sent yet; the report should be brought again."""


@transaction.atomic
def take_bounce(*, report: Report) -> str:
    """Notes what the report says about its letter; returns in a word what was done, for the log.

    Taking the same report in again, or another about the same letter, changes nothing.
    """
    message = _find(report)
    if message.state in (MessageState.WAITING, MessageState.SENDING):
        raise NotYet(f"message {message.public_id} is still being sent")
    verdict = _about(report, message)
    if message.state != MessageState.SENT or verdict.action not in (FAILED, DELAYED):
        return f"{verdict.action}, nothing to do"
    if verdict.action == DELAYED:
        return _note(message, verdict)
    return _fail(message, verdict, text_refused=report.text_refused)


def _find(report: Report) -> OutboxMessage:
    host = site_host(settings.SITE_URL)
    ids = [local for local, _at, domain in (name.partition("@") for name in report.message_ids) if domain == host]
    since = timezone.now() - LOOKED_BACK
    known = OutboxMessage.objects.filter(message_id__in=ids, due_at__gte=since).select_related("recipient")
    by_id = {message.message_id: message for message in known}
    for name in ids:
        if name in by_id:
            return by_id[name]
    raise NotOurs("it names no letter of this portal")


def _about(report: Report, message: OutboxMessage) -> Verdict:
    """Of several addresses the one that we wrote to; where mail is forwarded, the worst that became of it."""
    ours = _addresses(message.to_address)
    worst = sorted(report.verdicts, key=lambda verdict: verdict.action != FAILED)
    return next((verdict for verdict in worst if verdict.addresses & ours), worst[0])


def _fail(message: OutboxMessage, verdict: Verdict, *, text_refused: bool) -> str:
    code, text = verdict.reply
    judged = outcome.of_reply(code, text, to_recipient=not text_refused)
    reason = judged.reason if judged.address_refused else reasons.CAME_BACK
    said = verdict.said or verdict.status
    values: dict[str, Any] = {"reason": reasons.in_english(reason), "server_reply": said, "settled_at": timezone.now()}
    if not advance_by_key(OutboxMessage, "bounce", where={"id": message.pk}, values=values):
        return "known already"
    logger.error("Message %s came back: %s", message.public_id, said)
    if judged.address_refused and verdict.addresses & _addresses(message.to_address):
        suspend_address(message.recipient, message.to_address, said, timezone.now(), root_id=message.root_id)
    why = " ".join(filter(None, [values["reason"], said]))
    record(actor=None, verb="message.bounced", target=message, root_id=message.root_id, reason=why)
    return "failed"


def _note(message: OutboxMessage, verdict: Verdict) -> str:
    """Someone is still trying; the mail log says so."""
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.SENT).update(
        reason=reasons.in_english(reasons.DELAYED), server_reply=verdict.said or verdict.status
    )
    return "delayed"


def _addresses(address: str) -> set[str]:
    """The address in the forms in which a mail server may repeat it."""
    forms = {address.lower()}
    with contextlib.suppress(BadAddress):
        forms.add(ascii_address(address).lower())
    return forms
