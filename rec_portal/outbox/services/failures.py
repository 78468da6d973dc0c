"""What people do about mail: send it again, put a failure aside."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts.models import User
from rec_portal.accounts.services.access import clear_mail_refusal
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox import queue, reasons
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

# As many failures as one press handles; the rest shows again afterwards.
AT_ONCE = 200


@transaction.atomic
def resend_message(*, actor: User, message: OutboxMessage) -> OutboxMessage:
    """Sends a settled message again as a new one, which asks anew whether it still makes sense.

    A second press finds the new message of the first. Where the mail server had refused the address, it is tried once
    more, if the person may decide that.
    """
    message = _locked(actor, message)
    if message.state in (MessageState.WAITING, MessageState.SENDING):
        raise WrongState(_("This message is still on its way."))
    if message.not_after is not None and message.not_after < timezone.now():
        raise Refusal(reasons.TOO_LATE)
    if not message.recipient.is_active:
        raise Refusal(reasons.INACTIVE)
    if message.recipient.mail_refused_at is not None:
        clear_mail_refusal(actor=actor, person=message.recipient)
    known = OutboxMessage.objects.filter(subject_id=message.subject_id, occasion=queue.again(message)).first()
    if known is not None:
        return known
    repeated = queue.put_again(message)
    _see_to(message)
    record(actor=actor, verb="message.resent", target=message, root_id=message.root_id)
    return repeated


@transaction.atomic
def put_aside(*, actor: User, message: OutboxMessage) -> None:
    """Ends the alert of a message that could not be sent; the message stays as it is."""
    message = _locked(actor, message)
    if message.state != MessageState.DEAD or message.seen_to_at is not None:
        raise WrongState
    _see_to(message)
    record(actor=actor, verb="message.put_aside", target=message, root_id=message.root_id)


def resend_failed(*, actor: User) -> tuple[int, int]:
    """Sends again what failed and still makes sense; returns how many, and how many were left for a person to decide.

    Each in a transaction of its own, so that one that cannot be sent again does not keep the others.
    """
    failed = policy.allowed(actor, "resend", OutboxMessage.objects.alarming()).order_by("id")
    again, left = 0, 0
    for message in failed[:AT_ONCE]:
        try:
            resend_message(actor=actor, message=message)
        except Refusal:
            left += 1
        else:
            again += 1
    return again, left


def _locked(actor: User, message: OutboxMessage) -> OutboxMessage:
    rows = OutboxMessage.objects.select_related("recipient").select_for_update(of=("self",))
    message = rows.get(pk=message.pk)
    if not policy.can(actor, "resend", message):
        raise NotAllowed
    return message


def _see_to(message: OutboxMessage) -> None:
    message.seen_to_at = timezone.now()
    OutboxMessage.objects.filter(pk=message.pk).update(seen_to_at=message.seen_to_at)
