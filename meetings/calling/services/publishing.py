"""Publishing the provisional agenda: everybody invited is told once."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance


@transaction.atomic
def publish_agenda(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """The agenda stands, provisionally: members are told once, with the calendar file that has it."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    advance(meeting, "publish_agenda", actor=actor)
    _insist_on_items(meeting)
    changes = store(meeting, actor=actor)
    planning.plan_agenda(meeting)
    record(
        actor=actor,
        verb="meeting.agenda_published",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return meeting


@transaction.atomic
def tell_agenda(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """Sends the published agenda again after it was changed; once for each version of the meeting."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state != MeetingState.AGENDA_PUBLISHED:
        raise WrongState
    _insist_on_items(meeting)
    planning.plan_agenda(meeting)
    record(actor=actor, verb="meeting.agenda_told", target=meeting, root_id=meeting.body_id, for_members=True)
    return meeting


def _insist_on_items(meeting: Meeting) -> None:
    if not AgendaItem.objects.filter(meeting=meeting).exists():
        raise InvalidInput(_("There is no agenda yet."))
