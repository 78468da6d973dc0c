"""Correcting what a meeting says about itself. Time has its own service, since a new time is a new schedule."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from meetings.choices import ON, UNANNOUNCED
from meetings.models import Meeting
from meetings.notices import planning
from meetings.services.agenda import AgendaLine, insist_on_open_agenda, replace_agenda
from meetings.services.planning import count_edit
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import NotAllowed

# What people must know to come; a change of these is told unless the secretariat says it is a mere correction.
WORTH_TELLING = frozenset({"title", "format", "place", "link", "note"})


@transaction.atomic
def change_details(
    *,
    actor: User,
    meeting: Meeting,
    version: int,
    title: str,
    format: str,
    place: str,
    link: str,
    note: str,
    tell: bool = True,
) -> Meeting:
    """Saves title, format, place, link and note; `tell` False is "save without telling"."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    meeting.title, meeting.format, meeting.place, meeting.link, meeting.note = title, format, place, link, note
    changes = store(meeting, actor=actor)
    if not changes:
        return meeting
    if tell and is_expected(meeting) and WORTH_TELLING & {change["field"] for change in changes}:
        planning.plan_update(meeting)
    record(
        actor=actor,
        verb="meeting.changed",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=meeting.state not in UNANNOUNCED,
    )
    return meeting


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


def is_expected(meeting: Meeting) -> bool:
    """Whether people are waiting for this meeting to come."""
    return meeting.state in ON or meeting.lies_ahead(timezone.now())
