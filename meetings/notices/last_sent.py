"""What a person was last told of a meeting, read from the mails that were really sent."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from meetings.meeting.models import Meeting
from meetings.meeting.past import pasts
from meetings.notices.kinds import WITH_CALENDAR, WITH_CHANGES
from meetings.notices.subject import Matter, Told
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.M)


def attach_told(messages: Iterable[Any], matters: dict[int, Matter]) -> None:
    """Gives each matter whose mail speaks of changes what its person was told; two queries for all."""
    asking = [message for message in messages if message.kind in WITH_CHANGES and message.pk in matters]
    if not asking:
        return
    known = _versions_told(asking)
    wanted: dict[int, tuple[int, int, bool]] = {}
    for message in asking:
        told = known.get((message.subject_id, message.recipient_id))
        # Whoever sends a mail again wants it to say again what it said.
        by_mail = told is not None and not message.occasion.startswith("again ")
        version = told if by_mail else message.payload.get("since")
        if version is not None:
            wanted[message.pk] = (matters[message.pk].meeting.pk, version, by_mail)
    found = pasts({(meeting, version) for meeting, version, _by_mail in wanted.values()})
    for key, (meeting, version, by_mail) in wanted.items():
        if past := found.get((meeting, version)):
            matters[key].told = Told(past, by_mail)


def _versions_told(messages: Sequence[Any]) -> dict[tuple[str, int], int]:
    """The highest version in a calendar file that was sent, by meeting and person."""
    sent = OutboxMessage.objects.filter(
        subject_type=Meeting._meta.label_lower,
        subject_id__in={message.subject_id for message in messages},
        kind__in=WITH_CALENDAR,
        recipient__in={message.recipient_id for message in messages},
        state=MessageState.SENT,
    ).values_list("subject_id", "recipient_id", "mail_calendar")
    known: dict[tuple[str, int], int] = {}
    for subject, person, calendar in sent:
        if found := SEQUENCE.search(calendar):
            known[subject, person] = max(int(found[1]), known.get((subject, person), 0))
    return known
