"""What a meeting put off comes back: a copy in the body's backlog, while the held meeting's agenda stays as it was."""

from collections.abc import Iterable

from django.db import transaction

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import store

CARRIED = ("title", "kind", "minutes", "presenter", "description", "restricted", "attribution")


def carry_deferred(*, actor: User | None, meeting: Meeting) -> list[AgendaItem]:
    """Returns to the backlog what the meeting put off; for the service that closes it."""
    deferred = AgendaItem.objects.filter(meeting=meeting, outcome=Outcome.DEFERRED).order_by("position", "id")
    return return_deferred(actor=actor, meeting=meeting, items=deferred)


@transaction.atomic
def return_deferred(*, actor: User | None, meeting: Meeting, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Puts a continuation of each of `items` (of `meeting`) into the backlog of the body that hosts it.

    For the service that closes a meeting, which has checked that `actor` may: called under that meeting's lock. An item
    that has a continuation already gets no second one, so that closing again does no harm.
    """
    known = set(AgendaItem.objects.filter(carried_from__meeting=meeting).values_list("carried_from_id", flat=True))
    carried = []
    for item in items:
        if item.meeting_id != meeting.pk or item.pk in known:
            continue
        values = {name: getattr(item, name) for name in CARRIED}
        continuation = AgendaItem(body_id=item.body_id, carried_from=item, **values)
        store(continuation, actor=actor)
        carried.append(continuation)
    if carried:
        record(
            actor=actor,
            verb="agenda.items_carried",
            target=meeting,
            root_id=meeting.body_id,
            changes=[{"field": "agenda_item_added", "old": None, "new": item.pk} for item in carried],
        )
    return carried
