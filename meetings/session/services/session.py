"""The course of a session: opening it, a break, the item that is treated, who presides, the end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import ENDED, EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.session.choices import SpeakerState
from meetings.session.models import Session, Speaker
from meetings.session.presses import AT_ONCE, Press, is_repeated
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from rec_portal.workflow.engine import advance


@transaction.atomic
def open_session(*, actor: User, meeting: Meeting, version: int | None = None, press: Press = AT_ONCE) -> Meeting:
    """From now on the meeting is in session, whatever its planned times say; it begins with the first item."""
    meeting = lock(meeting, version)
    if is_repeated(press, actor, meeting):
        return meeting
    advance(meeting, "open_session", actor=actor)
    session, now = course_of(meeting), timezone.now()
    session.opened_at = now
    session.current_item = AgendaItem.objects.shown_to(actor, meeting=meeting).first()
    session.item_since = now if session.current_item else None
    store(session, actor=actor)
    return _told(actor, meeting, "meeting.opened")


@transaction.atomic
def suspend_session(*, actor: User, meeting: Meeting, version: int | None = None, press: Press = AT_ONCE) -> Meeting:
    """A break, for ten minutes or overnight; the clock of the current item stands still."""
    meeting = lock(meeting, version)
    if is_repeated(press, actor, meeting):
        return meeting
    advance(meeting, "suspend", actor=actor)
    session = course_of(meeting)
    _stop_clock(session, timezone.now())
    store(session, actor=actor)
    return _told(actor, meeting, "meeting.suspended")


@transaction.atomic
def resume_session(*, actor: User, meeting: Meeting, version: int | None = None, press: Press = AT_ONCE) -> Meeting:
    meeting = lock(meeting, version)
    if is_repeated(press, actor, meeting):
        return meeting
    advance(meeting, "resume", actor=actor)
    session = course_of(meeting)
    session.item_since = timezone.now() if session.current_item_id else None
    store(session, actor=actor)
    return _told(actor, meeting, "meeting.resumed")


@transaction.atomic
def go_to_item(*, actor: User, meeting: Meeting, item: AgendaItem | None, press: Press = AT_ONCE) -> Session:
    """Makes `item` the current one (None: no item). It names the item, not a direction: two presses lead no further.

    Where the page lost its connection, the clocks stop and start at the moment of the press.
    """
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting) or (item is not None and item.meeting_id != meeting.pk):
        raise NotAllowed
    session = course_of(meeting)
    if is_repeated(press, actor, meeting):
        return session
    if meeting.state not in ON:
        raise WrongState(_("Open the session first."))
    if session.current_item_id == (item and item.pk):
        return session
    at = press.at(timezone.now())
    since = session.item_since or session.opened_at
    if since is not None and at < since:
        # Somebody went on after this button was pressed on a device without network.
        return session
    _stop_clock(session, at)
    session.current_item = item
    session.item_since = at if item is not None and meeting.state == MeetingState.IN_SESSION else None
    store(session, actor=actor)
    _note(actor, meeting, "session.item_called", [{"field": "agenda_item", "old": None, "new": item and item.pk}])
    return session


@transaction.atomic
def name_acting_chair(*, actor: User, meeting: Meeting, version: int, name: str, seat: Seat | None = None) -> Session:
    """Records who presides instead of the chair; an empty name takes it back.

    `version` is the session's as it was shown, 0 where there was none.
    """
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    insist_on_open_record(meeting)
    session = course_of(meeting)
    if version != (session.version if session.pk else 0):
        raise StaleEdit(session)
    if seat is not None and not name.strip():
        raise InvalidInput(_("Say who presides."), field="name")
    session.acting_chair, session.acting_chair_seat = name.strip(), seat
    if changes := store(session, actor=actor):
        _note(actor, meeting, "session.chair_named", changes, for_members=True)
    return session


def settle(meeting: Meeting, *, actor: User) -> None:
    """The meeting is over: the clocks stop, and whoever had the floor has spoken. The caller holds the meeting."""
    session = Session.objects.filter(meeting=meeting).first()
    if session is None:
        return
    now = timezone.now()
    _stop_clock(session, now)
    session.consensus_since = None
    session.closed_at = now
    store(session, actor=actor)
    finish_speaker(meeting, actor=actor)


def finish_speaker(meeting: Meeting, *, actor: User) -> None:
    """Whoever has the floor gives it back. The caller holds the meeting."""
    for speaker in Speaker.objects.filter(meeting=meeting, state=SpeakerState.SPEAKING):
        speaking = lock(speaker)
        advance(speaking, "finish", actor=actor)
        speaking.ended_at = timezone.now()
        store(speaking, actor=actor)


def course_of(meeting: Meeting) -> Session:
    """The session of a meeting that the caller holds; a new one, not stored yet, where there is none."""
    return Session.objects.filter(meeting=meeting).select_related("current_item", "consensus_item").first() or Session(
        meeting=meeting
    )


def insist_on_open_record(meeting: Meeting) -> None:
    """What happened can be written down before, during and after, until the record of it is adopted."""
    if meeting.state == MeetingState.RECORD_ADOPTED:
        raise WrongState(_("The record is adopted and stays as it is. Enter a corrigendum."))
    if meeting.state not in (*EXPECTED, *ON, *ENDED):
        raise WrongState


def is_afterwards(meeting: Meeting) -> bool:
    """Whether what is entered now comes after the session: late, and marked so."""
    return meeting.is_over(timezone.now())


def _stop_clock(session: Session, at: datetime) -> None:
    if session.current_item is not None and session.item_since is not None:
        item = session.current_item
        # A new dictionary, so that the change is seen.
        session.spent = {**session.spent, item.public_id: session.seconds_on(item, max(at, session.item_since))}
    session.item_since = None


def _told(actor: User, meeting: Meeting, verb: str) -> Meeting:
    _note(actor, meeting, verb, store(meeting, actor=actor), for_members=True)
    return meeting


def _note(actor: User, meeting: Meeting, verb: str, changes: list[Any], for_members: bool = False) -> None:
    record(actor=actor, verb=verb, target=meeting, root_id=meeting.body_id, changes=changes, for_members=for_members)
