"""An item restricted after people had been told of it: who, and that it is kept on record."""

from bisect import bisect_right

from meetings.agenda.models import AgendaItem
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage


def told_of(item: AgendaItem) -> list[User]:
    """Those who got mail with the item's title while it was open to all, and may not read it now."""
    if item.meeting is None:
        return []
    rows = item.history.order_by("history_date", "history_id").values_list("history_date", "meeting_id", "restricted")
    since = [row[0] for row in rows]
    open_then = [meeting == item.meeting_id and not restricted for _date, meeting, restricted in rows]
    sent = OutboxMessage.objects.about(item.meeting).filter(state=MessageState.SENT, settled_at__isnull=False)
    told = set()
    for recipient, moment in sent.values_list("recipient_id", "settled_at"):
        number = bisect_right(since, moment)
        if number and open_then[number - 1]:
            told.add(recipient)
    readers = policy.users_who_can("see", item).values("pk")
    return list(User.objects.filter(pk__in=told).exclude(pk__in=readers).order_by("name", "pk"))


def log_exposure(*, actor: User, item: AgendaItem) -> list[User]:
    """Writes down who had been told, if anybody; inside the transaction that restricts the item."""
    told = told_of(item)
    if told:
        record(
            actor=actor,
            verb="agenda.item_restricted_late",
            target=item.meeting or item.body,
            root_id=item.body_id,
            changes=[
                {"field": "agenda_item_changed", "old": None, "new": item.pk},
                *({"field": "told", "old": None, "new": person.pk} for person in told),
            ],
        )
    return told
