"""What the tests of meetings share."""

from collections import Counter
from typing import Any

from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.outbox.models import OutboxMessage
from tests.factories.actors import World

CODE = "meetings."


def mails(meeting: Meeting, **wanted: Any) -> Counter:
    """How many rows wait or were settled, by (kind, schedule, minutes before, state)."""
    rows = OutboxMessage.objects.about(meeting).filter(**wanted)
    fields = ("kind", "schedule_seq", "offset_minutes", "state")
    return Counter(
        (kind.removeprefix(CODE), seq, offset, state) for kind, seq, offset, state in rows.values_list(*fields)
    )


def waiting(meeting: Meeting, **wanted: Any) -> Counter:
    """The rows that would still be sent, by (kind, schedule, minutes before)."""
    found = mails(meeting, state="waiting", **wanted)
    return Counter({key[:3]: number for key, number in found.items()})


def verbs(meeting: Meeting) -> list[str]:
    """What the history says, oldest first."""
    return list(AuditEvent.objects.about(meeting).order_by("id").values_list("verb", flat=True))


def fresh(meeting: Meeting) -> Meeting:
    """As another person's request would read it, in the running transaction."""
    return lock(meeting)


def everybody_but_the_secretary(world: World) -> list[User]:
    return [person for name, person in world.people.items() if name != "secretary"]


def typed(form: Any, **changes: Any) -> dict[str, Any]:
    """What a browser would send for a form as it was shown, with `changes`; None leaves a field out."""
    values = {field.html_name: field.value() for field in form} | changes
    left_out = {name for name, value in changes.items() if value is None}
    return {name: "" if value is None else value for name, value in values.items() if name not in left_out}
