"""On a meeting's page and a body's page: what was decided, and what somebody is to do."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from councils.bodies.models import Body
from meetings.meeting.attached import attached_to
from meetings.meeting.choices import ENDED, EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.record.choices import RecordLanguage
from meetings.record.models import ActionItem, Decision
from meetings.record.services.files import KINDS, LABELS
from meetings.record.tables.outcomes import action_row, decision_row
from rec_portal.foundation import panels, policy

MOST = 100


def _begun(meeting: Meeting) -> bool:
    return meeting.state in (*ON, *ENDED) or (meeting.state in EXPECTED and meeting.starts_at <= timezone.now())


def _decisions_of_meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    if not _begun(meeting):
        return None
    rows = _decisions(request, meeting) if "decisions" in attached_to(meeting).has else []
    runs = policy.may_start(request.user, "run_body", meeting.body)
    return {"rows": rows, "meeting": meeting, "runs": runs} if rows or runs else None


def _decisions(request: HttpRequest, meeting: Meeting) -> list[dict[str, Any]]:
    visible = Decision.objects.visible_to(request.user, meeting=meeting)
    return [_of(decision, meeting) for decision in visible.select_related("body").order_by("id")[:MOST]]


def _of(decision: Decision, meeting: Meeting) -> dict[str, Any]:
    decision.meeting = meeting
    return decision_row(decision)


def _actions_of_meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    if not _begun(meeting):
        return None
    rows = _actions(request, meeting) if "actions" in attached_to(meeting).has else []
    runs = policy.may_start(request.user, "run_body", meeting.body)
    return {"rows": rows, "meeting": meeting, "runs": runs} if rows or runs else None


def _actions(request: HttpRequest, meeting: Meeting) -> list[dict[str, Any]]:
    visible = ActionItem.objects.visible_to(request.user, meeting=meeting)
    found = visible.select_related("body", "owner", "organisation").order_by("id")[:MOST]
    return [action_row(action, timezone.now()) for action in found]


def _of_body(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    """The way to both registers; the page is full enough, and each register shows this body's with one press."""
    return {"body": body} if policy.may_start(request.user, "see_body", body) else None


panels.register("meeting", panels.Panel(40, "meetings/record/_panel_decisions.html", _decisions_of_meeting))
panels.register("meeting", panels.Panel(50, "meetings/record/_panel_actions.html", _actions_of_meeting))
panels.register("body.detail", panels.Panel(20, "meetings/record/_panel_registers.html", _of_body))


def _record_of_meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    """By the meeting's state alone, so that it costs no query."""
    runs = policy.may_start(request.user, "run_body", meeting.body)
    is_draft = meeting.state == MeetingState.CLOSED
    if meeting.state not in ENDED:
        return None
    kinds = [kind for kind in KINDS if kind != "minutes" or not is_draft or runs]
    return {
        "meeting": meeting,
        "runs": runs,
        "is_draft": is_draft,
        "files": [{"kind": kind, "label": LABELS[kind]} for kind in kinds],
        "languages": RecordLanguage.choices,
    }


panels.register("meeting", panels.Panel(60, "meetings/record/_panel_record.html", _record_of_meeting))
