"""When a record is adopted: by hand at a meeting, or by silence, where the clock decides and not who notices first."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.choices import Adoption, CorrectionState
from meetings.record.mail import record_planning
from meetings.record.models import Minutes
from meetings.record.services.decisions import adopt_decisions
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import Refusal, WrongState
from rec_portal.outbox.clock import database_now
from rec_portal.workflow.engine import advance


def silent_since(minutes: Minutes, now: datetime) -> datetime | None:
    """The instant at which silence adopted the record, if it has: the deadline, or the last answer to a correction
    where that came later. None while it has not."""
    if minutes.adopted_at is not None:
        return minutes.adopted_at
    deadline = minutes.corrections_until
    if not minutes.by_silence or minutes.circulated_at is None or deadline is None or now < deadline:
        return None
    if minutes.corrections.filter(state=CorrectionState.OPEN).exists():
        return None
    answered = minutes.corrections.aggregate(last=Max("updated_at"))["last"]
    return max(deadline, answered) if answered else deadline


@transaction.atomic
def adopt_record(*, actor: User, meeting: Meeting, version: int) -> Minutes:
    """By hand, when the next meeting adopted it; every correction must have been answered."""
    meeting = lock(meeting, version)
    settle_by_silence(meeting)
    if meeting.state == MeetingState.RECORD_ADOPTED:
        raise WrongState(_("The record is adopted already."))
    advance(meeting, "adopt_record", actor=actor)
    minutes = lock(Minutes.objects.get(meeting=meeting))
    if minutes.corrections.filter(state=CorrectionState.OPEN).exists():
        raise Refusal(_("A correction is not answered yet."))
    return _adopt(meeting, minutes, Adoption.AT_MEETING, timezone.now(), actor)


def settle_by_silence(meeting: Meeting) -> bool:
    """Adopts the record of the locked `meeting` if its silence is over; whoever comes first does it, once."""
    if meeting.state != MeetingState.RECORD_CIRCULATED:
        return False
    minutes = Minutes.objects.filter(meeting=meeting, by_silence=True).first()
    # The database's clock, after the lock: who waited for it is measured by the moment it was theirs.
    since = silent_since(minutes, database_now()) if minutes else None
    if minutes is None or since is None:
        return False
    advance(meeting, "adopt_record", actor=None)
    _adopt(meeting, lock(minutes), Adoption.BY_SILENCE, since, None)
    return True


@transaction.atomic
def settle_record(meeting: Meeting) -> bool:
    """The same for the scheduler, with a lock of its own."""
    return settle_by_silence(lock(meeting))


def _adopt(meeting: Meeting, minutes: Minutes, how: str, since: datetime, actor: User | None) -> Minutes:
    minutes.adopted_at, minutes.adoption = since, how
    changes = store(meeting, actor=actor)
    store(minutes, actor=actor)
    adopt_decisions(meeting, actor=actor)
    record_planning.plan_adopted(minutes)
    record(
        actor=actor,
        verb="meeting.record_adopted",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return minutes
