"""Which mails a record calls for: rows only; what they say is found when they are sent."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from councils.seats.models import Appointment
from meetings.meeting.models import MeetingBody
from meetings.notices.planning import invited
from meetings.record.models import Correction, Corrigendum, Minutes
from rec_portal.foundation import policy
from rec_portal.outbox import queue
from rec_portal.outbox.queue import Planned

CIRCULATED = "meetings.record_circulated"
ADOPTED = "meetings.record_adopted"
CORRIGENDUM = "meetings.record_corrigendum"
ASKED = "meetings.correction_asked"
ANSWERED = "meetings.correction_answered"


def readers_of(minutes: Minutes, *, foreseen: bool = False) -> list[Any]:
    """Who sits in the meeting's bodies, and who was invited, as far as they may read the record.

    `foreseen` asks who may see the meeting instead: those who could read the record once it is sent out.
    """
    meeting = minutes.meeting
    further = MeetingBody.objects.filter(meeting=meeting).values("body")
    sitting = Appointment.objects.current().sitting()
    seated = {*sitting.filter(seat__body=meeting.body).values_list("person", flat=True)}
    seated |= {*sitting.filter(seat__body__in=further).values_list("person", flat=True)}
    wanted = seated | {person.pk for person in invited(meeting)}
    row = meeting if foreseen else minutes
    return list(policy.users_who_can("see", row).filter(pk__in=wanted).order_by("pk"))


def plan_circulated(minutes: Minutes) -> int:
    return _put(minutes, CIRCULATED, readers_of(minutes), f"v{minutes.version}", minutes.corrections_until)


def withdraw_circulated(minutes: Minutes) -> None:
    queue.cancel(minutes, reason=_("The record was taken back."), kinds=[CIRCULATED])


def plan_adopted(minutes: Minutes) -> int:
    return _put(minutes, ADOPTED, readers_of(minutes), "")


def plan_corrigendum(corrigendum: Corrigendum) -> int:
    minutes = corrigendum.minutes
    return _put(minutes, CORRIGENDUM, readers_of(minutes), f"no {corrigendum.number}")


def plan_asked(correction: Correction) -> int:
    """To those who run the body: a correction waits for their answer."""
    return _put(correction, ASKED, policy.users_who_can("run", correction).order_by("pk"), "")


def plan_answered(correction: Correction) -> int:
    return _put(correction, ANSWERED, [correction.person], "")


def _put(row: Minutes | Correction, kind: str, people: Iterable[Any], occasion: str, until: Any = None) -> int:
    minutes = row if isinstance(row, Minutes) else row.minutes
    messages = [Planned(kind, person, not_after=until, occasion=occasion) for person in people]
    return queue.put(row, messages, root_id=minutes.meeting.body_id) if messages else 0
