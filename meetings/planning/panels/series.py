"""How meetings are planned, for those who run a body: members know meetings, not how they were made.

On the meeting's page which series it is of, and saving it as a template; on the body's its templates, series and polls.
"""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest

from councils.bodies.models import Body
from meetings.calling.models import MeetingTemplate
from meetings.meeting.attached import attached_to
from meetings.meeting.choices import EXPECTED, MeetingState
from meetings.planning.models import Series
from meetings.planning.panels.polls import poll_rows
from meetings.planning.services.recurrence import Rule
from rec_portal.foundation import panels, policy, spelling


def _planning_of(request: HttpRequest, meeting: Any) -> dict[str, Any] | None:
    if not policy.may_start(request.user, "run_body", meeting.body):
        return None
    known = attached_to(meeting).series
    series = Series(**known) if known else None
    if not known or not policy.can_at_hand(request.user, "see", series):
        return {"meeting": meeting}
    moved = meeting.occurrence and meeting.occurrence != meeting.wall_day
    return {
        "meeting": meeting,
        "series": series,
        "words": str(Rule.read(series.rule)),
        "moved": spelling.short_day(datetime.combine(meeting.occurrence, time())) if moved else "",
        "changes": meeting.state in (MeetingState.DRAFT, *EXPECTED),
    }


def _of_body(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    if not policy.may_start(request.user, "run_body", body):
        return None
    if "planning" not in request.GET:
        return {"body": body, "folded": True}  # read now and then, by few
    templates = list(MeetingTemplate.objects.visible_to(request.user).filter(body=body).order_by("name"))
    # A series that was split before its first date has none left.
    series = [row for row in Series.objects.visible_to(request.user).filter(body=body).order_by("-id") if _lives(row)]
    lines = [{"url": row.get_absolute_url(), "title": row.title, "words": str(Rule.read(row.rule))} for row in series]
    polls = poll_rows(request, body, settled_too=True)
    return {"body": body, "templates": templates, "series": lines, "polls": polls}


def _lives(series: Series) -> bool:
    return series.until is None or series.until >= series.starts_on


panels.register("meeting.aside", panels.Panel(20, "meetings/planning/_panel_series.html", _planning_of))
panels.register("body.detail", panels.Panel(15, "meetings/planning/_panel_planning.html", _of_body))
