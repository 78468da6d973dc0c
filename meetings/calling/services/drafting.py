"""Drafting a meeting: nothing leaves the house until it is convened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from meetings.agenda.services.agenda import AgendaLine, read_agenda, replace_agenda, write_agenda
from meetings.invitations.services.invitees import replace_invitees
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from meetings.meeting.schedule import When, count_edit, set_schedule
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import NotAllowed, WrongState
from rec_portal.workflow.engine import advance

__all__ = [
    "AgendaLine",
    "Plan",
    "When",
    "count_edit",
    "discard_draft",
    "draft_meeting",
    "edit_draft",
    "read_agenda",
    "replace_invitees",
    "set_schedule",
    "write_agenda",
]


@dataclass(frozen=True)
class Plan:
    """All that the new-meeting page asks for. `invitees` are people, `further_bodies` those of a joint meeting;
    `series` and `occurrence` are of a meeting that a series makes."""

    body: Body
    title: str
    when: When
    format: str = MeetingFormat.ONLINE
    place: str = ""
    link: str = ""
    note: str = ""
    agenda: Sequence[AgendaLine] = ()
    invitees: Sequence[User] = ()
    further_bodies: Sequence[Body] = field(default=())
    series: Any = None
    occurrence: date | None = None


@transaction.atomic
def draft_meeting(*, actor: User | None, plan: Plan) -> Meeting:
    """Creates a draft that only those who run the body can see."""
    for body in (plan.body, *plan.further_bodies):
        if actor is not None and not policy.may_start(actor, "run_body", body):
            raise NotAllowed
    meeting = Meeting(body=plan.body, council_id=plan.body.root_id, title=plan.title)
    meeting.series, meeting.occurrence = plan.series, plan.occurrence
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    changes += replace_further_bodies(meeting, plan.further_bodies)
    replace_agenda(meeting, plan.agenda, actor=actor)
    replace_invitees(meeting, plan.invitees, actor=actor)
    record(actor=actor, verb="meeting.drafted", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


@transaction.atomic
def edit_draft(*, actor: User, meeting: Meeting, version: int, plan: Plan) -> Meeting:
    """Saves the whole new-meeting page again; the body that hosts a meeting does not change."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    known = set(meeting.further_bodies.values_list("body_id", flat=True))
    for body in plan.further_bodies:
        if body.pk not in known and not policy.may_start(actor, "run_body", body):
            raise NotAllowed
    if meeting.state != MeetingState.DRAFT:
        raise WrongState(_("The meeting has been convened in the meantime. Change it on its own page."))
    meeting.title = plan.title
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    beside = replace_further_bodies(meeting, plan.further_bodies)
    beside += replace_agenda(meeting, plan.agenda, actor=actor)
    beside += replace_invitees(meeting, plan.invitees, actor=actor)
    if beside and not changes:
        count_edit(meeting, actor=actor)
    if changes := changes + beside:
        record(actor=actor, verb="meeting.draft_changed", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


@transaction.atomic
def discard_draft(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """Puts a draft away. Nobody else ever heard of it, so nobody is told and members never see it."""
    meeting = lock(meeting, version)
    advance(meeting, "discard", actor=actor)
    changes = store(meeting, actor=actor)
    record(actor=actor, verb="meeting.discarded", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


def _take_details(meeting: Meeting, plan: Plan) -> None:
    for name in ("format", "place", "link", "note"):
        setattr(meeting, name, getattr(plan, name))


def replace_further_bodies(meeting: Meeting, bodies: Sequence[Body]) -> list[dict]:
    """Makes `bodies` the further bodies of a joint meeting; the host is none of them. Returns what changed."""
    before = {link.body_id: link.body for link in meeting.further_bodies.select_related("body")}
    wanted = {body.pk: body for body in bodies if body.pk != meeting.body_id}
    if before.keys() == wanted.keys():
        return []
    meeting.further_bodies.exclude(body__in=wanted).delete()
    MeetingBody.objects.bulk_create(
        [
            MeetingBody(meeting=meeting, body=body, host_id=meeting.body_id)
            for key, body in wanted.items()
            if key not in before
        ]
    )
    old, new = (", ".join(sorted(body.short_name_en for body in side.values())) for side in (before, wanted))
    return [{"field": "further_bodies", "old": old or None, "new": new or None}]
