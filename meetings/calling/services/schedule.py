"""Moving, postponing, cancelling and closing a meeting that was made known."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.agenda.services.deferred_items import carry_deferred
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When, set_schedule
from meetings.meeting.workflow import MEETING
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.hooks import Hook
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance

__all__ = ["When", "cancel_meeting", "close_meeting", "move_meeting", "postpone_meeting"]

# Called with `meeting`, locked and closed but not stored yet, and `actor`.
closing = Hook("a meeting is closed")


@transaction.atomic
def move_meeting(*, actor: User, meeting: Meeting, version: int, when: When, reason: str = "") -> Meeting:
    """Gives the meeting a new time, which is a new schedule: old reminders are withdrawn, calendars updated."""
    meeting = lock(meeting, version)
    verb = "move_published" if meeting.state == MeetingState.AGENDA_PUBLISHED else "move"
    _insist_on_open(actor, meeting, verb)
    old = (meeting.starts_at, meeting.ends_at, meeting.time_zone)
    was_postponed = meeting.state == MeetingState.POSTPONED
    set_schedule(meeting, when)
    if not was_postponed and old == (meeting.starts_at, meeting.ends_at, meeting.time_zone):
        raise InvalidInput(_("This is the time the meeting has already."), field="start")
    advance(meeting, verb, actor=actor)
    _next_schedule(meeting, reason)
    changes = store(meeting, actor=actor, reason=reason)
    planning.plan_move(meeting)
    _tell_history(actor, meeting, "meeting.moved", changes, reason)
    return meeting


@transaction.atomic
def postpone_meeting(*, actor: User, meeting: Meeting, version: int, reason: str = "") -> Meeting:
    """Takes the meeting off the calendar without a new time; it keeps its identity."""
    meeting = lock(meeting, version)
    advance(meeting, "postpone", actor=actor)
    _next_schedule(meeting, reason)
    changes = store(meeting, actor=actor, reason=reason)
    planning.plan_postponement(meeting)
    _tell_history(actor, meeting, "meeting.postponed", changes, reason)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: Meeting, version: int, reason: str = "") -> Meeting:
    """Cancels for good; the meeting stays visible. A draft, which nobody knows of, is discarded instead."""
    meeting = lock(meeting, version)
    advance(meeting, "cancel", actor=actor)
    _next_schedule(meeting, reason)
    changes = store(meeting, actor=actor, reason=reason)
    planning.plan_cancellation(meeting)
    _tell_history(actor, meeting, "meeting.cancelled", changes, reason)
    return meeting


@transaction.atomic
def close_meeting(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    meeting = lock(meeting, version)
    advance(meeting, "close", actor=actor)
    closing(meeting=meeting, actor=actor)
    changes = store(meeting, actor=actor)
    _tell_history(actor, meeting, "meeting.closed", changes, "")
    carry_deferred(actor=actor, meeting=meeting)
    return meeting


def _insist_on_open(actor: User, meeting: Meeting, verb: str) -> None:
    """Says "not allowed" and "not in this state" before the new time is looked at; `advance` asks again."""
    move = MEETING.moves[verb]
    if not policy.can(actor, move.action, meeting):
        raise NotAllowed
    if meeting.state not in move.sources:
        raise WrongState


def _next_schedule(meeting: Meeting, reason: str) -> None:
    meeting.schedule_seq += 1
    meeting.state_reason = reason


def _tell_history(actor: User, meeting: Meeting, verb: str, changes: list, reason: str) -> None:
    record(
        actor=actor,
        verb=verb,
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        reason=reason,
        for_members=True,
    )
