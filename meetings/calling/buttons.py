"""What the secretariat can do with a meeting in its present state, and the line that shows where it stands."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.meeting.choices import ENDED, EXPECTED, INVITING, ON, OPENS_BEFORE, STANDING, MeetingState
from meetings.meeting.models import Meeting
from rec_portal.workflow.engine import table_of

S = MeetingState


def actions_for(meeting: Meeting, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """`main` stand beside the title, `more` in a card of their own."""
    open_verbs = {move.verb for move in table_of(meeting).open_to(meeting)}
    if "move_published" in open_verbs:
        open_verbs.add("move")
    over = not meeting.lies_ahead(now)
    steps = {
        "convene": True,
        "publish_agenda": not over,
        "close": over,
        "move": not over or meeting.state == S.POSTPONED,
        "postpone": not over,
        "cancel": not over or meeting.state == S.POSTPONED,
        "discard": True,
    }
    labels = {
        "convene": _("Preview invitations"),
        "publish_agenda": _("Publish the agenda"),
        "close": _("Mark as held"),
        "move": _("Give a new time") if meeting.state == S.POSTPONED else _("Move"),
        "postpone": _("Postpone"),
        "cancel": _("Cancel the meeting"),
        "discard": _("Discard the draft"),
    }
    shown = [verb for verb, sensible in steps.items() if verb in open_verbs and sensible]
    main = [verb for verb in shown if verb in ("convene", "close") or (meeting.state == S.POSTPONED and verb == "move")]
    live, live_first = _live(meeting, now)
    if live_first:
        main = [verb for verb in main if verb != "close"]
    return {
        "main": [*live_first, *(_action(meeting, verb, labels[verb], "main") for verb in main)],
        "more": [
            *live,
            *_edits(meeting),
            *(_action(meeting, verb, labels[verb]) for verb in shown if verb not in main),
        ],
    }


def _live(meeting: Meeting, now: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The way to the live page, among the further actions or, while it is wanted most, as the main one."""
    if meeting.state in ON:
        return [], [_action(meeting, "live", _("Run the session"), "main")]
    if meeting.state in EXPECTED and meeting.starts_at - OPENS_BEFORE <= now < meeting.ends_at:
        return [], [_action(meeting, "live", _("Open the session"), "main")]
    if meeting.state in STANDING and meeting.starts_at <= now and meeting.state != S.RECORD_ADOPTED:
        return [_action(meeting, "live", _("Attendance and outcomes"))], []
    return [], []


def _edits(meeting: Meeting) -> list[dict[str, Any]]:
    if meeting.state == S.DISCARDED:
        return []
    if meeting.state == S.DRAFT:
        return [_action(meeting, "edit", _("Edit the draft")), _action(meeting, "agenda", _("Change the agenda"))]
    edits = [_action(meeting, "edit", _("Change details"))]
    if meeting.state != S.RECORD_ADOPTED:
        edits.append(_action(meeting, "agenda", _("Change the agenda")))
    if meeting.state in INVITING:
        edits.append(_action(meeting, "invitees", _("Change invitees")))
    return edits


def _action(meeting: Meeting, name: str, label: str, kind: str = "") -> dict[str, Any]:
    danger = "danger" if name in ("cancel", "discard") else ""
    url = reverse(f"meetings:{name}", args=[meeting.public_id])
    return {"url": url, "label": label, "kind": kind or danger}


def steps_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The way from here to what comes next; where the meeting left it, the line ends there."""
    path = _way(S(meeting.state))
    if path:
        here = path.index(S(meeting.state))
        states = ["done" if number < here else "current" if number == here else "todo" for number in range(len(path))]
        return [{"label": state.label, "state": how} for state, how in zip(path, states, strict=True)]
    before = [S.DRAFT] if meeting.state == S.DISCARDED else [S.DRAFT, S.CONVENED]
    done: list[dict[str, Any]] = [{"label": state.label, "state": "done"} for state in before]
    return [*done, {"label": S(meeting.state).label, "state": "current" if meeting.state == S.POSTPONED else "off"}]


def _way(state: MeetingState) -> list[MeetingState]:
    """What was and what follows: the further on, the less the beginning matters. Not every meeting goes each step."""
    if state in ENDED:
        return [S.CONVENED, *ENDED]
    if state in ON:
        return [S.CONVENED, state, *ENDED]
    if state == S.DRAFT or state in EXPECTED:
        return [S.DRAFT, *EXPECTED, S.IN_SESSION, S.CLOSED]
    return []
