"""A call for consensus: one text is put before the meeting as it stands, and either becomes the decision or does not.

While it is open nobody changes the text: what the room was asked is what is recorded. It is a question to the room and
not a vote; positions of seats on a text are the silence procedure's.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import ENDED, MeetingState
from meetings.meeting.models import Meeting
from meetings.session.models import Session
from meetings.session.presses import AT_ONCE, Press, is_repeated
from meetings.session.services.outcomes import LONGEST_TEXT, record_outcome
from meetings.session.services.session import course_of
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState


@transaction.atomic
def call_consensus(*, actor: User, item: AgendaItem, text: str, press: Press = AT_ONCE) -> Session:
    """Puts `text` on `item` before the meeting. WrongState while another text is there."""
    meeting = item.meeting and lock(item.meeting)
    item = lock(item)
    if meeting is None or item.meeting_id != meeting.pk or not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state != MeetingState.IN_SESSION:
        raise WrongState(_("The meeting is not in session."))
    session, text = course_of(meeting), text.strip()
    same = session.asks and (session.consensus_item_id, session.consensus_text) == (item.pk, text)
    if is_repeated(press, actor, meeting) or same:
        return session
    if session.asks:
        raise WrongState(_("A text is before the meeting already. Say first what became of it."))
    if not text:
        raise InvalidInput(_("Write the text first."), field="text")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(_("The text is too long."), field="text")
    session.consensus_item, session.consensus_text, session.consensus_since = item, text, timezone.now()
    store(session, actor=actor)
    _note(actor, meeting, item, "session.consensus_called")
    return session


@transaction.atomic
def end_consensus(*, actor: User, meeting: Meeting, item: AgendaItem, agreed: bool, press: Press = AT_ONCE) -> Session:
    """What became of the text on `item`: agreed, it is the decision, word for word; else it stays to be worked on.

    Where no text on this item is before the meeting any more (somebody was quicker), nothing happens.
    """
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    session = course_of(meeting)
    if is_repeated(press, actor, meeting) or not session.asks or session.consensus_item_id != item.pk:
        return session
    if meeting.state in ENDED:
        raise WrongState(_("The meeting is not in session."))
    text, session.consensus_since = session.consensus_text, None
    if agreed:
        session.consensus_item, session.consensus_text = None, ""
    store(session, actor=actor)
    _note(actor, meeting, item, "session.consensus_reached" if agreed else "session.consensus_failed")
    if agreed:
        record_outcome(actor=actor, item=item, outcome=Outcome.DECIDED, text=text)
    return session


def _note(actor: User, meeting: Meeting, item: AgendaItem, verb: str) -> None:
    """Without the text: the item may be restricted, today or later."""
    changes: list[Any] = [{"field": "agenda_item", "old": None, "new": item.pk}]
    record(actor=actor, verb=verb, target=meeting, root_id=meeting.body_id, changes=changes)
