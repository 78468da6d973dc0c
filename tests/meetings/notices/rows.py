"""Planned mails of a meeting, as rows, and what would be sent for them."""

from django.utils import timezone
from django.utils.translation import override

from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Rendered, notice_of


def row_of(meeting: Meeting, person: User, kind: str, offset: int = 0, **wanted) -> OutboxMessage:
    """The newest row of that kind to that person; a reminder is named by its minutes before the start."""
    rows = OutboxMessage.objects.about(meeting).filter(
        recipient=person, kind=f"meetings.{kind}", offset_minutes=offset, **wanted
    )
    row = rows.first()
    assert row is not None, f"no {kind} is planned"
    return row


def reason(row: OutboxMessage, now=None) -> str | None:
    """Why the row would be skipped, as the outbox asks."""
    notice = notice_of(row.kind)
    with override("en"):
        return notice.unwanted(row, notice.load(row), now or timezone.now())


def letter(row: OutboxMessage) -> Rendered:
    """The mail as the outbox has it written: in the recipient's language."""
    notice = notice_of(row.kind)
    matter = notice.load(row)
    with override(matter.person.language):
        return notice.render(row, matter).whole()
