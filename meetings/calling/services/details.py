"""Correcting what a meeting says about itself. Time has its own service, since a new time is a new schedule."""

from django.db import transaction

from meetings.meeting.choices import UNANNOUNCED
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import is_expected
from meetings.notices import planning
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
