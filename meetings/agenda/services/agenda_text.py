from collections.abc import Sequence

from django.db import transaction

from meetings.agenda.services.agenda import AgendaLine, insist_on_open_agenda, replace_agenda
from meetings.meeting.choices import UNANNOUNCED
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import count_edit
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import NotAllowed


@transaction.atomic
def change_agenda(*, actor: User, meeting: Meeting, version: int, lines: Sequence[AgendaLine]) -> Meeting:
    """Replaces the agenda. The meeting's own version counts too, so that two editors cannot pass each other."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    insist_on_open_agenda(meeting)
    changes = replace_agenda(meeting, lines, actor=actor)
    if not changes:
        return meeting
    count_edit(meeting, actor=actor)
    record(
        actor=actor,
        verb="meeting.agenda_changed",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=meeting.state not in UNANNOUNCED,
    )
    return meeting
