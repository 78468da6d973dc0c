"""Decisions and actions as rows of a list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.record.choices import ActionState, DecisionKind, DecisionState
from meetings.record.mail.action_planning import today_of
from meetings.record.mail.actions import progress_line
from meetings.record.models import ActionItem, Decision
from rec_portal.foundation.addresses import address

DECISION_TAG = {
    DecisionState.RECORDED: "info",
    DecisionState.ADOPTED: "ok",
    DecisionState.SUPERSEDED: "mute",
    DecisionState.WITHDRAWN: "bad",
}
ACTION_TAG = {ActionState.OPEN: "info", ActionState.DONE: "ok", ActionState.DROPPED: "mute"}


def owner_of(action: ActionItem) -> str:
    """The person, with the organisation where both are named."""
    names = [str(party) for party in (action.owner, action.organisation) if party is not None]
    return ", ".join(names) or _("Nobody yet")


def due_in_words(action: ActionItem, today: date) -> tuple[str, bool]:
    """("21 November 2024, 3 days late", True): the day, how late it is, and whether it is."""
    if action.due is None:
        return _("No date"), False
    day = date_format(action.due, "DATE_FORMAT")
    late = (today - action.due).days
    if action.state != ActionState.OPEN or late < 1:
        return day, False
    text = ngettext("%(day)s, %(n)d day late", "%(day)s, %(n)d days late", late)
    return text % {"day": day, "n": late}, True


def action_row(action: Any, now: datetime) -> dict[str, Any]:
    """`action` comes with body, owner and organisation; `mine_last` where the list puts one's own first, and they may
    report on those."""
    due, late = due_in_words(action, today_of(action, now))
    state, mine = ActionState(action.state), getattr(action, "mine_last", 1) == 0
    return {
        "key": action.public_id,
        "version": action.version,
        "url": action.get_absolute_url(),
        "text": _shortened(action.text, 200),
        "short": _shortened(action.text, 60) if mine else "",
        "owner": owner_of(action),
        "body": action.body.short_name,
        "due": due,
        "late": late,
        "progress": progress_line(action),
        "per_cent": action.progress,
        "note": action.progress_note,
        "state": "" if state == ActionState.OPEN else state.label,
        "state_kind": ACTION_TAG[state],
        "mine": mine,
        "reports": mine and state == ActionState.OPEN,
        "report_url": address("meetings:action_progress", action.public_id),
    }


def _shortened(text: str, most: int) -> str:
    """Most texts are short; finding that out takes the filter of templates as long as shortening them."""
    return text if len(text) <= most else Truncator(text).chars(most)


def action_rows(request: HttpRequest, found: Sequence[ActionItem], now: datetime) -> list[dict[str, Any]]:
    return [action_row(action, now) for action in found]


def decision_row(decision: Decision) -> dict[str, Any]:
    """`decision` comes with its body and meeting."""
    state = DecisionState(decision.state)
    return {
        "number": decision.number,
        "url": decision.get_absolute_url(),
        "kind": DecisionKind(decision.kind).label,
        "text": _shortened(decision.text, 300),
        "body": decision.body.short_name,
        "meeting": decision.meeting.title,
        "day": date_format(decision.meeting.wall_day, "DATE_FORMAT"),
        "state": state.label,
        "state_kind": DECISION_TAG[state],
    }
