"""Messages as lines and facts to read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rec_portal.foundation import spelling
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import label_of
from rec_portal.outbox.reasons import in_words

# Classes of the component `tag`: tint and icon; the word is the state's own.
TAGS = {
    MessageState.WAITING: "tag-info icon-clock",
    MessageState.SENDING: "tag-info icon-next",
    MessageState.SENT: "tag-ok",
    MessageState.SKIPPED: "tag-mute",
    MessageState.DEAD: "tag-bad",
    MessageState.CANCELLED: "tag-mute",
}


@dataclass(frozen=True)
class MessageLine:
    url: str
    to: str
    address: str
    kind: str
    subject: str
    state: str
    tag: str
    reason: str
    when: str


def line_of(message: OutboxMessage, zone: str) -> MessageLine:
    return MessageLine(
        url=message.get_absolute_url(),
        to=str(message.recipient),
        address=message.to_address or message.recipient.email,
        kind=str(label_of(message.kind)),
        subject=message.mail_subject,
        state=message.get_state_display(),
        tag=TAGS[MessageState(message.state)],
        reason=in_words(message.reason),
        when=when_of(message, zone),
    )


def when_of(message: OutboxMessage, zone: str) -> str:
    """The instant that matters in the message's state, said with what it is."""
    if message.state == MessageState.SENT and message.settled_at:
        return spelling.moment(message.settled_at, zone)
    if message.state == MessageState.WAITING and message.retry_at:
        return _("Next try: %(moment)s") % {"moment": spelling.moment(message.retry_at, zone)}
    if message.state in (MessageState.WAITING, MessageState.SENDING):
        return _("Due: %(moment)s") % {"moment": spelling.moment(message.due_at, zone)}
    return spelling.moment(message.settled_at or message.due_at, zone)


def how_long(past: timedelta) -> str:
    """20 s, 3 min, 2 h 10 min."""
    seconds = max(0, int(past.total_seconds()))
    return spelling.length(seconds // 60) if seconds >= 60 else _("%(seconds)d s") % {"seconds": seconds}


def facts_of(message: OutboxMessage, zone: str, about: dict[str, str] | None) -> list[dict[str, Any]]:
    """For the component `facts`: what the secretariat may want to know about one message."""
    said: list[tuple[str, Any]] = [
        (_("Due"), spelling.moment(message.due_at, zone)),
        (_("Not after"), message.not_after and spelling.moment(message.not_after, zone)),
        (_("Next try"), message.retry_at and message.state == "waiting" and spelling.moment(message.retry_at, zone)),
        (_("Settled"), message.settled_at and spelling.moment(message.settled_at, zone)),
        (_("Tries"), message.attempts),
        (_("Reason"), in_words(message.reason)),
        (_("Answer of the mail server"), message.server_reply),
    ]
    facts: list[dict[str, Any]] = [{"label": label, "value": value} for label, value in said if value]
    if about:
        facts.insert(0, {"label": _("About"), "value": about["name"], "url": about["url"]})
    return facts


def headers_of(message: OutboxMessage, sender: str, host: str) -> list[dict[str, str]]:
    """The letter's head as it was sent."""
    return [
        {"label": pgettext("letter", "From"), "value": sender},
        {"label": pgettext("letter", "To"), "value": message.to_address or message.recipient.email},
        {"label": _("Subject"), "value": message.mail_subject},
        {"label": "Message-ID", "value": f"<{message.message_id}@{host}>"},
    ]
