"""Which mails a meeting calls for: rows only; what they say is found when they are sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.meeting.models import Meeting
from meetings.notices import batching
from meetings.notices.choices import REMINDER_OFFSETS
from meetings.notices.kinds import AGENDA, ASKING, CANCELLATION, INVITATION, POSTPONEMENT, REMINDER, UPDATE
from rec_portal.outbox import queue
from rec_portal.outbox.queue import Planned

# What a new schedule makes pointless. Not the word to somebody who is no longer invited: their calendar must learn it
# whatever becomes of the meeting.
OF_A_SCHEDULE = (INVITATION, UPDATE, POSTPONEMENT, REMINDER, AGENDA, ASKING)


def plan_invitations(meeting: Meeting, people: Sequence[Any], occasion: str = "") -> int:
    """The invitation, at once, and the reminders of the present schedule. Returns the number of invitations."""
    if not people:
        return 0
    # Who was struck out a moment ago and is invited again needs no word of the first.
    queue.cancel(meeting, reason=_("Invited again."), kinds=[CANCELLATION], recipients=people)
    messages = [
        Planned(INVITATION, person, not_after=meeting.ends_at, schedule_seq=meeting.schedule_seq, occasion=occasion)
        for person in people
    ]
    planned = queue.put(meeting, messages, root_id=meeting.body_id)
    plan_reminders(meeting, people, occasion)
    return planned


def plan_update(meeting: Meeting) -> int:
    """Everybody still invited will be told what changed, in one mail for all changes of a short time (batching.py)."""
    return batching.plan_update(meeting, invited(meeting))


def plan_agenda(meeting: Meeting) -> int:
    """Everybody invited is told that the agenda stands; once for each version of the meeting."""
    messages = [
        Planned(
            AGENDA,
            person,
            not_after=meeting.ends_at,
            schedule_seq=meeting.schedule_seq,
            occasion=f"v{meeting.version}",
        )
        for person in invited(meeting)
    ]
    return queue.put(meeting, messages, root_id=meeting.body_id)


def plan_asking(meeting: Meeting, people: Sequence[Any], *, due_at: datetime) -> int:
    """One mail each; the occasion is the moment it is due, so that it can be taken back and asked again."""
    messages = [
        Planned(
            ASKING,
            person,
            due_at=due_at,
            not_after=meeting.starts_at,
            schedule_seq=meeting.schedule_seq,
            occasion=f"{due_at:%Y-%m-%dT%H:%M:%S.%f}",
        )
        for person in people
    ]
    return queue.put(meeting, messages, root_id=meeting.body_id)


def plan_postponement(meeting: Meeting) -> int:
    queue.cancel(meeting, reason=_("The meeting is postponed."), kinds=OF_A_SCHEDULE)
    return _to_all(meeting, POSTPONEMENT)


def plan_cancellation(meeting: Meeting) -> int:
    queue.cancel(meeting, reason=_("The meeting is cancelled."), kinds=OF_A_SCHEDULE)
    return _to_all(meeting, CANCELLATION)


def plan_withdrawal(meeting: Meeting, people: Sequence[Any]) -> int:
    """Someone is no longer invited: what waits for them is withdrawn, and their calendar is told."""
    if not people:
        return 0
    queue.cancel(meeting, reason=_("No longer invited."), recipients=people)
    occasion = f"v{meeting.version}"
    messages = [
        Planned(CANCELLATION, person, schedule_seq=meeting.schedule_seq, occasion=occasion, payload={"withdrawn": True})
        for person in people
    ]
    return queue.put(meeting, messages, root_id=meeting.body_id)


def plan_reminders(meeting: Meeting, people: Sequence[Any] | None = None, occasion: str = "") -> int:
    """One row per person and offset that still lies ahead. It makes sense until the next one is due, and the last one
    until the start: after a standstill everybody gets one reminder, not all that were missed."""
    now = timezone.now()
    people = invited(meeting) if people is None else people
    messages = [
        Planned(
            REMINDER,
            person,
            due_at=meeting.starts_at - offset,
            not_after=meeting.starts_at - following,
            offset_minutes=int(offset.total_seconds() // 60),
            schedule_seq=meeting.schedule_seq,
            occasion=occasion,
        )
        for offset, following in zip(REMINDER_OFFSETS, (*REMINDER_OFFSETS[1:], timedelta()), strict=True)
        if meeting.starts_at - offset > now
        for person in people
    ]
    return queue.put(meeting, messages, root_id=meeting.body_id)


def plan_move(meeting: Meeting) -> int:
    """The old schedule's mails are withdrawn, everybody is told at once, and reminders follow to the new time."""
    queue.cancel(meeting, reason=_("The meeting was moved."), kinds=OF_A_SCHEDULE)
    told = batching.plan_update(meeting, invited(meeting), at_once=True)
    plan_reminders(meeting)
    return told


def invited(meeting: Meeting) -> list[Any]:
    return [invitation.person for invitation in meeting.invitations.standing().select_related("person")]


def _to_all(meeting: Meeting, kind: str) -> int:
    messages = [Planned(kind, person, schedule_seq=meeting.schedule_seq) for person in invited(meeting)]
    return queue.put(meeting, messages, root_id=meeting.body_id)
