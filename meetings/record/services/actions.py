"""What a meeting asked somebody to do, from the request to its end. Reminders follow each change."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from councils.organisations.models import Organisation
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.choices import ActionState
from meetings.record.mail import action_planning
from meetings.record.models import ActionItem
from meetings.record.services.decisions import insist_on_outcome
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance


@transaction.atomic
def add_action(
    *,
    actor: User,
    meeting: Meeting,
    text: str,
    owner: User | None = None,
    organisation: Organisation | None = None,
    due: date | None = None,
    agenda_item: AgendaItem | None = None,
    body: Body | None = None,
) -> ActionItem:
    """Owner and date may still be missing while the meeting goes on; the page that closes it lists such actions."""
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    insist_on_outcome(meeting, agenda_item)
    _insist_on_text(text)
    action = ActionItem(
        body=body or meeting.body,
        meeting=meeting,
        agenda_item=agenda_item,
        text=text.strip(),
        owner=owner,
        organisation=organisation,
        due=due,
    )
    store(action, actor=actor)
    action_planning.plan_reminders(action)
    _tell(actor, action, "action.added", [])
    return action


@transaction.atomic
def change_action(
    *,
    actor: User,
    action: ActionItem,
    version: int,
    text: str,
    owner: User | None,
    organisation: Organisation | None,
    due: date | None,
) -> ActionItem:
    """A new owner or date withdraws the planned reminders; those of the new one take their place."""
    action = lock(action, version)
    if not policy.can(actor, "run", action):
        raise NotAllowed
    if action.state != ActionState.OPEN:
        raise WrongState
    _insist_on_text(text)
    before = (action.owner_id, action.organisation_id, action.due)
    action.text, action.owner, action.organisation, action.due = text.strip(), owner, organisation, due
    replanned = before != (action.owner_id, action.organisation_id, action.due)
    action.due_seq += replanned
    changes = store(action, actor=actor)
    if replanned:
        action_planning.replan_reminders(action)
    if changes:
        _tell(actor, action, "action.changed", changes)
    return action


@transaction.atomic
def report_progress(*, actor: User, action: ActionItem, version: int, progress: int, note: str) -> ActionItem:
    """By the owner, somebody of the owning organisation, or those who run the body: per cent and one line."""
    action = lock(action, version)
    if not policy.can(actor, "report", action):
        raise NotAllowed
    if action.state != ActionState.OPEN:
        raise WrongState
    if not 0 <= progress <= 100:
        raise InvalidInput(_("Progress is a number from 0 to 100."), field="progress")
    action.progress, action.progress_note = progress, note.strip()
    if changes := store(action, actor=actor):
        _tell(actor, action, "action.reported", changes)
    return action


@transaction.atomic
def finish_action(*, actor: User, action: ActionItem, version: int) -> ActionItem:
    action = lock(action, version)
    advance(action, "finish", actor=actor)
    action.progress = 100
    return _settle(actor, action, "action.finished")


@transaction.atomic
def drop_action(*, actor: User, action: ActionItem, version: int, reason: str) -> ActionItem:
    """It is no longer to be done; the reason stays beside it."""
    action = lock(action, version)
    advance(action, "drop", actor=actor)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    action.state_reason = reason.strip()
    return _settle(actor, action, "action.dropped", reason)


@transaction.atomic
def reopen_action(*, actor: User, action: ActionItem, version: int) -> ActionItem:
    action = lock(action, version)
    advance(action, "reopen", actor=actor)
    action.settled_at, action.state_reason = None, ""
    # The reminders of the first round were withdrawn: a new round has keys of its own.
    action.due_seq += 1
    changes = store(action, actor=actor)
    action_planning.plan_reminders(action)
    _tell(actor, action, "action.reopened", changes)
    return action


@transaction.atomic
def nudge_owners(*, actor: User, actions: Sequence[ActionItem]) -> int:
    """One mail for each owner of each open action, now; not twice on one day. Returns the number of mails."""
    sent = 0
    for action in sorted(actions, key=lambda row: row.pk):
        action = lock(action)
        if not policy.can(actor, "run", action):
            raise NotAllowed
        if action.state != ActionState.OPEN:
            continue
        if planned := action_planning.plan_nudge(action):
            sent += planned
            _tell(actor, action, "action.nudged", [])
    return sent


def unfinished(meeting: Meeting) -> list[ActionItem]:
    """The meeting's open actions that lack an owner or a date, for the page that closes it."""
    rows = meeting.actions.filter(state=ActionState.OPEN).order_by("pk")
    return [row for row in rows if row.due is None or (row.owner_id is None and row.organisation_id is None)]


def _settle(actor: User, action: ActionItem, verb: str, reason: str = "") -> ActionItem:
    action.settled_at = timezone.now()
    changes = store(action, actor=actor, reason=reason)
    action_planning.withdraw_reminders(action)
    _tell(actor, action, verb, changes, reason)
    return action


def _insist_on_text(text: str) -> None:
    if not text.strip():
        raise InvalidInput(_("Say what is to be done."), field="text")


def _tell(actor: User, action: ActionItem, verb: str, changes: list, reason: str = "") -> None:
    # Not for all members: the event names the action, and an action may come of a closed item.
    record(actor=actor, verb=verb, target=action, root_id=action.body_id, changes=changes, reason=reason)
