"""The session itself: opening it, a break, going on."""

from django.db import transaction

from meetings.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.workflow.engine import advance


@transaction.atomic
def open_session(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """From now on the meeting is in session, whatever its planned times say."""
    return _moved(actor, meeting, version, "open_session", "meeting.opened")


@transaction.atomic
def suspend_session(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """A break, for ten minutes or overnight."""
    return _moved(actor, meeting, version, "suspend", "meeting.suspended")


@transaction.atomic
def resume_session(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    return _moved(actor, meeting, version, "resume", "meeting.resumed")


def _moved(actor: User, meeting: Meeting, version: int | None, move: str, verb: str) -> Meeting:
    meeting = lock(meeting, version)
    advance(meeting, move, actor=actor)
    changes = store(meeting, actor=actor)
    record(actor=actor, verb=verb, target=meeting, root_id=meeting.body_id, changes=changes, for_members=True)
    return meeting
